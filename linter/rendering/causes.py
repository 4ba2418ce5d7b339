"""What in a page's source makes python-markdown read its lists, code and tables otherwise than CommonMark.

CommonMark lets the content of an item start where its text starts; python-markdown wants it four columns to
the right for each level. And python-markdown cuts a text at its blank lines first: whatever a run of lines
starts with, it stays. So a page is safe where each item and what it holds stand in multiples of four, and a
list or table has a blank line before it. This is a look at the parsed page, which costs next to nothing;
`comparison` renders the page twice and knows for certain.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from typing import Literal, NamedTuple

from linter.model.document import Block, CodeBlock, Document, List
from linter.model.span import Span

Reason = Literal[
    "cut-code",  # code that belongs to an item stands too far left, and ends the list
    "cut-table",
    "cut-text",
    "flat-item",  # a nested item stands too far left, and is no longer nested
    "swallowed-list",  # no blank line before a list, and it becomes text
    "list-at-fence",  # the same right after a code block
    "joined-item",  # no blank line before an item that follows a deeper one
    "swallowed-table",
    "inline-code",  # a fence in a list, which plain python-markdown does not know
    "indented-fence",  # a fence that does not start at the margin, likewise
    "ragged-fence",  # a line of the code stands left of its fence
    "unclosed-fence",
    "longer-closing",  # the fence closes with more characters than it opened with
    "fence-at-marker",  # a code block that starts right behind an item's marker
    "glued-fence",  # a fence at the margin right below an item
    "mixed-lists",  # bullets right after numbers, or the reverse
    "renumbered",  # a list that does not start at 1
    "numbered-on",  # the same behind a fence that pymdownx.superfences takes into the item above
    "parenthesis",  # `1)`
    "empty-item",
]

INDENT = 4

# What each extension mends, and what it brings about.
_MENDED: dict[str, frozenset[Reason]] = {
    "pymdownx.superfences": frozenset(("inline-code", "indented-fence", "numbered-on")),
    "sane_lists": frozenset(("mixed-lists", "renumbered", "numbered-on")),
    "pymdownx.fancylists": frozenset(("mixed-lists", "renumbered", "numbered-on", "parenthesis")),
}
_BROUGHT: dict[str, frozenset[Reason]] = {
    "pymdownx.superfences": frozenset(("list-at-fence", "glued-fence")),
}


class Outermost(NamedTuple):
    """An outermost list: its span and the column from which its content counts (4 inside an admonition)."""

    span: Span
    base: int


class Cause(NamedTuple):
    """Why a page renders differently: the reason, the thing at fault, its depth in items, its outermost list."""

    reason: Reason
    span: Span
    depth: int = 0
    outermost: Outermost | None = None


def find_causes(document: Document) -> list[Cause]:
    """The causes on a page, in order, whatever the site's extensions."""
    if not document.lists and not document.tables and not document.code_blocks:
        return []
    return _Walk(document).causes()


def that_apply(causes: list[Cause], extensions: Collection[str]) -> list[Cause]:
    """The causes that matter on a site with these extensions."""
    mended = frozenset[Reason]().union(*(_MENDED.get(name, ()) for name in extensions))
    brought = frozenset[Reason]().union(*(_BROUGHT.get(name, ()) for name in extensions))
    conditional = frozenset[Reason]().union(*_BROUGHT.values())
    return [
        cause
        for cause in causes
        if cause.reason not in mended and (cause.reason not in conditional or cause.reason in brought)
    ]


# What the run of lines at hand started with, where it is not the depth of an item.
_TEXT = 0
_NOTHING = -1
_FENCE = -2


class _Open(NamedTuple):
    """A container being read. `depth` counts the items around its content, `base` is the column they count from."""

    end: int
    depth: int
    base: int


