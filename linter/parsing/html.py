"""What a page says in raw HTML: comments, anchors, links, images."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from linter.model.span import Span

# Each piece is possessive or bounded by what it excludes, so that no page can make them slow.
_TAG = re.compile(r"<[a-zA-Z][^<>]*+>")
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([a-zA-Z_:][\w:.-]*+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++))")
_OPAQUE = re.compile(r"[ \t]*<(pre|script|style|textarea)\b", re.IGNORECASE)


class Attribute(NamedTuple):
    """An attribute of a tag; `span` covers the value without its quotes."""

    name: str
    value: str
    span: Span


class Tag(NamedTuple):
    """An opening tag with its attributes, names in lower case."""

    name: str
    span: Span
    attributes: tuple[Attribute, ...]


def tags(text: str, span: Span) -> Iterator[Tag]:
    """The opening tags inside `span`."""
    for found in _TAG.finditer(text, span.start, span.end):
        body = found[0][1:-1].rstrip("/")
        name = re.match(r"[a-zA-Z][\w-]*+", body)
        if name:
            yield Tag(
                name[0].lower(), Span(*found.span()), tuple(_attributes(text, found.start() + 1, found.end() - 1))
            )


def comment_spans(text: str, span: Span) -> Iterator[Span]:
    """The HTML comments inside `span`, markers included."""
    at = text.find("<!--", span.start, span.end)
    while at >= 0:
        close = text.find("-->", at + 4, span.end)
        end = close + 3 if close >= 0 else span.end
        yield Span(at, end)
        at = text.find("<!--", end, span.end)


def is_opaque(text: str, span: Span) -> bool:
    """True when the block holds preformatted text, a script or a style: nothing in it is prose."""
    return _OPAQUE.match(text, span.start, span.end) is not None


def _attributes(text: str, start: int, end: int) -> Iterator[Attribute]:
    for found in _ATTRIBUTE.finditer(text, start, end):
        group = found.lastindex or 2
        yield Attribute(found[1].lower(), unescape(found[group]), Span(*found.span(group)))
