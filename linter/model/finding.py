"""What a rule says (a problem) and what a run reports (a finding)."""

from __future__ import annotations

from typing import Literal, NamedTuple

from linter.model.severity import Severity
from linter.model.span import Position, Span

State = Literal["new", "baselined", "suppressed"]


class Edit(NamedTuple):
    """Replace the characters `[start, end)` of the original text by `text`."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """Edits that repair a problem. A safe fix cannot change the meaning of the page."""

    edits: tuple[Edit, ...]
    safe: bool


class Problem(NamedTuple):
    """What a rule yields: a place, what is wrong in the reader's words, and what to do.

    `path` is set by project rules; the engine knows it for page rules. `severity` differs from the
    rule's own only where one rule has two levels. `subject` is the exact text the problem is about
    and `suggestions` are replacements for it, best first. `by_clock` marks what no change to the
    text caused, only the calendar.
    """

    span: Span
    message: str
    path: str = ""
    subject: str = ""
    suggestions: tuple[str, ...] = ()
    fix: Fix | None = None
    severity: Severity | None = None
    by_clock: bool = False


class Finding(NamedTuple):
    """A problem with its rule, its place and its state in this run. `by_clock` as in Problem."""

    code: str
    name: str
    severity: Severity
    path: str
    span: Span
    position: Position
    message: str
    subject: str = ""
    suggestions: tuple[str, ...] = ()
    fix: Fix | None = None
    state: State = "new"
    by_clock: bool = False

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: by page, then place, then rule."""
        return (self.path, self.span.start, self.span.end, self.code, self.message)
