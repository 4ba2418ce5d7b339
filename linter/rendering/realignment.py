"""How to lay out a list so that CommonMark and python-markdown read the same from it.

Markers go to multiples of four columns, and so does everything an item holds; a blank line parts what
python-markdown would run together. What stands right already stays where it is, so that a fix is small.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection

from linter.model.document import Block, CodeBlock, Document
from linter.model.finding import Edit
from linter.model.span import Span
from linter.rendering.causes import INDENT, Outermost, marker_width

_BLANKS = re.compile(r"[ \t]*+")


class _Node:
    """A block with what it holds. `column` is where it starts, tabs counted as the blanks they stand for."""

    def __init__(self, block: Block, first: int, last: int, column: int, code: CodeBlock | None) -> None:
        self.type = block.type
        self.span = block.span
        self.first = first
        self.last = last
        self.column = column
        self.code = code
        self.children: list[_Node] = []

    @property
    def is_indented_code(self) -> bool:
        return self.code is not None and not self.code.fenced


def realign(
    document: Document, outermost: Outermost, blank_before: Collection[int], *, without_fences: bool
) -> tuple[Edit, ...]:
    """The edits for an outermost list, in order.

    `blank_before` are the offsets of what needs a blank line before it. `without_fences` turns fenced code
    into indented code where the two read the same.
    """
    return _Realignment(document, outermost, blank_before, without_fences).edits()


def blank_line_before(document: Document, offset: int) -> Edit:
    """The edit that puts a blank line before the line of `offset`."""
    start = document.line_starts[bisect_right(document.line_starts, offset) - 1]
    return Edit(start, start, line_break(document.text, start))


def move_right(document: Document, code: CodeBlock, column: int) -> tuple[Edit, ...]:
    """The edits that move a fence at the margin to `column`."""
    starts, text = document.line_starts, document.text
    first, last = bisect_right(starts, code.span.start) - 1, bisect_right(starts, code.span.end - 1) - 1
    places = (starts[line] for line in range(first, last + 1))
    return tuple(
        Edit(at, at, " " * (column - code.indent)) for at in places if text[at + _blanks(text, at) :][:1] not in "\r\n"
    )


def move_left(document: Document, code: CodeBlock) -> tuple[Edit, ...]:
    """The edits that move a fence outside lists to the margin; the code in it stays the same."""
    starts, text = document.line_starts, document.text
    first = bisect_right(starts, code.span.start) - 1
    last = bisect_right(starts, code.span.end) - 1
    edits = []
    for line in range(first, last + 1):
        blanks = _blanks(text, starts[line])
        width = len(text[starts[line] : starts[line] + blanks].expandtabs(INDENT))
        if blanks:
            edits.append(Edit(starts[line], starts[line] + blanks, " " * max(width - code.indent, 0)))
    return tuple(edits)


class _Realignment:
    def __init__(
        self, document: Document, outermost: Outermost, blank_before: Collection[int], without_fences: bool
    ) -> None:
        self._document = document
        self._text = document.text
        self._starts = document.line_starts
        self._base = outermost.base
        self._without_fences = without_fences
        self._blank_before = {self._line(offset) for offset in blank_before}
        self._indents: dict[int, int] = {}
        self._others: list[Edit] = []
        self._root = self._tree(outermost.span)

    def edits(self) -> tuple[Edit, ...]:
        text = self._text
        if self._root:
            self._list(self._root, 1, self._base, 0)
        edits = list(self._others)
        for line in sorted({*self._indents, *self._blank_before}):
            start = self._starts[line]
            end = start + _blanks(text, start)
            indent = self._indents.get(line)
            kept = indent is None or self._width(line) == indent
            new = text[start:end] if kept else " " * (indent or 0)
            if line in self._blank_before:
                new = line_break(text, start) + new
            if new != text[start:end]:
                # Only what changes: an insertion beside the blanks that stay.
                if new.endswith(text[start:end]):
                    edits.append(Edit(start, start, new[: len(new) - (end - start)]))
                else:
                    edits.append(Edit(start, end, new))
        return tuple(sorted(edits))

    # Reading

    def _tree(self, within: Span) -> _Node | None:
        codes = {code.span: code for code in self._document.code_blocks if within.contains(code.span)}
        root: _Node | None = None
        stack: list[_Node] = []
        for block in self._document.blocks_in(within):
            start = block.span.start
            first = self._line(start)
            code = codes.get(block.span) if block.type == "code" else None
            column = len(self._text[self._starts[first] : start].expandtabs(INDENT))
            if code and not code.fenced:
                column = self._width(first)
            node = _Node(block, first, self._line(max(block.span.end - 1, start)), column, code)
            while stack and start >= stack[-1].span.end:
                stack.pop()
            if stack:
                stack[-1].children.append(node)
            stack.append(node)
            root = root or node
        return root

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _width(self, line: int) -> int:
        start = self._starts[line]
        return len(self._text[start : start + _blanks(self._text, start)].expandtabs(INDENT))

    def _is_blank(self, line: int) -> bool:
        if line < 0 or line >= len(self._starts):
            return True
        at = self._starts[line] + _blanks(self._text, self._starts[line])
        return at >= len(self._text) or self._text[at] in "\r\n"

    # Laying out

    def _list(self, node: _Node, depth: int, floor: int, shift: int) -> None:
        """Lay out a list whose markers belong to level `depth`, right of `floor`; its parent moved by `shift`."""
        low = self._base + INDENT * (depth - 1)
        for item in node.children:
            kept = item.column + shift
            fits = low <= kept < low + INDENT and floor <= kept < floor + INDENT
            self._item(item, depth, kept if fits else max(low, floor))

    def _item(self, item: _Node, depth: int, column: int) -> None:
        shift = column - item.column
        below = [child for child in item.children if child.first > item.first]
        level = self._base + INDENT * depth
        content = self._content(item)
        replaced = [child for child in below if self._is_replaceable(child, below)]
        new_content = content + shift
        if new_content != level and (replaced or any(child.is_indented_code for child in below)):
            new_content = self._widen(item, content, shift, level)
            if new_content != level:
                replaced = []
        self._move(item.first, item.last, shift)
        for child in below:
            if child.type == "list":
                self._list(child, depth + 1, new_content, shift)
            elif child.is_indented_code:
                self._move(child.first, child.last, new_content - content)
            elif child in replaced:
                self._replace_fence(child, level + INDENT)
            else:
                kept = child.column + shift
                low = max(level, new_content)
                new = kept if low <= kept < min(level, new_content) + INDENT else low
                self._move(child.first, child.last, new - child.column, child.column if child.code else 0)
        for child in item.children:
            if child.first == item.first and child.type == "list":
                self._list(child, depth + 1, child.column + shift, shift)

    def _content(self, item: _Node) -> int:
        """The column of an item's content."""
        first = item.children[0] if item.children else None
        if first and first.first == item.first and not first.is_indented_code:
            return first.column
        return item.column + marker_width(self._text, item.span.start) + 1

    def _widen(self, item: _Node, content: int, shift: int, level: int) -> int:
        """Bring an item's content to `level` by the blanks behind its marker; returns where it is then."""
        marker_end = item.span.start + marker_width(self._text, item.span.start)
        gap = content - item.column - (marker_end - item.span.start)
        wanted = gap + level - content - shift
        if wanted < 1 or self._text[marker_end : marker_end + gap] != " " * gap:
            return content + shift
        self._others.append(Edit(marker_end, marker_end + gap, " " * wanted))
        return level

    def _move(self, first: int, last: int, shift: int, at_least: int = 0) -> None:
        for line in range(first, last + 1):
            if not self._is_blank(line):
                self._indents[line] = max(max(self._width(line), at_least) + shift, 0)

    def _is_replaceable(self, node: _Node, siblings: list[_Node]) -> bool:
        code = node.code
        if not self._without_fences or code is None or not code.fenced or not code.code.strip():
            return False
        place = siblings.index(node)
        beside = (*siblings[:place][-1:], *siblings[place + 1 :][:1])
        # Two indented blocks would become one, and behind a nested list it would be that list's.
        if any(other.code for other in beside) or any(other.type == "list" for other in siblings[:place]):
            return False
        lines = code.code.split("\n")
        closed = node.last - node.first == len(code.lines) + 1
        return closed and bool(lines[0].strip()) and bool(lines[-2].strip()) and "\t" not in code.code

    def _replace_fence(self, node: _Node, column: int) -> None:
        for line in range(node.first + 1, node.last):
            if not self._is_blank(line):
                self._indents[line] = column + max(self._width(line) - node.column, 0)
        # A fence line with a blank line on its outer side goes; otherwise it leaves a blank line.
        for line, outside in ((node.first, node.first - 1), (node.last, node.last + 1)):
            self._indents.pop(line, None)
            start = self._starts[line]
            after = self._starts[line + 1] if line + 1 < len(self._starts) else len(self._text)
            if not self._is_blank(outside) and line + 1 < len(self._starts):
                after -= len(line_break(self._text, after))
            self._others.append(Edit(start, after, ""))


def _blanks(text: str, start: int) -> int:
    found = _BLANKS.match(text, start)
    return found.end() - start if found else 0


def line_break(text: str, start: int) -> str:
    """The line break before `start`, so that a new one is of the same kind."""
    if text[max(start - 2, 0) : start] == "\r\n":
        return "\r\n"
    return "\r" if text[start - 1 : start] == "\r" else "\n"
