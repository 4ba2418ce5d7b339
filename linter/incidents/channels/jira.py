"""Jira Cloud: one ticket for the incident, found again by its label.

REST API version 3 over our own adapter: the `jira` client (3.10.5, measured) sends a POST a second time after one reset
connection, which is a second ticket; Jira knows no key that would make one of the two.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from linter.incidents.http import Answer, Deadline, Service, ServiceError
from linter.incidents.settings import Jira
from linter.incidents.steps import Action, Done, Outcome, made_by
from linter.model.incident import IncidentRecord

_LONGEST_SUMMARY = 255
_LOOK_UPS = 3


def jira_service(settings: Jira, deadline: Deadline) -> Service:
    """A site of Jira Cloud with a user's API token."""

    def headers(token: str) -> Mapping[str, str]:
        pair = base64.b64encode(f"{settings.user}:{token}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}

    return Service("Jira", settings.url, settings.token.read, deadline, headers)


def ticket_action(settings: Jira, record: IncidentRecord, service: Service) -> Action:
    """The ticket."""
    return Action(
        "ticket",
        label_of(record),
        lambda _: _create(settings, record, service),
        lambda _: _find(settings, record, service),
    )


def link_action(record: IncidentRecord, service: Service) -> Action:
    """The channel's address on the ticket. Keyed: Jira updates the remote link of a `globalId` that it knows."""
    key = f"{label_of(record)}:channel"
    return Action("ticket link", key, lambda done: _link(record, service, done, key), needs=("channel", "ticket"))


def label_of(record: IncidentRecord) -> str:
    """The label that marks the incident's ticket: one that was tried stays, also where the record's id is changed."""
    if key := record.key_of("ticket"):
        return key
    id = record.id.lower()
    return id if id.startswith("inc-") else f"inc-{id}"


def _create(settings: Jira, record: IncidentRecord, service: Service) -> Outcome:
    fields = {
        "project": {"key": settings.project},
        "issuetype": {"name": settings.issue_type},
        "summary": f"{record.id}: {record.title}"[:_LONGEST_SUMMARY],
        "labels": [label_of(record)],
        "description": _description(record),
    }
    answer = service.call("POST", "rest/api/3/issue", body={"fields": fields})
    if answer.status != 201 or not answer.get("key"):
        raise _error(service, answer)
    return _outcome(settings, answer.get("key"))


def _find(settings: Jira, record: IncidentRecord, service: Service) -> Outcome | None:
    """The oldest ticket with the label. Jira's index is some moments behind: a new ticket may not be found at once."""
    project, label = json.dumps(settings.project), json.dumps(label_of(record))
    jql = f"project = {project} AND labels = {label} ORDER BY created ASC"
    query = {"jql": jql, "fields": "summary", "maxResults": "1"}
    for number in range(_LOOK_UPS):
        if number:
            service.pause()
        answer = service.call("GET", "rest/api/3/search/jql", query=query)
        issues = answer.data.get("issues") if isinstance(answer.data, dict) else None
        if answer.status != 200 or not isinstance(issues, list):
            raise _error(service, answer)
        if issues and isinstance(issues[0], dict) and issues[0].get("key"):
            return _outcome(settings, str(issues[0]["key"]))
    return None


def _outcome(settings: Jira, key: str) -> Outcome:
    return Outcome(key, f"{settings.url.rstrip('/')}/browse/{key}")


def _link(record: IncidentRecord, service: Service, done: Done, key: str) -> Outcome:
    link = {"url": made_by(done, "channel").url, "title": f"Channel of {record.id}"}
    body = {"globalId": key, "relationship": "discussed in", "object": link}
    ticket = quote(made_by(done, "ticket").id, safe="")
    answer = service.call("POST", f"rest/api/3/issue/{ticket}/remotelink", body=body, keyed=True)
    if answer.status not in (200, 201) or not answer.get("id"):
        raise _error(service, answer)
    return Outcome(answer.get("id"))


def _error(service: Service, answer: Answer) -> ServiceError:
    """What Jira says, field by field."""
    if answer.status == 401:
        return service.error("it does not accept the user and token (401)")
    data = answer.data if isinstance(answer.data, dict) else {}
    general, fields = data.get("errorMessages"), data.get("errors")
    said = [str(message) for message in general] if isinstance(general, list) else []
    said += [f"{field}: {message}" for field, message in fields.items()] if isinstance(fields, dict) else []
    if said:
        return service.error(f"{'; '.join(said)} ({answer.status})")
    return service.error(f"its answer ({answer.status}) is none of Jira's", sent=answer.status < 300)


def _description(record: IncidentRecord) -> dict[str, Any]:
    """The description in the Atlassian Document Format (`@atlaskit/adf-schema`): it holds text, never markup."""
    roles = record.roles
    lines = [
        record.title,
        f"Severity: {record.severity}",
        f"Service: {', '.join(record.services)}" if record.services else "",
        f"Incident Commander: {roles.incident_commander}" if roles.incident_commander else "",
        f"Communications Lead: {roles.communications_lead}" if roles.communications_lead else "",
        f"Record: {record.path}",
    ]
    paragraphs = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines if line]
    return {"type": "doc", "version": 1, "content": paragraphs}
