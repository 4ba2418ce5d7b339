"""Updates on Atlassian Statuspage: one incident there for each of ours, its updates below it.

Its API takes one request a second (https://developer.statuspage.io). Our id stands in the incident's `metadata`, by
which it is found again; an update is known by its text, among those that no other update of the record has made.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from linter.incidents.channel_settings import Statuspage
from linter.incidents.http import Answer, Deadline, Service
from linter.incidents.steps import Outcome
from linter.incidents.update import OutgoingUpdate, lines_of

_SECONDS_BETWEEN = 1.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
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
        self._path = f"v1/pages/{settings.page}/incidents"
        self._service = Service(
            *("statuspage", settings.url, settings.token.read, deadline),
            lambda token: {"Authorization": f"OAuth {token}"},
        )
        self._pause = 0.0 if urlsplit(settings.url).hostname in _LOOPBACK else _SECONDS_BETWEEN
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
        return self._update_in(made, update) or _outcome(made, (made.get("incident_updates") or [{}])[0])

    def find(self, update: OutgoingUpdate) -> Outcome | None:
        """The update that an earlier try has made there. Raises ServiceError."""
        incident = self._incident_of(update)
        found = self._call("GET", f"{self._path}/{incident}").data if incident else self._ours(update)
        return self._update_in(found, update) if isinstance(found, dict) else None

    def _update_in(self, incident: dict[str, Any], update: OutgoingUpdate) -> Outcome | None:
        """This update among those of an incident there: it has its text, and no other of the record made it."""
        known = {id for earlier in update.earlier for id in earlier.channels.get(self.name, ())}
        for there in incident.get("incident_updates") or []:
            if there.get("id") not in known and there.get("body") == _body(update):
                return _outcome(incident, there)
        return None

    def _incident_of(self, update: OutgoingUpdate) -> str:
        """The id of the incident there, which earlier updates of the record have."""
        ids = (earlier.channels.get(self.name, ()) for earlier in update.earlier)
        return next((found[0] for found in ids if found and found[0]), "")

    def _ours(self, update: OutgoingUpdate) -> Any:
        """The incident there that says that it is ours, None where none does."""
        for page in range(1, _PAGES + 1):
            found = self._call("GET", self._path, query={"limit": "100", "page": str(page)}).data
            for incident in found if isinstance(found, list) else []:
                ours = (incident.get("metadata") or {}).get(_METADATA) or {}
                if ours.get("incident") == update.incident:
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


def _outcome(incident: dict[str, Any], made: dict[str, Any]) -> Outcome:
    id = f"{incident.get('id', '')} {made.get('id', '')}".strip()
    return Outcome(id=id, url=str(incident.get("shortlink") or ""))
