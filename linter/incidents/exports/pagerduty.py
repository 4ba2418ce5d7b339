"""Incidents as PagerDuty's REST API v2 gives them: `GET /incidents/{id}`, and its log entries and notes beside it.

Shapes: https://developer.pagerduty.com/api-reference (incidents, log entries, notes). A file holds `{"incident": …}` or
`{"incidents": […]}`; `log_entries` and `notes` stand beside the incident or in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from linter.incidents.exports.imported import ImportedIncident, time_at
from linter.incidents.json_values import items_at, text_at

_STATUSES = {"triggered": "investigating", "acknowledged": "investigating", "resolved": "resolved"}
_ACKNOWLEDGED, _RESOLVED = "acknowledge_log_entry", "resolve_log_entry"


def is_pagerduty(value: Mapping[str, Any]) -> bool:
    """True for an incident of PagerDuty."""
    return "incident_number" in value or (value.get("type") == "incident" and text_at(value, "status") in _STATUSES)


def read_pagerduty(value: Mapping[str, Any], beside: Mapping[str, Any]) -> ImportedIncident:
    """The incident, with what stands beside it in the file."""
    entries = [*items_at(value, "log_entries"), *items_at(beside, "log_entries")]
    notes = [*items_at(value, "notes"), *items_at(beside, "notes")]
    created = time_at(text_at(value, "created_at"))
    status = _STATUSES.get(text_at(value, "status"), "investigating")
    resolved = time_at(text_at(value, "resolved_at")) or _first(entries, _RESOLVED)
    if resolved is None and status == "resolved":
        resolved = time_at(text_at(value, "last_status_change_at"))
    acknowledged = [time_at(text_at(known, "at")) for known in items_at(value, "acknowledgements")]
    acknowledged.append(_first(entries, _ACKNOWLEDGED))
    number = text_at(value, "incident_number")
    people = [text_at(known, "assignee", "summary") for known in items_at(value, "assignments")]
    return ImportedIncident(
        platform="PagerDuty",
        id=f"PD-{number}" if number else text_at(value, "id"),
        title=text_at(value, "title") or text_at(value, "summary"),
        severity=text_at(value, "priority", "summary"),
        status=status,
        services=tuple(filter(None, [text_at(value, "service", "summary")])),
        roles={"technical_leads": list(dict.fromkeys(filter(None, people)))},
        times={
            "started": created,
            "detected": created,
            "acknowledged": min((time for time in acknowledged if time), default=None),
            "resolved": resolved,
        },
        links={"page": text_at(value, "html_url")},
        events=tuple(sorted(_events(entries, notes), key=lambda event: str(event["time"]))),
        notes=(
            "started is when PagerDuty opened it: `runbook-linter incident start` writes down what you know better",
        ),
    )


def _first(entries: list[dict[str, Any]], type: str) -> datetime | None:
    times = (time_at(text_at(entry, "created_at")) for entry in entries if text_at(entry, "type").startswith(type))
    return min((time for time in times if time), default=None)


def _events(entries: list[dict[str, Any]], notes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        text = text_at(entry, "channel", "summary") or text_at(entry, "summary")
        yield from _event(entry, text, text_at(entry, "agent", "summary"))
    for note in notes:
        yield from _event(note, text_at(note, "content"), text_at(note, "user", "summary"))


def _event(source: dict[str, Any], text: str, by: str) -> Iterator[dict[str, Any]]:
    time = time_at(text_at(source, "created_at"))
    if time and text:
        yield {"time": time, "text": text, **({"by": by} if by else {})}
