"""What a reader could trip over in a rendered page: its lists, items, code blocks and tables, and how they nest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import NamedTuple

LINE_ATTRIBUTE = "data-line"

_LISTS = ("ol", "ul")
_COUNTED = ("ol", "ul", "li", "pre", "table")
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
# What extensions add of their own accord.
_GENERATED = frozenset(("toc", "footnote"))
# Code laid out beside its line numbers is one code block.
_NUMBERED_CODE = frozenset(("highlighttable", "codehilitetable"))


class Mark(NamedTuple):
    """An element that opens or, with a slash before its tag, a list or item that closes.

    `start` is an ordered list's first number, `line` the line of the source (from 0) where it is known.
    """

    tag: str
    start: int = 1
    line: int = -1


Skeleton = tuple[Mark, ...]


def skeleton(html: str) -> Skeleton:
    """The marks of a rendered page in order.

    Two bulleted lists with nothing between them count as one: no reader sees the seam.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.marks)


def counts(marks: Sequence[Mark]) -> Counter[str]:
    """How many of each element there are."""
    return Counter(mark.tag for mark in marks if mark.tag in _COUNTED)


def first_difference(one: Skeleton, other: Skeleton) -> int | None:
    """The index of the first mark that differs, None where the two are alike."""
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left[:2] != right[:2]:
            return index
    return None if len(one) == len(other) else min(len(one), len(other))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.marks: list[Mark] = []
        self._skipped = 0
        self._seam = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = set((values.get("class") or "").split())
        if self._skipped or _GENERATED & classes:
            self._skipped += tag not in _VOID
            return
        seam, self._seam = self._seam, False
        if _NUMBERED_CODE & classes:
            self._skipped = 1
            self.marks.append(Mark("pre"))
            return
        if tag not in _COUNTED:
            return
        if tag == "ul" and seam:
            self.marks.pop()
            return
        start = values.get("start") or "1"
        line = values.get(LINE_ATTRIBUTE) or "-1"
        self.marks.append(Mark(tag, int(start) if tag == "ol" and start.isdecimal() else 1, int(line)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._seam = False
        else:
            super().handle_startendtag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self._seam = tag == "ul"
        if tag in _LISTS or tag == "li":
            self.marks.append(Mark("/" + tag))

    def handle_data(self, data: str) -> None:
        if self._seam and not data.isspace():
            self._seam = False
