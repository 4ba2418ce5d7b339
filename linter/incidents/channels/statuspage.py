"""Updates on Atlassian Statuspage: one incident there for each of ours, its updates below it.

Its API takes one request a second (https://developer.statuspage.io). Our id stands in the incident's `metadata`, by
which it is found again; an update is known by its text, among those that no other update of the record has made.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote, urlsplit

from linter.incident_keys import LOOPBACK
from linter.incidents.channel_settings import Statuspage
from linter.incidents.http import Answer, Deadline, Service
from linter.incidents.json_values import items_at, text_at
from linter.incidents.steps import Outcome
from linter.incidents.update import OutgoingUpdate, lines_of

_SECONDS_BETWEEN = 1.0
# Ours on the left; a post-mortem is published there in another way.
_STATUSES = {"post-mortem": "resolved"}
_METADATA = "runbook-linter"
_PAGES = 3
_LONGEST_NAME = 255


class StatuspageChannel:
    """A page."""

    name = "statuspage"
    can_find = True
    problem = ""

    def __init__(self, settings: Statuspage, deadline: Deadline) -> None:
        self._path = f"v1/pages/{quote(settings.page, safe='')}/incidents"
        self._service = Service(
            *("statuspage", settings.url, settings.token.read, deadline),
            lambda token: {"Authorization": f"OAuth {token}"},
        )
        self._pause = 0.0 if urlsplit(settings.url).hostname in LOOPBACK else _SECONDS_BETWEEN
        self._last: float | None = None

    def payload(self, update: OutgoingUpdate) -> Any:
        """The body of the request: the first update makes the incident, later ones change it."""
        fields = {"status": _STATUSES.get(update.status, update.status), "body": _body(update)}
        if self._incident_of(update):
            return {"incident": fields}
        metadata = {_METADATA: {"incident": update.incident}}
        return {"incident": {"name": _bare(update.title)[:_LONGEST_NAME], **fields, "metadata": metadata}}

    def send(self, update: OutgoingUpdate) -> Outcome:
        """Make the incident, or add to it. Raises ServiceError."""
        incident = self._incident_of(update)
        method, path = ("PATCH", f"{self._path}/{incident}") if incident else ("POST", self._path)
        made = self._call(method, path, self.payload(update)).data
        updates = items_at(made, "incident_updates")
        found = self._update_in(made, update) or _outcome(made, updates[0] if updates else {})
        if not found.id:
            raise self._service.error("its answer names no incident", sent=True)
        return found

    def find(self, update: OutgoingUpdate) -> Outcome | None:
        """The update that an earlier try has made there. Raises ServiceError."""
        incident = self._incident_of(update)
        found = self._call("GET", f"{self._path}/{incident}").data if incident else self._ours(update)
        return self._update_in(found, update)

    def _update_in(self, incident: Any, update: OutgoingUpdate) -> Outcome | None:
        """This update among those of an incident there: it has its text, and no other of the record made it."""
        known = {id for earlier in update.earlier for id in earlier.channels.get(self.name, ())}
        for there in items_at(incident, "incident_updates"):
            if text_at(there, "id") not in known and there.get("body") == _body(update):
                return _outcome(incident, there)
        return None

    def _incident_of(self, update: OutgoingUpdate) -> str:
        """The id of the incident there, which earlier updates of the record have."""
        ids = (earlier.channels.get(self.name, ()) for earlier in update.earlier)
        # Whoever may write the record must not reach another address of the service by it.
        return quote(next((found[0] for found in ids if found and found[0]), ""), safe="")

    def _ours(self, update: OutgoingUpdate) -> Any:
        """The incident there that says that it is ours, None where none does."""
        for page in range(1, _PAGES + 1):
            found = self._call("GET", self._path, query={"limit": "100", "page": str(page)}).data
            for incident in items_at({"all": found}, "all"):
                if text_at(incident, "metadata", _METADATA, "incident") == update.incident:
                    return incident
            if not isinstance(found, list) or len(found) < 100:
                return None
        return None

    def _call(self, method: str, path: str, body: Any = None, query: dict[str, str] | None = None) -> Answer:
        if self._last is not None:
            time.sleep(max(self._last + self._pause - time.monotonic(), 0.0))
        try:
            answer = self._service.call(method, path, body=body, query=query)
        finally:
            self._last = time.monotonic()
        if answer.status >= 400 or not isinstance(answer.data, (dict, list)):
            said = answer.data.get("error") if isinstance(answer.data, dict) else None
            raise self._service.error(f"{answer.status}: {said or answer.text}", sent=answer.status < 400)
        return answer


def _body(update: OutgoingUpdate) -> str:
    """The text of the update; Statuspage says the status beside it."""
    facts = [f"{name}: {value}" for name, value in update.facts if name == "Next update"]
    return _bare("\n\n".join([lines_of(update.parts), *facts]))


def _bare(text: str) -> str:
    """Text that is no markup: what customers read there may hold HTML, and an entity would be shown in an e-mail."""
    return text.replace("<", "‹").replace(">", "›")


def _outcome(incident: Any, made: dict[str, Any]) -> Outcome:
    return Outcome(f"{text_at(incident, 'id')} {text_at(made, 'id')}".strip(), text_at(incident, "shortlink"))
