"""Declaring an incident: its id, its first record, and the steps that its severity asks for."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from linter.incidents.channels.jira import jira_service, link_action, ticket_action
from linter.incidents.channels.pagerduty import page_action, page_links_action, pagerduty_service
from linter.incidents.channels.slack import slack_service
from linter.incidents.channels.slack_channel import bookmark_action, channel_actions
from linter.incidents.http import Deadline
from linter.incidents.record_file import changing
from linter.incidents.settings import Settings
from linter.incidents.steps import Action
from linter.model.incident import IncidentRecord

PARTS = {"page": "PagerDuty", "channel": "Slack", "ticket": "Jira"}
"""What is done beside the record, in this order, and where."""

_NUMBERS = 1_000_000
_PAGED = 2
"""The last severity at which somebody is woken and needs a channel; below it a ticket is enough."""
_TOO_LOW = "wakes nobody: its ticket is enough"
_OVER = "the incident is over"


class Declaration(NamedTuple):
    """What somebody says who declares an incident. `level` is 0 to 4; names are empty where nobody is named."""

    level: int
    summary: str
    time: datetime
    services: tuple[str, ...] = ()
    commander: str = ""
    communications_lead: str = ""


class Plan(NamedTuple):
    """What is to be done, in order; which parts are left out, with the reason; which lack a service.

    `given_up` are those of the last that an earlier run has tried: their service was taken out of the configuration.
    """

    actions: tuple[Action, ...]
    left_out: Mapping[str, str]
    unconfigured: tuple[str, ...]
    given_up: tuple[str, ...]


def new_id(day: date) -> str:
    """An id such as INC-20261127-483920.

    The number is drawn, not counted: two people on two clones, paged by one alert and perhaps without a network, would
    count to the same one. Among ten incidents of one day, two draw the same in one of twenty thousand days.
    """
    return f"INC-{day:%Y%m%d}-{secrets.randbelow(_NUMBERS):06}"


def first_values(id: str, said: Declaration) -> dict[str, Any]:
    """What the record begins with. When it started is for somebody to find out; it was detected by now."""
    time = f"{said.time:%Y-%m-%dT%H:%M:%SZ}"
    roles = {"incident_commander": said.commander or None, "communications_lead": said.communications_lead or None}
    return {
        "id": id,
        "title": said.summary,
        "severity": f"P{said.level}",
        "status": "investigating",
        **({"service": said.services[0] if len(said.services) == 1 else list(said.services)} if said.services else {}),
        "roles": roles,
        "times": {"detected": time},
        "events": [{"time": time, "text": f"P{said.level} declared"}],
    }


def plan(record: IncidentRecord, settings: Settings, only: Collection[str], deadline: Deadline) -> Plan:
    """The steps of a record that are wanted: those in `only`, else what its severity asks for."""
    services = {"page": settings.pagerduty, "channel": settings.slack, "ticket": settings.jira}
    done = {step.name for step in record.steps if step.state == "done"}
    reasons = {part: _why_not(part, record, only) for part in PARTS if part not in done}
    left_out = {part: reason for part, reason in reasons.items() if reason}
    unconfigured = tuple(part for part, reason in reasons.items() if not reason and not services[part])
    tried = {step.name for step in record.steps if step.state in ("attempted", "failed")}
    given_up = tuple(part for part in unconfigured if part in tried)
    there = {part for part in PARTS if part not in left_out and part not in unconfigured}
    actions: list[Action] = []
    last: list[Action] = []
    if settings.pagerduty:
        pagerduty = pagerduty_service(settings.pagerduty, deadline)
        if "page" in there:
            actions.append(page_action(settings.pagerduty, record, pagerduty))
        others = tuple(part for part in ("channel", "ticket") if part in there)
        if others and "page" in there and record.is_open:
            last.append(page_links_action(settings.pagerduty, record, pagerduty, others))
    if settings.slack:
        slack = slack_service(settings.slack, deadline)
        if "channel" in there:
            actions += channel_actions(settings.slack, record, slack)
        if {"channel", "ticket"} <= there:
            last.insert(0, bookmark_action(record, slack))
    if settings.jira:
        jira = jira_service(settings.jira, deadline)
        if "ticket" in there:
            actions.append(ticket_action(settings.jira, record, jira))
        if {"channel", "ticket"} <= there:
            last.insert(1, link_action(settings.jira, record, jira))
    return Plan((*actions, *last), left_out, unconfigured, given_up)


def write_links(place: Path) -> None:
    """Put the addresses of channel and ticket into the record's `links`, unless others stand there.

    Raises RecordError.
    """
    with changing(place) as change:
        steps = {step.name: step for step in change.record.steps if step.state == "done"}
        for part in ("channel", "ticket"):
            if part in steps and steps[part].url and not change.record.links.get(part):
                change.set(("links", part), steps[part].url)


def _why_not(part: str, record: IncidentRecord, only: Collection[str]) -> str:
    """Why a part that is not done is left out; empty where it is not."""
    if only:
        return "" if part in only else f"--only {','.join(sorted(only))}"
    before = next((step for step in record.steps if step.name == part), None)
    # What was left out for its severity is wanted once that is raised.
    if before and before.state == "skipped" and not before.error.endswith((_TOO_LOW, _OVER)):
        return before.error or "it was left out before"
    if part != "ticket" and (record.level or 0) > _PAGED:
        return f"a {record.severity} {_TOO_LOW}"
    if part == "page" and not record.is_open:
        return _OVER
    return ""
