"""How long incidents take to be noticed, to be answered and to be over, from their records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Literal, NamedTuple

from linter.model.incident import IncidentRecord, Metrics

Grouping = Literal["month", "service", "severity"]
UNKNOWN = "unknown"


class Spread(NamedTuple):
    """What some durations have in common. Nine of ten are not longer than `p90`."""

    n: int
    median: timedelta
    p90: timedelta
    mean: timedelta


class GroupMetrics(NamedTuple):
    """The metrics of the incidents of one month, service or severity; None where no record says enough."""

    group: str
    incidents: int
    mttd: Spread | None
    mtta: Spread | None
    mttr: Spread | None


def spread_of(durations: Iterable[timedelta]) -> Spread | None:
    """The spread of some durations; None where there are none."""
    ordered = sorted(durations)
    if not ordered:
        return None
    n = len(ordered)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    # The nearest rank: a duration that was, not one between two.
    rank = -(-n * 9 // 10)
    return Spread(n, middle, ordered[rank - 1], sum(ordered, timedelta()) / n)


def metrics_by(records: Iterable[IncidentRecord], by: Grouping) -> list[GroupMetrics]:
    """The metrics by month of the start, by service or by severity. An incident of two services counts for both."""
    groups: dict[str, list[IncidentRecord]] = {}
    for record in records:
        for group in groups_of(record, by):
            groups.setdefault(group, []).append(record)
    return [_metrics_of(group, groups[group]) for group in sorted(groups)]


def groups_of(record: IncidentRecord, by: Grouping) -> Sequence[str]:
    """The groups that a record belongs to."""
    if by == "month":
        return (f"{record.began:%Y-%m}" if record.began else UNKNOWN,)
    if by == "severity":
        return (UNKNOWN if record.level is None else f"P{record.level}",)
    return tuple(dict.fromkeys(record.services)) or (UNKNOWN,)


def _metrics_of(group: str, records: Sequence[IncidentRecord]) -> GroupMetrics:
    def spread(pick: Callable[[Metrics], timedelta | None]) -> Spread | None:
        found = (pick(record.metrics) for record in records)
        return spread_of(duration for duration in found if duration is not None)

    return GroupMetrics(
        group,
        len(records),
        spread(lambda metrics: metrics.mttd),
        spread(lambda metrics: metrics.mtta),
        spread(lambda metrics: metrics.mttr),
    )
