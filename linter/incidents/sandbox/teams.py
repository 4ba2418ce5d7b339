"""A workflow of Microsoft Teams that posts what its webhook gets into a channel.

The address is that of a request trigger: whoever knows its signature may post. It answers 202 with nothing.
"""

from __future__ import annotations

from typing import Any

from linter.incidents.sandbox.vendor import Reply, Request

WEBHOOK = "/workflows/sandbox/triggers/manual/paths/invoke?api-version=2016-06-01&sig=sandbox"


class TeamsStandIn:
    """A channel; `cards` are those that were posted."""

    name = "teams"
    prefix = ""

    def __init__(self) -> None:
        self.cards: list[dict[str, Any]] = []

    def operation(self, request: Request) -> str:
        """The one address there is."""
        posts = request.method == "POST" and request.path == "workflows/sandbox/triggers/manual/paths/invoke"
        return "post" if posts else ""

    def refusal(self, operation: str, message: str) -> Reply:
        """A card that cannot be shown."""
        return Reply(400, {"error": {"code": "TriggerInputSchemaMismatch", "message": message}})

    def answer(self, operation: str, request: Request) -> Reply:
        """Post the card."""
        self.cards.append(request.values["attachments"][0]["content"])
        return Reply(202, "")
