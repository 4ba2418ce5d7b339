"""An incident as another platform tells it, and the record that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from linter.model.severity_scheme import severity_level
from linter.parsing.record_times import read_time

TIMES = ("started", "detected", "acknowledged", "mitigated", "resolved")


class ImportedIncident(NamedTuple):
    """What an export says. `severity` is the platform's own word; times are in UTC, None where it does not say.

    `notes` are what was reckoned rather than read.
    """

    platform: str
    id: str
    title: str
    severity: str
    status: str
    services: tuple[str, ...]
    roles: Mapping[str, Any]
    times: Mapping[str, datetime | None]
    links: Mapping[str, str]
    updates: tuple[Mapping[str, Any], ...] = ()
    events: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()


def record_values(incident: ImportedIncident, id: str, severities: Mapping[str, str]) -> dict[str, Any]:
    """The values of the record. `severities` translate the platform's words, `*` any. Raises ValueError."""
    severity = severities.get(incident.severity.casefold()) or severities.get("*") or incident.severity
    level = severity_level(severity)
    if level is None:
        named = f"`{incident.severity}` is none of ours" if incident.severity else "it says none"
        example = f'--severity "{incident.severity}=P1"' if incident.severity else "--severity P1"
        raise ValueError(f"{incident.id}: what severity is that? {named}: {example}")
    times = {name: incident.times.get(name) for name in TIMES}
    values: dict[str, Any] = {
        "id": id,
        "title": incident.title or incident.id,
        "severity": f"P{level}",
        "status": incident.status,
        "service": incident.services[0] if len(incident.services) == 1 else list(incident.services),
        "roles": {name: person for name, person in incident.roles.items() if person},
        "times": {name: time for name, time in times.items() if time},
        "links": {name: link for name, link in incident.links.items() if link},
        "updates": list(incident.updates),
        "events": list(incident.events),
        "x-imported": {"from": incident.platform, "id": incident.id},
    }
    return {name: value for name, value in values.items() if value not in ([], {}, "")}


def time_at(text: str) -> datetime | None:
    """A time as exports write it."""
    return read_time(text)
