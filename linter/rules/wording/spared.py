"""Where a post-mortem names people without blaming them: who took part, who does what next, what went well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.page import Page
from linter.model.span import Span

_PRAISE = re.compile(r"\b(?:well|lucky|luck|kudos|thanks|praise|acknowledge?ments?)\b", re.IGNORECASE)
_NOT_PRAISE = re.compile(r"\b(?:wrong|not|n't|badly|poorly|could|better)\b", re.IGNORECASE)


def spared_sections(page: Page) -> Iterator[Span]:
    """The parts of the page in which a name is no blame."""
    for section_id in ("responders", "action-items"):
        for claim in page.claims(section_id):
            yield claim.section.content
    for section in page.sections:
        if _PRAISE.search(section.title) and not _NOT_PRAISE.search(section.title):
            yield section.content
