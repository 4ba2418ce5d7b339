"""An incident that mattered has its post-mortem within some days of its end.

Known from the incidents' records: a page of kind post-mortem names the incident (`incident: INC-7`), or the record
names the page (`post_mortem:`).

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

~~~markdown docs/index.md
# Nothing written yet
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
from datetime import timedelta
from typing import Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.project.project import Project
from linter.rules.rule import ProjectRule


class PostMortemMissing(ProjectRule):
    code = "P112"
    name = "post-mortem-missing"
    severity = "warning"
    sources = ("page", "record")
    days: int = ProjectRule.option(5, "days after the end until it must be there")
    least_severity: int = ProjectRule.option(2, "down to which severity one is written: 2 for P0 to P2")

    def collect(self, source: Page) -> Iterator[Any]:
        incident = source.data.get("incident")
        if source.kind_name == "post-mortem" and isinstance(incident, (str, int)):
            yield str(incident)

    def check(self, project: Project) -> Iterator[Problem]:
        written = {incident.casefold() for _, incident in project.facts(PostMortemMissing)}
        for record in project.incidents:
            ended = record.times.resolved
            if record.is_open or ended is None or record.level is None or record.level > self.least_severity:
                continue
            has_one = record.id.casefold() in written or (
                record.post_mortem and project.tree.is_file(record.post_mortem)
            )
            if not has_one and ended.date() + timedelta(days=self.days) < project.today:
                days = (project.today - ended.date()).days
                message = f"{record.id} has been over for {days} days and has no post-mortem"
                yield self.finding(record.path, record.place("id"), message, subject=record.id, by_clock=True)
