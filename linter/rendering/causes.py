"""What in a page's source makes python-markdown read its lists, code and tables otherwise than CommonMark.

CommonMark lets the content of an item start where its text starts; python-markdown wants it four columns to
the right for each level. And python-markdown cuts a text at its blank lines first: whatever a run of lines
starts with, it stays. So a page is safe where each item and what it holds stand in multiples of four, and a
list or table has a blank line before it. This is a look at the parsed page, which costs next to nothing;
`comparison` renders it twice and knows for certain.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from linter.model.document import Block, CodeBlock, Document, List
from linter.model.span import Span

Reason = Literal[
    "cut-code", "cut-table", "cut-text", "flat-item", "swallowed-list", "joined-item", "swallowed-table",
    "inline-code", "indented-fence", "ragged-fence", "unclosed-fence", "fence-at-marker", "mixed-lists",
    "renumbered", "parenthesis", "empty-item",
]  # fmt: skip

INDENT = 4

NEEDS_SUPERFENCES: frozenset[Reason] = frozenset(("inline-code", "indented-fence"))
"""Right where the site has pymdownx.superfences."""
NEEDS_SANE_LISTS: frozenset[Reason] = frozenset(("mixed-lists", "renumbered"))
"""Right where the site has sane_lists."""


class Cause(NamedTuple):
    """Why a page renders differently: the reason and the thing at fault. `list_at` is the offset at which its
    outermost list starts, -1 outside lists."""

    reason: Reason
    span: Span
    list_at: int


# What the current run of lines started with, where it is not the depth of an item.
_TEXT = 0
_NOTHING = -1


class _Open(NamedTuple):
    """A container being read. `depth` counts the items around its content, `base` is the column they count from."""

    end: int
    type: str
    depth: int
    base: int
    span: Span


def find_causes(document: Document) -> list[Cause]:
    """The causes on a page, in order."""
    if not document.lists and not document.tables and not any(code.indent for code in document.code_blocks):
        return []
    return list(_Walk(document).causes())


class _Walk:
    """One pass over the blocks, which knows what the run of lines at hand started with."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text
        self._starts = document.line_starts
        self._codes = iter(document.code_blocks)
        self._lists = iter(document.lists)
        self._run = _NOTHING
        self._list_at = -1

    def causes(self) -> Iterator[Cause]:
        """Walk."""
        stack: list[_Open] = [_Open(len(self._text) + 1, "page", 0, 0, Span(0, 0))]
        quote_end = -1
        last_list: tuple[List, int] | None = None
        item_line = -1
        starts = self._starts
        for block in self._document.blocks:
            kind, span = block
            start = span.start
            while start >= stack[-1].end:
                stack.pop()
            code = next(self._codes) if kind == "code" else None
            found = next(self._lists) if kind == "list" else None
            if start < quote_end:
                continue
            top = stack[-1]
            depth = top.depth
            line = bisect_right(starts, start) - 1
            if kind == "list":
                assert found is not None
                if depth == 0:
                    self._list_at = start
                yield from self._list(found, last_list, start)
                last_list = (found, span.end)
                stack.append(_Open(span.end, kind, depth, top.base, span))
                continue
            glued = line > 0 and not self._text[starts[line - 1] : starts[line]].isspace()
            list_at = self._list_at if depth or kind == "item" else -1
            if kind == "item":
                depth += 1
                yield from self._item(block, line, depth, top.base, glued, item_line)
                item_line = line
                stack.append(_Open(span.end, kind, depth, top.base, span))
            elif kind == "admonition":
                stack.append(_Open(span.end, kind, 0, self._column(span, line) + INDENT, span))
                self._run = _NOTHING
            else:
                yield from self._leaf(block, code, line, top, glued, line == item_line, list_at)
                if kind == "quote":
                    quote_end = span.end

    def _column(self, span: Span, line: int) -> int:
        before = self._text[self._starts[line] : span.start]
        return len(before.expandtabs(INDENT)) if "\t" in before else len(before)

    def _list(self, found: List, last: tuple[List, int] | None, start: int) -> Iterator[Cause]:
        if last and last[0].level == found.level and self._text[last[1] : start].isspace():
            if last[0].ordered != found.ordered:
                yield Cause("mixed-lists", _marker(found), self._list_at)
                return
            if not found.ordered:
                return
        if found.ordered and found.start != 1:
            yield Cause("renumbered", _marker(found), self._list_at)

    def _item(self, block: Block, line: int, depth: int, base: int, glued: bool, item_line: int) -> Iterator[Cause]:
        text, start = self._text, block.span.start
        after = start + 1
        if text[start].isdigit():
            while text[after].isdigit():
                after += 1
            after += 1
        marker = Span(start, after)
        if line == item_line:
            return
        if text[after - 1] == ")":
            yield Cause("parenthesis", marker, self._list_at)
        if text[after : after + 1] in ("\n", "\r", ""):
            yield Cause("empty-item", marker, self._list_at)
        if glued and (self._run == _TEXT or self._run > depth):
            yield Cause("swallowed-list" if self._run == _TEXT else "joined-item", marker, self._list_at)
            self._run = depth
        elif not glued or self._run == _NOTHING:
            self._run = depth
        column = self._column(block.span, line) - base
        if not (depth - 1) * INDENT <= column < depth * INDENT:
            yield Cause("flat-item", marker, self._list_at)

    def _leaf(
        self, block: Block, code: CodeBlock | None, line: int, top: _Open, glued: bool, at_marker: bool, list_at: int
    ) -> Iterator[Cause]:
        kind, span = block
        depth = top.depth
        if at_marker:
            if code:
                yield Cause("fence-at-marker", self._first_line(span, line), list_at)
            return
        if not glued:
            self._run = _TEXT
        fenced = code is not None and code.fenced
        if depth:
            column = self._column(span, line) - top.base
            wanted = depth * INDENT + (0 if code is None or fenced else INDENT)
            if fenced:
                assert code is not None
                yield Cause("inline-code", self._first_line(span, line), list_at)
            if not glued and column < wanted:
                reason: Reason = "cut-code" if code else "cut-table" if kind == "table" else "cut-text"
                yield Cause(reason, self._first_line(span, line), list_at)
        elif fenced and code is not None and code.indent > top.base:
            yield Cause("indented-fence", self._first_line(span, line), -1)
        if fenced and code is not None:
            yield from self._fence(code, line, list_at)
        if kind == "table" and glued and self._run != _NOTHING:
            yield Cause("swallowed-table", self._first_line(span, line), list_at)
        if kind in ("heading", "break", "html") and not depth:
            self._run = _NOTHING
        elif self._run == _NOTHING:
            self._run = _TEXT

    def _fence(self, code: CodeBlock, line: int, list_at: int) -> Iterator[Cause]:
        indent = code.indent
        if indent:
            for span in code.lines:
                if span.end > span.start:
                    at = bisect_right(self._starts, span.start) - 1
                    own = self._text[self._starts[at] : span.end]
                    if len(own) - len(own.lstrip()) < indent and not own.isspace():
                        yield Cause("ragged-fence", Span(span.start, span.end), list_at)
                        break
        if list_at >= 0 and not self._text[code.span.start : code.span.end].rstrip().endswith(("```", "~~~")):
            yield Cause("unclosed-fence", self._first_line(code.span, line), list_at)

    def _first_line(self, span: Span, line: int) -> Span:
        end = self._starts[line + 1] if line + 1 < len(self._starts) else len(self._text)
        stretch = self._text[span.start : min(span.end, end)]
        return Span(span.start, span.start + len(stretch.rstrip()))


def _marker(found: List) -> Span:
    item = found.items[0]
    return Span(item.span.start, item.span.start + len(item.marker))
