"""Statuspage's API: incidents of a page, and the updates posted to them.

Answers follow https://developer.statuspage.io: what is wrong is said in `error`.
"""

from __future__ import annotations

import re
from typing import Any

from linter.incidents.sandbox.vendor import Reply, Request

_INCIDENTS = re.compile(r"v1/pages/[a-z0-9]+/incidents(?:\.json)?", re.ASCII)
_INCIDENT = re.compile(r"v1/pages/[a-z0-9]+/incidents/([a-z0-9]+)(?:\.json)?", re.ASCII)


class StatuspageStandIn:
    """A status page."""

    name = "statuspage"
    prefix = ""

    def __init__(self) -> None:
        self.incidents: list[dict[str, Any]] = []

    def operation(self, request: Request) -> str:
        """`create`, `update`, `list` or `show`."""
        if _INCIDENTS.fullmatch(request.path):
            return {"POST": "create", "GET": "list"}.get(request.method, "")
        if _INCIDENT.fullmatch(request.path):
            return {"PATCH": "update", "PUT": "update", "GET": "show"}.get(request.method, "")
        return ""

    def refusal(self, operation: str, message: str) -> Reply:
        """A request that cannot be processed."""
        return Reply(422, {"error": [message]})

    def answer(self, operation: str, request: Request) -> Reply:
        """Do what is asked for."""
        if not request.authorization.startswith("OAuth "):
            return Reply(401, {"error": "Could not authenticate"})
        if operation == "list":
            return Reply(200, list(reversed(self.incidents)))
        if operation == "create":
            fields = request.values["incident"]
            incident = {**fields, "id": f"sandbox{len(self.incidents) + 1:05}", "incident_updates": []}
            incident["shortlink"] = f"https://stspg.example/{incident['id']}"
            self.incidents.append(incident)
            return Reply(201, _with_update(incident, fields))
        match = _INCIDENT.fullmatch(request.path)
        found = next((incident for incident in self.incidents if match and incident["id"] == match[1]), None)
        if found is None:
            return Reply(404, {"error": "Not found"})
        if operation == "show":
            return Reply(200, found)
        found.update(request.values["incident"])
        return Reply(200, _with_update(found, request.values["incident"]))


def _with_update(incident: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """The incident with a further update, newest first."""
    if "body" in fields:
        update = {"id": f"update{len(incident['incident_updates']) + 1:05}", "body": fields["body"]}
        incident["incident_updates"].insert(0, {**update, "status": incident.get("status", "investigating")})
    return incident
