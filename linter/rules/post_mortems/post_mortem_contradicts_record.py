"""A post-mortem says what the incident's record says: its severity, and when it began, was noticed and was over.

The record was written while it happened. Where the page names the incident (`incident: INC-7`), the two are compared; a
difference of five minutes is none.

## Bad
~~~yaml docs/incidents/INC-7.yml
id: INC-7
title: The certificate expired
severity: P1
status: resolved
roles: {incident_commander: Ana, communications_lead: Bo}
times:
  started: 2025-10-20T13:50:00Z
  detected: 2025-10-20T14:03:00Z
  resolved: 2025-10-20T14:20:00Z
~~~

~~~markdown docs/post-mortems/inc-7.md
---
kind: post-mortem
incident: INC-7
---
# INC-7

## Timeline

All times in UTC.

| Time | Event |
| --- | --- |
| 2025-10-20 13:50 | Started: the certificate expired |
| 2025-10-20 15:03 | Detected: the alert fired |

## Root cause

It was renewed by hand, once a year, from a calendar that nobody kept.

## Action items

- Renew certificates a month before they expire.
~~~

## Good
~~~yaml docs/incidents/INC-7.yml
id: INC-7
title: The certificate expired
severity: P1
status: resolved
roles: {incident_commander: Ana, communications_lead: Bo}
times:
  started: 2025-10-20T13:50:00Z
  detected: 2025-10-20T14:03:00Z
  resolved: 2025-10-20T14:20:00Z
~~~

~~~markdown docs/post-mortems/inc-7.md
---
kind: post-mortem
incident: INC-7
---
# INC-7

## Timeline

All times in UTC.

| Time | Event |
| --- | --- |
| 2025-10-20 13:50 | Started: the certificate expired |
| 2025-10-20 14:03 | Detected: the alert fired |

## Root cause

It was renewed by hand, once a year, from a calendar that nobody kept.

## Action items

- Renew certificates a month before they expire.
~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.model.severity_scheme import severity_level
from linter.project.project import Project
from linter.rules.rule import ProjectRule

_SLACK = timedelta(minutes=5)
_COMPARED = ("started", "detected", "acknowledged", "resolved")


class PostMortemContradictsRecord(ProjectRule):
    code = "P113"
    name = "post-mortem-contradicts-record"
    severity = "warning"
    kinds = ("post-mortem",)
    sources = ("page", "record")

    def collect(self, source: Page) -> Iterator[Any]:
        """[incident, what, value, start, end] of the severity and each milestone that a page names once."""
        incident = source.data.get("incident")
        if source.kind_name != "post-mortem" or not isinstance(incident, (str, int)) or source.is_template:
            return
        values = source.front_matter.values
        if "severity" in values:
            yield [str(incident), "severity", str(source.data["severity"]), *values["severity"]]
        timeline = source.timeline
        if timeline is None:
            return
        for name, instants in timeline.milestones.items():
            if len(instants) == 1 and instants[0].tzinfo and name in _COMPARED:
                row = next(row for row in timeline.rows if row.instant == instants[0])
                yield [str(incident), name, instants[0].isoformat(), *row.span]

    def check(self, project: Project) -> Iterator[Problem]:
        records = {record.id.casefold(): record for record in project.incidents}
        for path, (incident, what, value, start, end) in project.facts(PostMortemContradictsRecord):
            record = records.get(incident.casefold())
            if record is None:
                continue
            if what == "severity":
                level = severity_level(value)
                if level is not None and record.level is not None and level != record.level:
                    message = f"the record of {record.id} says {record.severity}"
                    yield self.finding(path, (start, end), message, subject=f"{incident} {what}")
                continue
            recorded = getattr(record.times, what)
            if recorded is not None and abs(recorded - datetime.fromisoformat(value)) > _SLACK:
                said = recorded.astimezone(UTC)
                message = f"the record of {record.id} says that it was {what} at {said:%Y-%m-%d %H:%M} UTC"
                yield self.finding(path, (start, end), message, subject=f"{incident} {what}")
