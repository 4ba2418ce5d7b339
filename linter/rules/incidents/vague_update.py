"""An update says what is affected, what the impact is, what is being done, and when the next one comes.

"Something's broken, looking into it." makes everybody who reads it ask back, in the minutes when nobody has time to
answer. What the record knows is sent along and counts: its `service`, `title` and `impact`, the `next_update` that was
promised. The update that ends an incident needs no next one. Only English is understood.

## Bad
~~~yaml docs/incidents/INC-1.yml
id: INC-1
title: Trouble
severity: P2
status: investigating
times: {started: 2026-11-23T06:00:00Z}
updates:
  - {time: 2026-11-23T06:10:00Z, message: "Something's broken, looking into it."}
~~~

## Good
~~~yaml docs/incidents/INC-1.yml
id: INC-1
title: Payments fail
severity: P2
status: investigating
service: payments
times: {started: 2026-11-23T06:00:00Z}
updates:
  - time: 2026-11-23T06:10:00Z
    message: Payments in the shop have failed since 06:00 UTC. The payments team is replacing a certificate.
    next_update: 2026-11-23T08:00:00Z
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Problem
from linter.project.project import Project
from linter.rules.rule import ProjectRule


class VagueUpdate(ProjectRule):
    code = "N103"
    name = "vague-update"
    severity = "info"
    sources = ("record",)

    def check(self, project: Project) -> Iterator[Problem]:
        if not project.incidents:
            return
        from linter.parsing.update_parts import missing_parts

        for record in project.incidents:
            for update in record.updates:
                missing = missing_parts(record, update) if update.message.strip() else []
                if missing:
                    *first, last = missing
                    listed = f"{', '.join(first)} and {last}" if first else last
                    place = record.place(f"{update.key}.message")
                    yield self.finding(record.path, place, f"this update does not say {listed}")
