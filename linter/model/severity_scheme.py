"""The one vocabulary of severities: P0 to P4, also written SEV-0 to SEV-4."""

from __future__ import annotations

import re
from collections.abc import Mapping

SEVERITY_PATTERN = r"^(?:[Pp]|[Ss][Ee][Vv][- ]?)[0-4]$"
_LEVEL = re.compile(SEVERITY_PATTERN)


def severity_level(text: str, words: Mapping[str, int] | None = None) -> int | None:
    """0 for the worst to 4, for `P1`, `SEV-1`, `Sev1` alike; None for what is no severity.

    `words` are others that a knowledge base uses, in lower case, with their levels: `{"critical": 0}`.
    """
    text = text.strip()
    if _LEVEL.match(text):
        return int(text[-1])
    return (words or {}).get(text.casefold())
