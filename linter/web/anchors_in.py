"""Which anchors a web page has, from as much of it as was read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

_ID = re.compile(
    r"""[\s"'](?:id|name)\s*=\s*(?:"([^"<>]{1,500})"|'([^'<>]{1,500})'|([^\s"'<>=`]{1,500}))""", re.IGNORECASE
)
# Forges make these in the browser: lines of a file, a comment, a review.
_MADE_BY_SCRIPT = re.compile(
    r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|(?:issuecomment|discussion_r|diff|r|note|pullrequestreview)[-_]?\w+|[!/].*"
)
_FEWEST = 3


def missing_anchors(page: str, fragments: Iterable[str]) -> set[str]:
    """The fragments that a page has no place for; none where the page makes its anchors by script."""
    ids = {unescape(found[1] or found[2] or found[3]) for found in _ID.finditer(page)}
    if len(ids) < _FEWEST:
        return set()
    known = ids | {name.removeprefix("user-content-") for name in ids}
    folded = {name.casefold() for name in known}
    return {
        fragment
        for fragment in fragments
        if fragment
        and fragment.casefold() != "top"
        and not _MADE_BY_SCRIPT.fullmatch(fragment)
        and not {fragment, unquote(fragment)} & known
        and unquote(fragment).casefold() not in folded
    }
