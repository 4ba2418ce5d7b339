"""What happened when, as a post-mortem tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Literal, NamedTuple

from linter.model.span import Span

Milestone = Literal["started", "detected", "acknowledged", "mitigated", "resolved"]


class WrittenTime(NamedTuple):
    """A point in time as somebody wrote it. `day` or `clock` is None where it does not say; `zone` is as written.

    `offset` is the zone's, None where it has none or the zone is not known; `zone` is empty where none is written.
    `broken` says why it cannot be read, empty where it can.
    """

    day: date | None = None
    clock: time | None = None
    zone: str = ""
    offset: timedelta | None = None
    approximate: bool = False
    broken: str = ""


class TimelineRow(NamedTuple):
    """One row: the time as written, at `span`, and the event.

    `instant` is when that was, with the day of the rows before it where it says none: aware where the zone is known,
    naive where it is not, None where no point in time can be told. Where nobody says a day, all rows are of the same
    one, in the year 2000. `line_span` covers the whole row.
    """

    span: Span
    written: WrittenTime
    event: str
    event_span: Span
    line_span: Span
    instant: datetime | None


class Timeline(NamedTuple):
    """All rows of a page in the order in which they stand; `zone` is what holds for rows that name none.

    `milestones` are the instants of the rows that say by their first word what they are, in order: an incident may have
    begun and ended twice.
    """

    span: Span
    rows: tuple[TimelineRow, ...]
    zone: str = ""
    milestones: Mapping[Milestone, Sequence[datetime]] = MappingProxyType({})
