"""Incidents as incident.io's API v2 gives them: `GET /v2/incidents`, and `GET /v2/incident_updates` beside it.

Shapes: https://docs.incident.io/api-reference (incidents-v2, incident-updates-v2). A file holds `{"incident": …}` or
`{"incidents": […]}`; `incident_updates` stand beside the incidents, or in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from linter.incidents.exports.imported import ImportedIncident, time_at
from linter.incidents.json_values import items_at, text_at

_CATEGORIES = {
    "triage": "investigating",
    "live": "investigating",
    "active": "investigating",
    "paused": "investigating",
    "learning": "post-mortem",
    "post-incident": "post-mortem",
    "closed": "resolved",
}
_NO_INCIDENT = ("declined", "merged", "canceled")
_STATUSES = {"identified": "identified", "fixing": "identified", "monitoring": "monitoring"}
# The names of timestamps are the organisation's own; these are incident.io's and those near to them.
_TIMES = {
    "started": ("impact start", "started"),
    "detected": ("detected", "reported", "declared"),
    "acknowledged": ("accepted", "acknowledged"),
    "mitigated": ("mitigated", "fixed", "impact end", "stabilised", "stabilized"),
    "resolved": ("resolved", "closed"),
}
_ROLES = (
    ("communications_lead", ("communication", "comms")),
    ("scribe", ("scribe", "note taker")),
    ("technical_leads", ("technical", "tech lead", "engineer")),
    ("incident_commander", ("commander", "incident lead", "incident manager", "lead")),
)


def is_incident_io(value: Mapping[str, Any]) -> bool:
    """True for an incident of incident.io."""
    return "incident_status" in value and "reference" in value


def is_no_incident(value: Mapping[str, Any]) -> bool:
    """True for what was declined, merged into another or called off."""
    return text_at(value, "incident_status", "category") in _NO_INCIDENT


def read_incident_io(value: Mapping[str, Any], beside: Mapping[str, Any]) -> ImportedIncident:
    """The incident, with its updates from beside it."""
    id = text_at(value, "id")
    told = [update for update in items_at(beside, "incident_updates") if text_at(update, "incident_id") == id]
    times = _times(value)
    notes = []
    if times["detected"] is None:
        times["detected"] = time_at(text_at(value, "created_at"))
        notes.append("detected is when it was created")
    if times["started"] is None:
        times["started"] = times["detected"]
        notes.append(
            "started is when it was detected: `runbook-linter incident start` writes down what you know better"
        )
    channel = text_at(value, "slack_channel_name")
    return ImportedIncident(
        platform="incident.io",
        id=text_at(value, "reference") or id,
        title=text_at(value, "name"),
        severity=text_at(value, "severity", "name"),
        status=_status(value.get("incident_status")),
        services=(),
        roles=_roles(value),
        times=times,
        links={
            "channel": f"#{channel}" if channel else "",
            "ticket": text_at(value, "external_issue_reference", "issue_permalink"),
            "page": text_at(value, "permalink"),
        },
        updates=tuple(_updates([*items_at(value, "incident_updates"), *told])),
        notes=tuple(notes),
    )


def _status(value: Any) -> str:
    name = text_at(value, "name").casefold()
    category = text_at(value, "category")
    return _STATUSES.get(name) or _CATEGORIES.get(category, "investigating")


def _times(value: Mapping[str, Any]) -> dict[str, datetime | None]:
    named = {
        text_at(entry, "incident_timestamp", "name").casefold(): time_at(text_at(entry, "value", "value"))
        for entry in items_at(value, "incident_timestamp_values")
    }
    found: dict[str, datetime | None] = {}
    for name, words in _TIMES.items():
        times = [time for word in words for known, time in named.items() if word in known and time]
        found[name] = times[0] if times else None
    return found


def _roles(value: Mapping[str, Any]) -> dict[str, Any]:
    roles: dict[str, Any] = {}
    for entry in items_at(value, "incident_role_assignments"):
        person, role = text_at(entry, "assignee", "name"), text_at(entry, "role", "name").casefold()
        if not person:
            continue
        if text_at(entry, "role", "role_type") == "lead":
            roles["incident_commander"] = person
            continue
        key = next((key for key, words in _ROLES if any(word in role for word in words)), "")
        if key == "technical_leads":
            roles.setdefault(key, []).append(person)
        elif key:
            roles.setdefault(key, person)
    return roles


def _updates(told: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for update in sorted(told, key=lambda update: text_at(update, "created_at")):
        time, message = time_at(text_at(update, "created_at")), text_at(update, "message")
        if time and message:
            status = _status(update.get("new_incident_status")) if "new_incident_status" in update else ""
            yield {"time": time, **({"status": status} if status else {}), "message": message}
