"""The record of an incident: what tools and people wrote down while it lasted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from linter.model.severity_scheme import severity_level
from linter.model.span import Span

STATUSES = ("investigating", "identified", "monitoring", "resolved", "post-mortem")
ENDED = frozenset({"resolved", "post-mortem"})
"""The statuses after which nobody waits for an update any more."""
_IN_ORDER = (
    ("started", "detected"),
    ("detected", "acknowledged"),
    ("started", "mitigated"),
    ("started", "resolved"),
    ("detected", "resolved"),
)
STEP_STATES = ("pending", "attempted", "done", "failed", "skipped")


class Roles(NamedTuple):
    """Who took which role; empty where nobody is named."""

    incident_commander: str = ""
    communications_lead: str = ""
    technical_leads: tuple[str, ...] = ()
    scribe: str = ""


class Times(NamedTuple):
    """When it happened, in UTC; None where the record does not say."""

    started: datetime | None = None
    detected: datetime | None = None
    acknowledged: datetime | None = None
    mitigated: datetime | None = None
    resolved: datetime | None = None

    @property
    def contradictions(self) -> tuple[tuple[str, str], ...]:
        """What runs backwards: the names of a time and of the one that should have come before it, once each."""
        found: dict[str, str] = {}
        for first, last in _IN_ORDER:
            before, after = getattr(self, first), getattr(self, last)
            if before and after and after < before:
                found.setdefault(last, first)
        return tuple(found.items())


class Metrics(NamedTuple):
    """Time to detect, to acknowledge and to resolve.

    None where one of its two times is missing, or where they contradict each other: none is ever negative.
    """

    mttd: timedelta | None
    mtta: timedelta | None
    mttr: timedelta | None


class Step(NamedTuple):
    """What the initiator did: page somebody, open a channel or a ticket. `note` is what was left out."""

    name: str
    state: str
    attempts: int = 0
    key: str = ""
    id: str = ""
    url: str = ""
    error: str = ""
    time: datetime | None = None
    note: str = ""


class Update(NamedTuple):
    """One message to stakeholders. `channels` are where it went, with the ids of the messages there.

    `key` is that of the update in its record, such as `updates.2`.
    """

    id: str
    time: datetime | None
    status: str
    message: str
    channels: Mapping[str, tuple[str, ...]]
    next_update: datetime | None
    key: str


class Event(NamedTuple):
    """One line of the timeline. `key` is its key in its record, such as `events.0`."""

    time: datetime | None
    text: str
    by: str
    key: str


class IncidentRecord(NamedTuple):
    """One incident, as far as its record can be read. Texts are empty where the record does not say.

    `severity` is as written, `status` in lower case. `spans` give the place of each value by its dotted key: `id`,
    `times.started`, `roles.technical_leads.0`, `updates.2.message`; `""` is the record itself.
    """

    path: str
    id: str
    title: str
    severity: str
    status: str
    services: tuple[str, ...]
    impact: str
    workaround: str
    roles: Roles
    times: Times
    links: Mapping[str, str]
    steps: tuple[Step, ...]
    updates: tuple[Update, ...]
    events: tuple[Event, ...]
    post_mortem: str
    spans: Mapping[str, Span]

    @property
    def level(self) -> int | None:
        """The severity as a number, 0 for the worst; None where it is none."""
        return severity_level(self.severity)

    @property
    def is_open(self) -> bool:
        """True while somebody works on it."""
        return self.status not in ENDED and self.times.resolved is None

    @property
    def began(self) -> datetime | None:
        """When it started, else when it was detected."""
        return self.times.started or self.times.detected

    @property
    def last_written(self) -> datetime | None:
        """The latest time that anybody wrote down; what is only promised does not count."""
        written = [
            *self.times,
            *(step.time for step in self.steps),
            *(update.time for update in self.updates),
            *(event.time for event in self.events),
        ]
        return max((time for time in written if time), default=None)

    @property
    def metrics(self) -> Metrics:
        """How long it took. Sources differ in their definitions; here MTTR counts from the start."""
        times = self.times
        return Metrics(
            _between(times.started, times.detected),
            _between(times.detected, times.acknowledged),
            _between(times.started, times.resolved),
        )

    def key_of(self, step: str) -> str:
        """The key of a step; empty where the record has no such step, or it has no key."""
        return next((known.key for known in self.steps if known.name == step), "")

    def place(self, *keys: str) -> Span:
        """The place of the first of these values that there is, else of the record's beginning."""
        return next((self.spans[key] for key in keys if key in self.spans), self.spans[""])


class BrokenPart(NamedTuple):
    """What is wrong with a record, and where."""

    message: str
    span: Span


class IncidentFile(NamedTuple):
    """The record in one file; None where there is none to read. `skipped` says why the file was passed over."""

    path: str
    text: str
    record: IncidentRecord | None = None
    broken: tuple[BrokenPart, ...] = ()
    skipped: str = ""


UPDATE_FIELDS = ("message", "status", "time", "next_update")
TEMPLATE_FIELDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("id", "title", "severity", "service", "impact", "workaround", "post_mortem"), ()),
    **dict.fromkeys((*UPDATE_FIELDS, *Roles._fields, *Times._fields, *Metrics._fields), ()),
    **dict.fromkeys(("channel", "ticket", "page", "updates", "events"), ()),
    "roles": Roles._fields,
    "times": Times._fields,
    "links": ("channel", "ticket", "page"),
    "metrics": Metrics._fields,
}
"""What a communication template may name in `{{ … }}`, each with its own fields where it has some."""


def _between(first: datetime | None, last: datetime | None) -> timedelta | None:
    return last - first if first and last and first <= last else None
