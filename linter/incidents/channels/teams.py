"""Updates in a channel of Microsoft Teams, through the webhook of a workflow ("Send webhook alerts to a channel").

The body is a message with one Adaptive Card (https://adaptivecards.io/explorer, version 1.4). The texts stand in runs,
which know no markup, and a mention needs an entity of its own: nothing in a message can call anybody or be a link.
A workflow cannot be asked what it has posted: an update whose fate is unknown is sent again.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from linter.incident_keys import LOOPBACK
from linter.incidents.channel_settings import Teams
from linter.incidents.http import Deadline, Service, ServiceError
from linter.incidents.steps import Outcome
from linter.incidents.update import OutgoingUpdate

_COLOURS = {"resolved": "good", "post-mortem": "good", "monitoring": "accent", "identified": "warning"}


class TeamsChannel:
    """A workflow's webhook."""

    name = "teams"
    can_find = False
    problem = ""

    def __init__(self, settings: Teams, deadline: Deadline) -> None:
        self._settings = settings
        self._deadline = deadline
        self._workflow: tuple[Service, str, dict[str, str]] | None = None

    def payload(self, update: OutgoingUpdate) -> Any:
        """The message with its card."""
        colour = _COLOURS.get(update.status, "attention")
        body: list[dict[str, Any]] = [
            _block(update.headline, weight="bolder", size="medium"),
            _block(update.status_in_words, weight="bolder", color=colour),
        ]
        for part in update.parts:
            style = {"weight": "bolder"} if part.is_heading else {}
            body += [_block(line, **style) for line in part.text.split("\n")]
        body.append(
            {"type": "FactSet", "facts": [{"title": name, "value": _bare(value)} for name, value in update.facts]}
        )
        content = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "msteams": {"width": "Full"},
            "body": body,
        }
        card = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": content}
        return {"type": "message", "attachments": [card]}

    def send(self, update: OutgoingUpdate) -> Outcome:
        """Post the card. Raises ServiceError."""
        if self._workflow is None:
            self._workflow = self._addressed(self._settings.url.read(max(self._deadline.left(), 0.1)))
        service, path, query = self._workflow
        answer = service.call("POST", path, body=self.payload(update), query=query)
        if answer.status >= 300:
            raise service.error(f"{answer.status}: {answer.text}")
        return Outcome(id=update.id)

    def find(self, update: OutgoingUpdate) -> Outcome | None:
        """Never anything: a workflow does not tell."""
        return None

    def _addressed(self, address: str) -> tuple[Service, str, dict[str, str]]:
        """The service, the path and the query of an address. Raises ServiceError, which does not repeat it."""
        try:
            url = urlsplit(address)
            query = dict(parse_qsl(url.query))
        except ValueError:
            raise ServiceError("teams: the address of its workflow is none") from None
        if url.scheme != "https" and url.hostname not in LOOPBACK:
            raise ServiceError("teams: the address of its workflow does not begin with https://")
        secret = query.get("sig") or url.path.strip("/")
        if not secret:
            raise ServiceError("teams: the address of its workflow is not whole: copy it again")
        place = f"{url.scheme}://{url.netloc}"
        return Service("teams", place, lambda _: secret, self._deadline, lambda _: {}), url.path, query


def _block(text: str, **style: str) -> dict[str, Any]:
    run = {"type": "TextRun", "text": text, **style}
    return {"type": "RichTextBlock", "inlines": [run]}


def _bare(text: str) -> str:
    """A fact's value: unlike a run it knows Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in text)
