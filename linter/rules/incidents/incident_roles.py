"""A P0 or P1 has an Incident Commander and a Communications Lead, and they are two people.

Whoever decides what to do next cannot write to customers every half hour as well: one of the two is left undone, and it
is mostly the telling.

## Bad
~~~yaml docs/incidents/INC-1.yml
id: INC-1
title: Payments fail
severity: P1
status: investigating
roles: {incident_commander: Dana Okafor, communications_lead: Dana Okafor}
times: {started: 2026-11-23T06:00:00Z}
~~~

## Good
~~~yaml docs/incidents/INC-1.yml
id: INC-1
title: Payments fail
severity: P1
status: investigating
roles: {incident_commander: Dana Okafor, communications_lead: Luis Brandt}
times: {started: 2026-11-23T06:00:00Z}
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.incident import IncidentRecord
from linter.project.project import Project
from linter.rules.rule import ProjectRule

_LOWEST = 1


class IncidentRoles(ProjectRule):
    code = "N104"
    name = "incident-roles"
    severity = "warning"
    sources = ("record",)

    def check(self, project: Project) -> Iterator[Problem]:
        for record in project.incidents:
            if record.level is None or record.level > _LOWEST:
                continue
            named = {
                "Incident Commander": record.roles.incident_commander.strip(),
                "Communications Lead": record.roles.communications_lead.strip(),
            }
            missing = [role for role, person in named.items() if not person]
            if missing:
                message = f"a P{record.level} has no {' and no '.join(missing)}"
                yield self.finding(record.path, record.place("roles", "severity"), message)
            elif has_one_for_both(record):
                person = record.roles.communications_lead
                message = f"`{person}` is both Incident Commander and Communications Lead of a P{record.level}"
                yield self.finding(record.path, record.place("roles.communications_lead"), message)


def has_one_for_both(record: IncidentRecord) -> bool:
    """True where one person decides and tells, on an incident on which these are two people."""
    commander, lead = record.roles.incident_commander, record.roles.communications_lead
    worst = record.level is not None and record.level <= _LOWEST
    return bool(worst and commander.strip() and _plain(commander) == _plain(lead))


def _plain(person: str) -> str:
    return " ".join(person.removeprefix("@").casefold().split())
