"""PagerDuty's Events API v2: one alert for each dedup_key, people paged once for it.

Answers follow PagerDuty's OpenAPI of this API, reference/events-v2/openapiv3.json in PagerDuty/api-schema.
"""

from __future__ import annotations

from typing import Any

from linter.incidents.sandbox.vendor import Reply, Request


class PagerDutyStandIn:
    """A service with one integration. `alerts` are those that are open, by dedup_key; `pages` counts who was woken."""

    name = "pagerduty"
    prefix = ""

    def __init__(self) -> None:
        self.alerts: dict[str, list[dict[str, Any]]] = {}
        self.pages = 0

    def operation(self, request: Request) -> str:
        """The one address there is."""
        return "enqueue" if (request.method, request.path) == ("POST", "v2/enqueue") else ""

    def refusal(self, operation: str, message: str) -> Reply:
        """A broken event."""
        return Reply(400, {"status": "invalid event", "message": "Event object is invalid", "errors": [message]})

    def answer(self, operation: str, request: Request) -> Reply:
        """A trigger opens an alert and pages, or is added to the alert that is open; a resolve closes it."""
        event = request.values
        key = event.get("dedup_key") or f"sandbox-{self.pages}"
        if event["event_action"] == "trigger":
            if key not in self.alerts:
                self.pages += 1
            self.alerts.setdefault(key, []).append(event)
        elif event["event_action"] == "resolve":
            self.alerts.pop(key, None)
        return Reply(202, {"status": "success", "message": "Event processed", "dedup_key": key})
