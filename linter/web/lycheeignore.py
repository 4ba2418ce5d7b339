"""`.lycheeignore`: regular expressions, one a line, of URLs that lychee leaves out. We leave them out, too.

The file lies in the tree, which may be a stranger's: an expression that could take for ever is not used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST = 300
# A repeated group with a repetition in it, or two repetitions side by side, can take exponential time.
_DANGEROUS = re.compile(r"\([^)]*[*+{][^)]*\)\s*[*+{]|[*+}][*+]|\\[1-9]|\(\?[=!<]|\.\*.*\.\*.*\.\*")


def read_lycheeignore(text: str) -> tuple[list[re.Pattern[str]], list[str]]:
    """The expressions that can be used, and the lines that cannot."""
    usable: list[re.Pattern[str]] = []
    refused: list[str] = []
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            if len(line) > _LONGEST or _DANGEROUS.search(line):
                raise re.error("not used")
            usable.append(re.compile(line))
        except (re.error, OverflowError, RecursionError):
            refused.append(line)
    return usable, refused


def is_ignored(url: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    """True for a URL that one of the expressions is found in."""
    return any(pattern.search(url[:2000]) for pattern in patterns)
