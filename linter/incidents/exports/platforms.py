"""Exports of other incident platforms: which one a file is of, and the incidents in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from linter.incidents.exports.imported import ImportedIncident
from linter.incidents.exports.incident_io import is_incident_io, is_no_incident, read_incident_io
from linter.incidents.exports.json_file import ExportError, read_json
from linter.incidents.exports.pagerduty import is_pagerduty, read_pagerduty
from linter.incidents.json_values import items_at


def read_platform_export(path: Path) -> list[ImportedIncident]:
    """The incidents in a file. Raises ExportError where it holds none that is known."""
    value = read_json(path)
    beside = value if isinstance(value, dict) else {}
    found = list(_incidents(value, beside))
    if not found:
        raise ExportError(f"{path}: no incident as PagerDuty's or incident.io's API gives it")
    return found


def _incidents(value: Any, beside: dict[str, Any]) -> Iterator[ImportedIncident]:
    listed = items_at({"all": value}, "all") or items_at(value, "incidents")
    candidates = listed or [item for item in (beside.get("incident"), beside) if isinstance(item, dict)]
    for candidate in candidates:
        if is_pagerduty(candidate):
            # Log entries do not say which incident they are of.
            yield read_pagerduty(candidate, {} if len(listed) > 1 or candidate is beside else beside)
        elif is_incident_io(candidate) and not is_no_incident(candidate):
            yield read_incident_io(candidate, beside)
