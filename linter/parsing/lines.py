"""The lines of a text and where they start in the original, whatever its line breaks and byte order mark."""

from __future__ import annotations

import re

from linter.model.span import Span

_BREAK = re.compile(r"\r\n|\r|\n")


class Lines:
    """Lines without their breaks. `starts[i]` is the offset in the original of line i's first character.

    A byte order mark belongs to no line: the first line starts after it.
    """

    __slots__ = ("starts", "texts")

    def __init__(self, text: str) -> None:
        first = 1 if text.startswith("\ufeff") else 0
        if "\r" in text:
            self.starts = [first, *(found.end() for found in _BREAK.finditer(text))]
            self.texts = _BREAK.split(text[first:])
        else:
            self.texts = text[first:].split("\n")
            self.starts = []
            at = first
            for line in self.texts:
                self.starts.append(at)
                at += len(line) + 1

    def offset(self, line: int, column: int) -> int:
        """Offset in the original of a line and column, both from 0."""
        return self.starts[line] + column

    def span(self, first: int, after: int) -> Span:
        """From the start of line `first` to the end of the last line before `after`, its break aside."""
        last = max(min(after, len(self.texts)) - 1, first)
        return Span(self.starts[first], self.starts[last] + len(self.texts[last]))


def line_and_column(text: str, offset: int) -> str:
    """The place of an offset as messages say it, such as `12:5`; both count from 1."""
    starts = Lines(text).starts
    line = max(sum(1 for start in starts if start <= offset), 1)
    return f"{line}:{max(offset - starts[line - 1], 0) + 1}"
