"""URLs that stand in the text as they are, as GitHub's autolink extension reads them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from linter.model.document import Link
from linter.model.span import Span
from linter.parsing.lines import Lines

_URL = re.compile(r"(?<![\w/])https?://[^\s<>\"`|\\^{}]++")
_SENTENCE = frozenset("?!.,:;*_~'\"]")
_DEFINITION = re.compile(r"[ \t>]*\[[^\]\n]*+\]:")


def bare_urls(text: str, lines: Lines, prose: str, links: Sequence[Link]) -> list[Link]:
    """The bare URLs of a page: `prose` is its text with code, HTML and link targets blanked."""
    if "http" not in prose:
        return []
    spans = sorted(link.span for link in links)
    starts = [span.start for span in spans]
    found: list[Link] = []
    for match in _URL.finditer(prose):
        before = bisect_right(starts, match.start()) - 1
        if before >= 0 and spans[before].end > match.start():
            continue
        line = bisect_right(lines.starts, match.start()) - 1
        if _DEFINITION.match(text, lines.starts[line], match.start()):
            continue
        url = _trimmed(match[0])
        span = Span(match.start(), match.start() + len(url))
        found.append(Link(span, url, url, span, "bare"))
    return found


def _trimmed(url: str) -> str:
    """Without the punctuation that belongs to the sentence; a closing bracket only if it closes nothing."""
    unopened = url.count(")") - url.count("(")
    end = len(url)
    while end:
        last = url[end - 1]
        if last == ")" and unopened > 0:
            unopened -= 1
        elif last not in _SENTENCE:
            break
        end -= 1
    return url[:end]
