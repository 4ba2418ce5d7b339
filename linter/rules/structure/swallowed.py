"""Sections lost in a code block that nothing closes: a forgotten fence turns the rest of the page into code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from linter.kinds.title_index import index_of
from linter.model.kind import SectionSpec
from linter.model.page import Page
from linter.model.span import Span
from linter.rules.structure.hollow import marker_in
from linter.rules.structure.text_layout import ends_in_open_fence

# A first-level heading would look like a shell's comment.
_HEADING = re.compile(r"^#{2,6}[ \t]+(\S[^\r\n]*)$", re.MULTILINE)


class SwallowedSection(NamedTuple):
    """A line that was meant as a heading: `marker` as in `hollow_marker`, `cause` in words."""

    spec: SectionSpec
    title: str
    span: Span
    marker: str | None
    cause: str


def swallowed_sections(page: Page) -> Iterator[SwallowedSection]:
    """The sections of the page's kind whose headings lie in its last, unclosed code block."""
    if page.kind is None or not page.code_blocks or page.code_blocks[-1].span.end < len(page.text.rstrip()):
        return
    if not ends_in_open_fence(page, Span(0, len(page.text))):
        return
    block = page.code_blocks[-1]
    line = page.document.place(block.span.start)[0]
    headings = list(_HEADING.finditer(page.text, block.span.start, block.span.end))
    for heading, following in zip_longest(headings, headings[1:]):
        title = heading[1].rstrip("# \t\r")
        for spec in index_of(page.kind.sections).specs(title):
            below = page.text[heading.end() : following.start() if following else block.span.end]
            cause = f"the code block that begins on line {line} never ends and swallows `{heading[0].rstrip()}`"
            yield SwallowedSection(spec, title, Span(*heading.span()), marker_in(below), cause)
