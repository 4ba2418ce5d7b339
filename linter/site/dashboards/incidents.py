"""Incidents by severity and over time, and how long they take: MTTD, MTTA, MTTR from their records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from linter.incident_metrics import UNKNOWN, Grouping, GroupMetrics, Spread, groups_of, metrics_by, spread_of
from linter.model.incident import IncidentRecord
from linter.parsing.durations import duration_in_words
from linter.site.dashboards.dashboard import Dashboard
from linter.site.incident_page import incident_facts, incident_title, post_mortem_of
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Bar, Bars, Cell, Column, Number, Numbers, PageLink, Part, Table, Text, Tone

_MEANING = (
    "MTTD is from the start to the detection, MTTA from the detection to the acknowledgement, MTTR from the start to"
    " the end; sources differ. Nine of ten incidents take no longer than the p90."
)
_BY: tuple[tuple[Grouping, str], ...] = (("month", "Month"), ("severity", "Severity"), ("service", "Service"))
_MOST_OPEN = 12
_MOST_MONTHS = 24
_TONES: dict[str, Tone] = {"P0": "poor", "P1": "poor", "P2": "fair"}


class Incidents(Dashboard):
    """The records of incidents."""

    name = "incidents"
    title = "Incidents"
    summary = "How many incidents there are, and how long they take to be noticed, answered and over."
    order = 5

    def parts(self, base: KnowledgeBase) -> Iterable[Part]:
        """The open ones, the metrics of all, how many by severity and month, the metrics of each group, all of them."""
        records = base.run.project.incidents
        unread = [file.path for file in base.run.project.incident_files if not file.record and not file.skipped]
        if unread:
            yield Text(
                f"Not shown, as nobody can read it: {', '.join(unread)}. `runbook-linter incident list` says why."
            )
        if not records:
            yield Text("No incident has a record yet: `incident-initiator` writes one.")
            return
        for number, record in enumerate(base.open_incidents[:_MOST_OPEN], 1):
            page = PageLink(record.path, record.id)
            yield incident_facts(record, base, f"open-{number}", f"Open: {incident_title(record)}", page)
        yield Numbers(tuple(_overall(records)))
        yield Text(_MEANING)
        yield _bars("severities", "By severity", records, "severity")
        yield _bars("months", "By month", records, "month")
        for by, title in _BY:
            rows = tuple(_group_row(group) for group in metrics_by(records, by))
            yield Table(f"by-{by}", f"Metrics by {by}", _metric_columns(title), rows)
        yield _timeline(base, records)

    def headline(self, base: KnowledgeBase) -> Number:
        """How many are open, else how long they usually take."""
        records = base.run.project.incidents
        if base.open_incidents:
            return Number("Open incidents", str(len(base.open_incidents)), tone="poor")
        mttr = _spread(records, "mttr")
        return Number("Incidents", str(len(records)), f"median MTTR {duration_in_words(mttr.median)}" if mttr else "")

    def next_steps(self, base: KnowledgeBase) -> Iterable[tuple[PageLink, str]]:
        """The incidents that are open, the worst first."""
        for record in base.open_incidents:
            yield PageLink(record.path, record.id), f"{record.severity} {record.status}: {record.title}"


def _overall(records: Iterable[IncidentRecord]) -> Iterable[Number]:
    listed = list(records)
    opened = sum(1 for record in listed if record.is_open)
    yield Number("Incidents", str(len(listed)), f"{opened} open" if opened else "", "poor" if opened else "plain")
    for name in ("mttd", "mtta", "mttr"):
        spread = _spread(listed, name)
        if spread:
            yield Number(
                name.upper(),
                duration_in_words(spread.median),
                f"median of {spread.n}; p90 {duration_in_words(spread.p90)}",
            )


def _spread(records: Iterable[IncidentRecord], name: str) -> Spread | None:
    durations = (getattr(record.metrics, name) for record in records)
    return spread_of(value for value in durations if value is not None)


def _bars(name: str, title: str, records: Iterable[IncidentRecord], by: Grouping) -> Bars:
    counts = Counter(group for record in records for group in groups_of(record, by))
    groups = sorted(counts)[-_MOST_MONTHS:]
    return Bars(
        name,
        title,
        tuple(Bar(group, counts[group], str(counts[group]), _TONES.get(group, "plain")) for group in groups),
    )


def _metric_columns(first: str) -> tuple[Column, ...]:
    names = ("mttd", "mtta", "mttr")
    metrics = [
        Column(f"{name}-{what}", f"{name.upper()} {what}", "number") for name in names for what in ("median", "p90")
    ]
    return (Column("group", first), Column("n", "Incidents", "number"), *metrics)


def _group_row(group: GroupMetrics) -> tuple[Cell, ...]:
    shown = [
        value
        for spread in (group.mttd, group.mtta, group.mttr)
        for value in ((spread.median, spread.p90) if spread else (None, None))
    ]
    return (group.group, group.incidents, *shown)


def _timeline(base: KnowledgeBase, records: Iterable[IncidentRecord]) -> Table:
    """All incidents, the newest first, with their post-mortems."""
    columns = (
        Column("began", "Began", "date"),
        Column("incident", "Incident"),
        Column("title", "What"),
        Column("severity", "Severity", filtered=True),
        Column("status", "Status", filtered=True),
        Column("service", "Service", filtered=True),
        Column("mttr", "Took", "number"),
        Column("post-mortem", "Post-mortem"),
    )
    newest = sorted(records, key=lambda record: (record.began is not None, record.began, record.id), reverse=True)
    rows: list[tuple[Cell, ...]] = [
        (
            record.began.date() if record.began else None,
            PageLink(record.path, record.id),
            record.title,
            record.severity or UNKNOWN,
            record.status,
            record.services,
            record.metrics.mttr,
            post_mortem_of(record, base),
        )
        for record in newest
    ]
    return Table("incidents", "All incidents", columns, tuple(rows))
