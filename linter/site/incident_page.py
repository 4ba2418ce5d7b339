"""What is known of one incident: for its own page, and, while it is open, for the dashboard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from linter.model.incident import IncidentRecord, Times
from linter.rules.incidents.cadence import Cadence, next_due
from linter.rules.incidents.update_cadence import configured_cadence
from linter.site.dashboards.dashboard import page_link
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Cell, Column, DashboardLink, Facts, NextUpdate, PageLink, Part, Table, Text, WebLink

_NOBODY = "nobody yet"
_WORST = 1
"""The levels up to this one want an Incident Commander and a Communications Lead."""


def incident_title(record: IncidentRecord) -> str:
    """The incident as people name it: `INC-7: Payments fail`."""
    return ": ".join(filter(None, (record.id, record.title))) or record.path


def incident_parts(record: IncidentRecord, base: KnowledgeBase) -> Iterable[Part]:
    """The page of one incident: what is known, times, the timeline, and the steps of its declaration that are left."""
    about = incident_facts(record, base, "about", "What is known")
    yield about._replace(rows=(*about.rows, ("See also", DashboardLink("incidents", "all incidents"))))
    times = _times(record)
    if times.rows:
        yield times
    if not record.is_open and not record.times.started:
        yield Text(
            "When it began is not written down, so nobody knows how long it took:"
            f" `runbook-linter incident start {record.id} --time HH:MM` says it."
        )
    yield _timeline(record)
    left = [step for step in record.steps if step.state not in ("done", "skipped")]
    if record.is_open and left:
        yield Text(f"A part of the declaration is not done: `incident-initiator --resume {record.id}` goes on.")
        columns = (Column("step", "Step"), Column("state", "State"), Column("why", "Why"))
        yield Table("steps", "Not done", columns, tuple((step.name, step.state, step.error) for step in left))


def incident_facts(
    record: IncidentRecord, base: KnowledgeBase, name: str, title: str, page: PageLink | None = None
) -> Facts:
    """Who does what, where people talk, when the next update is due, and which runbooks help."""
    due = next_due(record, _cadence(base))
    roles = record.roles
    wanted = record.is_open and record.level is not None and record.level <= _WORST
    rows: list[tuple[str, Cell]] = [
        ("Severity", record.severity),
        ("Status", record.status),
        ("Since" if record.is_open else "Began", record.began),
        ("Resolved", record.times.resolved),
        ("Service", record.services),
        ("Impact", record.impact),
        ("Workaround", record.workaround),
        ("Incident Commander", roles.incident_commander or (_NOBODY if record.is_open else "")),
        ("Communications Lead", roles.communications_lead or (_NOBODY if wanted else "")),
        ("Technical leads", roles.technical_leads),
        ("Scribe", roles.scribe),
        *((key.capitalize(), _place(record, key)) for key in ("channel", "ticket", "page")),
        ("Next update due", NextUpdate(due.time) if due else None),
        ("Runbook", tuple(_runbooks(record, base))),
        ("Post-mortem", post_mortem_of(record, base)),
    ]
    return Facts(name, title, tuple((label, cell) for label, cell in rows if cell not in ("", None, ())), page)


def post_mortem_of(record: IncidentRecord, base: KnowledgeBase) -> PageLink | None:
    """The page about what was learned; None where there is none."""
    page = base.post_mortems.get(record.id.casefold())
    return page_link(page) if page else None


def serves(services: Iterable[str], record: IncidentRecord) -> bool:
    """True for what names one of the services that an incident is about."""
    affected = {service.casefold() for service in record.services}
    return any(service.casefold() in affected for service in services)


def _runbooks(record: IncidentRecord, base: KnowledgeBase) -> Iterable[PageLink]:
    return (page_link(page) for page in base.operational if serves(page.services, record))


def _cadence(base: KnowledgeBase) -> Cadence:
    try:
        return configured_cadence(base.run.config)
    except ValueError:
        # The run has said so already; a promised time counts all the same.
        return Cadence({}, timedelta(), timedelta())


def _place(record: IncidentRecord, key: str) -> WebLink | None:
    url = record.links.get(key, "")
    if not url:
        return None
    # A ticket's address ends with its key; those of channels end with an id that nobody knows.
    short = url.rstrip("/").rpartition("/")[2] if key == "ticket" else f"open the {key}"
    return WebLink(url, (short or url) if "://" in url else url)


def _times(record: IncidentRecord) -> Facts:
    metrics = zip(("MTTD", "MTTA", "MTTR"), record.metrics, strict=True)
    rows: list[tuple[str, Cell]] = [(name.capitalize(), getattr(record.times, name)) for name in Times._fields]
    return Facts("times", "Times", tuple(row for row in (*rows, *metrics) if row[1] is not None))


def _timeline(record: IncidentRecord) -> Table:
    told = [(update.time, f"Update{f', {update.status}' if update.status else ''}: {update.message}")
            for update in record.updates]  # fmt: skip
    told += [(event.time, f"{event.text}{f' ({event.by})' if event.by else ''}") for event in record.events]
    return Table(
        "timeline",
        "Timeline",
        (Column("time", "Time", "date"), Column("what", "What")),
        tuple(sorted(told, key=lambda row: str(row[0] or ""))),
        f'Nothing is written down yet: `runbook-linter incident event {record.id} "what happened"`.',
    )