class _Walk:
    """One pass over the blocks, which knows what the run of lines at hand started with."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text
        self._starts = document.line_starts
        self._found: list[Cause] = []
        self._outermost: Outermost | None = None
        self._run = _NOTHING
        # Text that fell out of its item: it matters only if more of the list follows.
        self._pending: Cause | None = None
        self._item_line = -1
        self._behind_glued_fence = False

    def causes(self) -> list[Cause]:
        """Walk."""
        text, starts = self._text, self._starts
        codes, lists = iter(self._document.code_blocks), iter(self._document.lists)
        top = _Open(len(text) + 1, 0, 0)
        stack = [top]
        quote_end = -1
        last: list[List] = []
        for block in self._document.blocks:
            kind, span = block
            start = span.start
            code = next(codes) if kind == "code" else None
            found = next(lists) if kind == "list" else None
            if start < quote_end:
                continue
            while start >= top.end:
                stack.pop()
                top = stack[-1]
            if found:
                if top.depth == 0:
                    self._outermost = Outermost(span, top.base)
                    self._pending = None
                self._list(found, last[found.level] if found.level < len(last) else None)
                last[found.level :] = [found]
                continue
            line = bisect_right(starts, start) - 1
            glued = line > 0 and not text[starts[line - 1] : starts[line]].isspace()
            if kind == "item":
                top = _Open(span.end, top.depth + 1, top.base)
                stack.append(top)
                self._item(start, line, top, glued)
            elif kind == "admonition":
                top = _Open(span.end, 0, self._column(start, line) + INDENT)
                stack.append(top)
                self._run = _NOTHING
            else:
                self._leaf(block, code, line, top, glued)
                if kind == "quote":
                    quote_end = span.end
        return self._found

    def _add(self, reason: Reason, span: Span, depth: int) -> None:
        if self._pending and depth:
            self._found.append(self._pending)
            self._pending = None
        self._found.append(Cause(reason, span, depth, self._outermost if depth else None))

    def _column(self, start: int, line: int) -> int:
        before = self._text[self._starts[line] : start]
        return len(before.expandtabs(INDENT)) if "\t" in before else len(before)

    def _list(self, found: List, last: List | None) -> None:
        marker = Span(found.span.start, found.span.start + len(found.items[0].marker))
        depth = found.level + 1
        beside = last is not None and self._text[last.span.end : found.span.start].isspace()
        if last and beside and last.ordered != found.ordered and found.items[0].marker[-1] != ")":
            self._add("mixed-lists", marker, depth)
            return
        if found.ordered and found.start != 1:
            self._add("numbered-on" if self._behind_glued_fence else "renumbered", marker, depth)

    def _item(self, start: int, line: int, place: _Open, glued: bool) -> None:
        if line == self._item_line:
            return
        self._item_line = line
        text, depth = self._text, place.depth
        if self._pending:
            self._found.append(self._pending)
            self._pending = None
        after = start + 1
        if text[start] not in "-*+":
            after = start + marker_width(text, start)
            if text[after - 1] == ")":
                self._add("parenthesis", Span(start, after), depth)
        if text[after : after + 1] in "\r\n":
            self._add("empty-item", Span(start, after), depth)
        if not glued or self._run == _NOTHING:
            self._run = depth
        elif self._run <= _TEXT or self._run > depth:
            reason: Reason = (
                "joined-item" if self._run > depth else "list-at-fence" if self._run == _FENCE else "swallowed-list"
            )
            self._add(reason, Span(start, after), depth)
            self._run = depth
        column = self._column(start, line) - place.base
        if not (depth - 1) * INDENT <= column < depth * INDENT:
            self._add("flat-item", Span(start, after), depth)

    def _leaf(self, block: Block, code: CodeBlock | None, line: int, place: _Open, glued: bool) -> None:
        kind, span = block
        depth = place.depth
        if line == self._item_line:
            if code:
                self._add("fence-at-marker", self._first_line(span, line), depth)
            return
        if not glued:
            self._run = _TEXT
            self._behind_glued_fence = False
        if code:
            self._code(code, line, place, glued)
        elif depth:
            if not glued and self._column(span.start, line) - place.base < depth * INDENT:
                if kind == "table" or kind == "quote":
                    self._add("cut-table" if kind == "table" else "cut-text", self._first_line(span, line), depth)
                elif not self._pending:
                    self._pending = Cause("cut-text", self._first_line(span, line), depth, self._outermost)
        elif kind == "heading" or kind == "break" or kind == "html":
            self._run = _NOTHING
            return
        if kind == "table" and glued and self._run >= _TEXT:
            self._add("swallowed-table", self._first_line(span, line), depth)
        if self._run == _NOTHING:
            self._run = _TEXT

    def _code(self, code: CodeBlock, line: int, place: _Open, glued: bool) -> None:
        span, depth = code.span, place.depth
        if not code.fenced:
            start = self._starts[line]
            column = _width(self._text[start : self._line_end(line)]) - place.base
            if depth and not glued and column < (depth + 1) * INDENT:
                self._add("cut-code", self._first_line(span, line), depth)
            return
        column = self._column(span.start, line) - place.base
        if depth:
            first = self._first_line(span, line)
            self._add("inline-code", first, depth)
            if not glued and column < depth * INDENT:
                self._add("cut-code", first, depth)
        elif column:
            self._add("indented-fence", self._first_line(span, line), 0)
        elif glued and self._run > depth:
            self._behind_glued_fence = True
            self._found.append(Cause("glued-fence", self._first_line(span, line), self._run, None))
        else:
            self._run = _FENCE
        if code.indent and self._is_ragged(code):
            self._add("ragged-fence", self._first_line(span, line), depth)
        closing = self._closing(span)
        if closing:
            self._add(closing, self._first_line(span, line), depth)

    def _is_ragged(self, code: CodeBlock) -> bool:
        first = bisect_right(self._starts, code.span.start)
        for line in range(first, first + len(code.lines)):
            content = self._text[self._starts[line] : self._line_end(line)]
            if content and not content.isspace() and _width(content) < code.indent:
                return True
        return False

    def _closing(self, span: Span) -> Reason | None:
        """What is wrong with the closing fence."""
        whole = self._text[span.start : span.end].rstrip()
        char = whole[0]
        opening = len(whole) - len(whole.lstrip(char))
        closing = len(whole) - len(whole.rstrip(char))
        if closing < opening or whole[: len(whole) - closing].rstrip(" \t>")[-1:] not in "\r\n":
            return "unclosed-fence"
        return "longer-closing" if closing > opening else None

    def _line_end(self, line: int) -> int:
        return self._starts[line + 1] if line + 1 < len(self._starts) else len(self._text)

    def _first_line(self, span: Span, line: int) -> Span:
        stretch = self._text[span.start : min(span.end, self._line_end(line))]
        return Span(span.start, span.start + len(stretch.rstrip()))


def marker_width(text: str, start: int) -> int:
    """How wide the list marker at `start` is: 1 for a bullet, digits and one more for a number."""
    end = start
    while end < len(text) and text[end].isdigit():
        end += 1
    return end - start + 1


def _width(line: str) -> int:
    blanks = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blanks.expandtabs(INDENT)) if "\t" in blanks else len(blanks)
