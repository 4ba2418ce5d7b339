"""A stretch of the original text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range `[start, end)` of character offsets into the original text of a source."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """True when `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def holds(self, offset: int) -> bool:
        """True when the character at `offset` belongs to this span."""
        return self.start <= offset < self.end


class Position(NamedTuple):
    """Where a span lies for a human: lines and columns count from 1, columns in Unicode code points."""

    line: int
    column: int
    end_line: int
    end_column: int
