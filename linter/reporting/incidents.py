"""Records of incidents as text and as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from linter.incident_metrics import GroupMetrics, Spread
from linter.model.incident import IncidentRecord, Roles, Times
from linter.parsing.durations import duration_in_words
from linter.rules.incidents.cadence import Cadence, next_due
from linter.rules.incidents.update_cadence import time_in_words

_METRICS = ("mttd", "mtta", "mttr")


def overdue_since(record: IncidentRecord, cadence: Cadence, now: datetime) -> datetime | None:
    """Since when an update is overdue; None where none is."""
    due = next_due(record, cadence)
    return due.time if due and due.time < now else None


def list_text(records: Sequence[IncidentRecord], cadence: Cadence, now: datetime) -> Iterator[str]:
    """The open incidents, the worst first, and the past ones, the latest first."""
    open_ones = sorted((record for record in records if record.is_open), key=lambda r: (_level(r), _began(r), r.id))
    past = sorted((record for record in records if not record.is_open), key=lambda r: (_began(r), r.id), reverse=True)
    yield f"{len(open_ones)} open {'incident' if len(open_ones) == 1 else 'incidents'}"
    for record in open_ones:
        lasting = f"for {duration_in_words(now - record.began)}" if record.began and record.began <= now else ""
        yield _line(record, lasting)
        due = next_due(record, cadence)
        if due and due.time < now:
            late = duration_in_words(now - due.time)
            yield f"      overdue: an update was due at {time_in_words(due.time)}, {late} ago{_who(record)}"
        elif due:
            yield f"      next update at {time_in_words(due.time)}"
    yield f"\n{len(past)} past {'incident' if len(past) == 1 else 'incidents'}"
    for record in past:
        mttr = record.metrics.mttr
        day = f"{record.began:%Y-%m-%d}" if record.began else ""
        yield _line(record, " ".join(part for part in (day, f"took {duration_in_words(mttr)}" if mttr else "") if part))


def list_values(records: Iterable[IncidentRecord], cadence: Cadence, now: datetime) -> list[dict[str, Any]]:
    """The same as plain values, in order of ids."""
    values = []
    for record in sorted(records, key=lambda r: r.id):
        due = next_due(record, cadence)
        values.append(
            {
                "id": record.id,
                "path": record.path,
                "title": record.title,
                "severity": None if record.level is None else f"P{record.level}",
                "status": record.status or None,
                "service": list(record.services),
                "open": record.is_open,
                "began": _iso(record.began),
                "resolved": _iso(record.times.resolved),
                "next_update_due": _iso(due.time if due else None),
                "overdue_since": _iso(overdue_since(record, cadence, now)),
                "communications_lead": record.roles.communications_lead or None,
            }
        )
    return values


def record_text(record: IncidentRecord, cadence: Cadence, now: datetime) -> Iterator[str]:
    """One record for a reader."""
    yield f"{printable(record.id)}: {printable(record.title)}"
    about = [
        ("severity", record.severity),
        ("status", record.status),
        ("service", ", ".join(record.services)),
        ("impact", record.impact),
        ("workaround", record.workaround),
        *((name.replace("_", " "), _role(record.roles, name)) for name in Roles._fields),
        *record.links.items(),
        ("post-mortem", record.post_mortem),
        ("record", record.path),
    ]
    yield from _table((f"{name}:", printable(value)) for name, value in about if value)
    yield "\nTimes"
    times = [(name, getattr(record.times, name)) for name in Times._fields]
    yield from _table((f"{name}:", time_in_words(time)) for name, time in times if time)
    metrics = zip(_METRICS, record.metrics, strict=True)
    yield from _table((f"{name.upper()}:", duration_in_words(time)) for name, time in metrics if time is not None)
    yield from (f"  {words}" for words in contradictions_in_words(record))
    if record.steps:
        yield "\nSteps"
        yield from _table(
            (step.name or step.key or step.id or "step", f"{step.state} {printable(step.error or step.url)}".strip())
            for step in record.steps
        )
    told = [(update.time, f"update{f' ({update.status})' if update.status else ''}: {update.message}")
            for update in record.updates]  # fmt: skip
    told += [(event.time, f"{event.text}{f' ({event.by})' if event.by else ''}") for event in record.events]
    if told:
        yield "\nTimeline"
        yield from _table(
            (time_in_words(time) if time else "at no time", printable(text))
            for time, text in sorted(told, key=lambda row: str(row[0] or ""))
        )
    overdue = overdue_since(record, cadence, now)
    if overdue:
        yield f"\nAn update is overdue since {time_in_words(overdue)}{_who(record)}"


def contradictions_in_words(record: IncidentRecord) -> Iterator[str]:
    """Which times of a record run backwards."""
    for last, first in record.times.contradictions:
        yield f"`{last}` is before `{first}`: one of them is wrong, and nothing is counted between them"


def metrics_text(rows: Sequence[GroupMetrics], by: str) -> Iterator[str]:
    """A table of metrics, one line for each group and metric."""
    table: list[Sequence[str]] = [(by, "incidents", "metric", "n", "median", "p90", "mean")]
    for row in rows:
        first = (printable(row.group), str(row.incidents))
        for name in _METRICS:
            spread: Spread | None = getattr(row, name)
            durations = [duration_in_words(value) for value in spread[1:]] if spread else ["-"] * 3
            table.append((*first, name.upper(), str(spread.n if spread else 0), *durations))
            first = ("", "")
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    for line in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def metrics_values(rows: Sequence[GroupMetrics], by: str) -> list[dict[str, Any]]:
    """The same as plain values, durations in seconds."""

    def values(spread: Spread | None) -> dict[str, float] | None:
        if spread is None:
            return None
        durations = zip(("median", "p90", "mean"), spread[1:], strict=True)
        return {"n": spread.n, **{f"{name}_seconds": duration.total_seconds() for name, duration in durations}}

    return [
        {by: row.group, "incidents": row.incidents, **{name: values(getattr(row, name)) for name in _METRICS}}
        for row in rows
    ]


def printable(text: str) -> str:
    """A text on one line, without what a terminal would obey."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _line(record: IncidentRecord, lasting: str) -> str:
    severity = "P?" if record.level is None else f"P{record.level}"
    parts = (record.id or record.path, severity, record.status, ", ".join(record.services), lasting, record.title)
    return "  " + "  ".join(printable(part) for part in parts if part)


def _who(record: IncidentRecord) -> str:
    lead = printable(record.roles.communications_lead)
    return f"; Communications Lead: {lead}" if lead else "; nobody is Communications Lead"


def _role(roles: Roles, name: str) -> str:
    value = getattr(roles, name)
    return value if isinstance(value, str) else ", ".join(value)


def _table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    kept = list(rows)
    width = max((len(name) for name, _ in kept), default=0)
    yield from (f"  {name:<{width}}  {text}".rstrip() for name, text in kept)


def _level(record: IncidentRecord) -> int:
    return 9 if record.level is None else record.level


def _began(record: IncidentRecord) -> str:
    return str(record.began or "")


def _iso(time: datetime | None) -> str | None:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}" if time else None
