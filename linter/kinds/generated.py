"""Whether a page is written by a program, and by which."""

from __future__ import annotations

import re

from linter.model.document import Document

_HEAD = 2000
_GENERATED = re.compile(
    r"(?:auto-?generated|generated)\s+(?:by|from|with|using)\s+[`\"']?([\w/@-]+(?:\.[\w/@-]+)*)"
    r"|\b(do not edit)\b",
    re.IGNORECASE,
)


def generator_of(document: Document) -> str | None:
    """What writes the page, as its first comments say; None for a page that people write."""
    for comment in document.comments:
        if comment.span.start > _HEAD:
            break
        found = _GENERATED.search(comment.text)
        if found:
            return found[1] or "a program"
    return None
