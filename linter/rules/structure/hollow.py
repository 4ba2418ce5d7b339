"""Sections that hold nothing, and sections that still hold their scaffold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.kinds.scaffold import holds_placeholder
from linter.model.document import Section
from linter.model.page import Page
from linter.model.span import Span

_MARKER = re.compile(r"\b(?:TODO|TBD|FIXME|XXX)\b|\bN/A(?!\w)", re.IGNORECASE)
_FILLER = re.compile(r"[\s\-*_>+|:.,…~=\\\[\]()]*")
_LONGEST_HOLLOW = 120


def hollow_marker(page: Page, section: Section) -> str | None:
    """None for a section with content, the bare marker (`TODO`) it holds instead, or `""` for nothing at all."""
    if section.children:
        return None
    return marker_in(visible_text(page, section.body))


def marker_in(text: str) -> str | None:
    """None where `text` says something, the bare marker that it holds instead, or `""` for nothing at all."""
    text = text.strip()
    if not text:
        return ""
    if len(text) > _LONGEST_HOLLOW:
        return None
    marker = _MARKER.search(text)
    if _FILLER.fullmatch(_MARKER.sub("", text)) is None:
        return None
    return marker[0] if marker else ""


def written_sections(page: Page, *section_ids: str) -> Iterator[Section]:
    """The sections that answer these ids and that somebody has written: not hollow, no scaffold left."""
    seen: set[int] = set()
    for claim in page.match.claims:
        section = claim.section
        if (section_ids and claim.spec.id not in section_ids) or id(section) in seen:
            continue
        seen.add(id(section))
        if is_written(page, section):
            yield section


def is_written(page: Page, section: Section) -> bool:
    """True when a section has content and no scaffold is left in it."""
    content = page.text[section.content.start : section.content.end]
    return not holds_placeholder(content) and hollow_marker(page, section) is None


def visible_text(page: Page, span: Span) -> str:
    """The source inside `span` without its comments."""
    text = page.text[span.start : span.end]
    if "<!--" not in text:
        return text
    for comment in reversed(page.comments):
        if span.contains(comment.span):
            text = text[: comment.span.start - span.start] + text[comment.span.end - span.start :]
    return text
