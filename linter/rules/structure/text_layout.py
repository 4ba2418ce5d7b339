"""Where text may be put into a page so that what stands around it keeps its meaning."""

from __future__ import annotations

from linter.model.page import Page
from linter.model.span import Span


def newline_of(text: str) -> str:
    """The line break that the page uses."""
    return "\r\n" if "\r\n" in text else "\n"


def content_end(text: str, end: int) -> int:
    """`end` moved back over the blanks before it."""
    return len(text[:end].rstrip())


def ends_in_open_fence(page: Page, span: Span) -> bool:
    """True when the last code block in `span` is a fence that nothing closes before the span ends."""
    last = next((block for block in reversed(page.code_blocks) if block.span.start < span.end), None)
    if last is None or not last.fenced or content_end(page.text, last.span.end) < content_end(page.text, span.end):
        return False
    source = page.text[last.span.start : content_end(page.text, last.span.end)]
    lines = source.splitlines()
    return len(lines) < 2 or not lines[-1].lstrip(" >\t").startswith(lines[0].lstrip(" >\t-*+0123456789.)")[:3])


def page_head(page: Page) -> Span:
    """The place of what concerns the page as a whole: its first heading, else its first line of text."""
    if page.headings:
        return page.headings[0].span
    start = page.front_matter.span.end
    text = page.text
    while start < len(text) and text[start].isspace():
        start += 1
    end = text.find("\n", start)
    return Span(start, content_end(text, len(text) if end < 0 else end) if start < len(text) else start)
