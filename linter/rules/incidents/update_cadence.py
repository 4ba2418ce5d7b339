"""Stakeholders hear as often as the severity asks for, and when they were told they would.

Silence is read as "nobody knows". P0 and P1: an update at least every 30 minutes, even if it only says that the search
goes on; lower severities every 2 hours. The first is counted from the acknowledgement, else the detection. A
`next_update` that was promised counts instead. After two hours (`reduced_after`) one an hour is enough, once the
incident is resolved none is due any more, and a record of a past incident without any `updates` says nothing of them.
An open incident that is overdue since an earlier day is reported as well.

## Bad
~~~yaml docs/incidents/INC-1.yml
id: INC-1
title: Payments fail
severity: P1
status: resolved
times: {started: 2026-10-20T06:00:00Z, resolved: 2026-10-20T07:30:00Z}
updates:
  - {time: 2026-10-20T06:10:00Z, message: Payments fail. We are searching for the cause.}
  - {time: 2026-10-20T07:30:00Z, message: Payments succeed again., status: resolved}
~~~

## Good
~~~yaml docs/incidents/INC-1.yml
id: INC-1
title: Payments fail
severity: P1
status: resolved
times: {started: 2026-10-20T06:00:00Z, resolved: 2026-10-20T07:30:00Z}
updates:
  - {time: 2026-10-20T06:10:00Z, message: Payments fail. We are searching for the cause.}
  - time: 2026-10-20T06:40:00Z
    message: Payments still fail. We are renewing a certificate, which takes a while.
    next_update: 2026-10-20T07:30:00Z
  - {time: 2026-10-20T07:30:00Z, message: Payments succeed again., status: resolved}
~~~
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from linter.config import Config
from linter.model.finding import Problem
from linter.model.incident import IncidentRecord
from linter.model.severity_scheme import severity_level
from linter.parsing.durations import duration_in_words
from linter.project.project import Project
from linter.rules.incidents.cadence import Cadence, Due, ended_at, late_updates, next_due
from linter.rules.rule import ProjectRule

_MINUTES = {"P0": 30, "P1": 30, "P2": 120, "P3": 120, "P4": 120}


class UpdateCadence(ProjectRule):
    code = "N102"
    name = "update-cadence"
    severity = "warning"
    sources = ("record",)
    minutes: Mapping[str, float] = ProjectRule.option(
        _MINUTES, "the longest time between updates by severity, 0 for none; what is not named stays"
    )
    reduced_after: float = ProjectRule.option(120, "the minutes from the start after which fewer updates are enough")
    reduced_to: float = ProjectRule.option(60, "the longest time between updates from then on, in minutes")

    @property
    def cadence(self) -> Cadence:
        """The options as durations. Raises ValueError for an option that is none."""
        if not isinstance(self.minutes, Mapping):
            raise ValueError("`minutes` must be numbers by severity, such as {P1: 30}")
        longest = {}
        for name, minutes in {**_MINUTES, **self.minutes}.items():
            level = severity_level(str(name))
            if level is None:
                raise ValueError(f"`minutes`: `{name}` is no severity: it is P0 to P4")
            longest[level] = _duration(minutes, f"minutes.{name}")
        return Cadence(
            longest, _duration(self.reduced_after, "reduced_after"), _duration(self.reduced_to, "reduced_to")
        )

    def check(self, project: Project) -> Iterator[Problem]:
        cadence = self.cadence
        for record in project.incidents:
            for late in late_updates(record, cadence):
                keys = (f"{late.came.key}.time",) if late.came else _keys_before(late)
                yield self.finding(record.path, record.place(*keys), _what_was_late(record, late))
            due = next_due(record, cadence)
            if due and due.time.date() < project.today:
                message = f"an update is overdue since {time_in_words(due.time)}: {_why(record, due)}"
                yield self.finding(record.path, record.place(*_keys_before(due)), message, by_clock=True)


def configured_cadence(config: Config) -> Cadence:
    """How often to tell, by the rule's options in a configuration. Raises ValueError for an option that is none."""
    settings = (config.rules.get(name) for name in (UpdateCadence.name, UpdateCadence.code))
    return UpdateCadence({key: value for found in settings if found for key, value in found.options.items()}).cadence


def time_in_words(time: datetime) -> str:
    """A time to the minute, with its zone."""
    return f"{time:%Y-%m-%d %H:%M} UTC"


def _what_was_late(record: IncidentRecord, due: Due) -> str:
    if due.came and due.came.time:
        late = duration_in_words(due.came.time - due.time)
        return f"this update came {late} late, it was due at {time_in_words(due.time)}: {_why(record, due)}"
    end = ended_at(record)
    until = f" before the end at {time_in_words(end)}" if end else ""
    return f"no update came at {time_in_words(due.time)}{until}: {_why(record, due)}"


def _why(record: IncidentRecord, due: Due) -> str:
    if due.promised:
        return "so the one before had promised"
    begin = "the one before" if due.after else "somebody knew"
    return f"a P{record.level} asks for one {duration_in_words(due.time - due.since)} after {begin}"


def _keys_before(due: Due) -> tuple[str, ...]:
    """Where to point for an update that is not there: at the one before it."""
    if due.after:
        return (f"{due.after.key}.next_update",) if due.promised else (f"{due.after.key}.time",)
    return ("updates", "times.acknowledged", "times.detected", "times.started")


def _duration(minutes: object, name: str) -> timedelta:
    if isinstance(minutes, bool) or not isinstance(minutes, (int, float)) or not 0 <= minutes < 1_000_000:
        raise ValueError(f"`{name}` must be a number of minutes, not {minutes!r}")
    return timedelta(minutes=minutes)
