"""Jira: one ticket for the incident, found again by its label.

Jira Cloud by its REST API version 3, Jira Data Center by version 2: there, descriptions are wiki markup, and the search
has another address (https://developer.atlassian.com/server/jira/platform/rest). Both over our own adapter: the `jira`
client (3.10.5, measured) sends a POST a second time after one reset connection, which is a second ticket; Jira knows no
key that would make one of the two.
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
    """A site of Jira Cloud with a user's API token, or Jira Data Center with a personal access token."""

    def headers(token: str) -> Mapping[str, str]:
        if not settings.is_cloud:
            return {"Authorization": f"Bearer {token}"}
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


def link_action(settings: Jira, record: IncidentRecord, service: Service) -> Action:
    """The channel's address on the ticket. Keyed: Jira updates the remote link of a `globalId` that it knows."""
    key = f"{label_of(record)}:channel"
    return Action(
        "ticket link", key, lambda done: _link(settings, record, service, done, key), needs=("channel", "ticket")
    )


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
        "description": _document(record) if settings.is_cloud else _wiki_markup(record),
    }
    answer = service.call("POST", f"{_api(settings)}/issue", body={"fields": fields})
    if answer.status == 404 and settings.is_cloud:
        raise service.error("it has no REST API version 3 (404): for Jira Data Center leave out `user`")
    if answer.status != 201 or not answer.get("key"):
        raise _error(settings, service, answer)
    return _outcome(settings, answer.get("key"))


def _find(settings: Jira, record: IncidentRecord, service: Service) -> Outcome | None:
    """The oldest ticket with the label. Jira's index is some moments behind: a new ticket may not be found at once."""
    project, label = json.dumps(settings.project), json.dumps(label_of(record))
    jql = f"project = {project} AND labels = {label} ORDER BY created ASC"
    query = {"jql": jql, "fields": "summary", "maxResults": "1"}
    search = "search/jql" if settings.is_cloud else "search"
    for number in range(_LOOK_UPS):
        if number:
            service.pause()
        answer = service.call("GET", f"{_api(settings)}/{search}", query=query)
        issues = answer.data.get("issues") if isinstance(answer.data, dict) else None
        if answer.status != 200 or not isinstance(issues, list):
            raise _error(settings, service, answer)
        if issues and isinstance(issues[0], dict) and issues[0].get("key"):
            return _outcome(settings, str(issues[0]["key"]))
    return None


def _api(settings: Jira) -> str:
    return f"rest/api/{3 if settings.is_cloud else 2}"


def _outcome(settings: Jira, key: str) -> Outcome:
    return Outcome(key, f"{settings.url.rstrip('/')}/browse/{key}")


def _link(settings: Jira, record: IncidentRecord, service: Service, done: Done, key: str) -> Outcome:
    link = {"url": made_by(done, "channel").url, "title": f"Channel of {record.id}"}
    body = {"globalId": key, "relationship": "discussed in", "object": link}
    ticket = quote(made_by(done, "ticket").id, safe="")
    answer = service.call("POST", f"{_api(settings)}/issue/{ticket}/remotelink", body=body, keyed=True)
    if answer.status not in (200, 201) or not answer.get("id"):
        raise _error(settings, service, answer)
    return Outcome(answer.get("id"))


def _error(settings: Jira, service: Service, answer: Answer) -> ServiceError:
    """What Jira says, field by field."""
    if answer.status == 401:
        whose = "the user and token" if settings.is_cloud else "the personal access token"
        return service.error(f"it does not accept {whose} (401)")
    data = answer.data if isinstance(answer.data, dict) else {}
    general, fields = data.get("errorMessages"), data.get("errors")
    said = [str(message) for message in general] if isinstance(general, list) else []
    said += [f"{field}: {message}" for field, message in fields.items()] if isinstance(fields, dict) else []
    if said:
        return service.error(f"{'; '.join(said)} ({answer.status})")
    return service.error(f"its answer ({answer.status}) is none of Jira's", sent=answer.status < 300)


def _document(record: IncidentRecord) -> dict[str, Any]:
    """The description in the Atlassian Document Format (`@atlaskit/adf-schema`): it holds text, never markup."""
    lines = _description(record)
    paragraphs = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines]
    return {"type": "doc", "version": 1, "content": paragraphs}


def _wiki_markup(record: IncidentRecord) -> str:
    """The same in the markup of Jira Data Center, between marks that let none of it be markup."""
    text = "\n".join(_description(record)).replace("{noformat", "{ noformat")
    return f"{{noformat}}\n{text}\n{{noformat}}"


def _description(record: IncidentRecord) -> list[str]:
    roles = record.roles
    lines = [
        record.title,
        f"Severity: {record.severity}",
        f"Service: {', '.join(record.services)}" if record.services else "",
        f"Incident Commander: {roles.incident_commander}" if roles.incident_commander else "",
        f"Communications Lead: {roles.communications_lead}" if roles.communications_lead else "",
        f"Record: {record.path}",
    ]
    return [line for line in lines if line]
