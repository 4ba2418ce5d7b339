"""What each service is asked, and how its answers are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linter.incidents.channels.jira import jira_service, ticket_action
from linter.incidents.channels.pagerduty import page_action, page_links_action, pagerduty_service
from linter.incidents.channels.slack import escaped, slack_service
from linter.incidents.channels.slack_channel import channel_actions
from linter.incidents.http import Deadline, ServiceError
from linter.incidents.rehearsal import Rehearsal, rehearsal
from linter.incidents.sandbox.faults import Fault
from linter.incidents.settings import Settings
from linter.incidents.steps import Action, Outcome, SkippedError
from linter.model.incident import IncidentRecord, Step
from linter.parsing.incident_records import read_incident_file

TEXT = """\
id: INC-12
title: "<!channel> pay & \\"go\\""
severity: P1
status: investigating
service: payments
times: {detected: 2026-11-27T06:00:00Z}
"""


def record() -> IncidentRecord:
    read = read_incident_file("incidents/INC-12.yml", TEXT).record
    assert read
    return read


@contextmanager
def services(*faults: Fault) -> Iterator[tuple[Rehearsal, Any]]:
    with rehearsal(Settings(), faults, everything=True) as rehearsed:
        yield rehearsed, rehearsed.sandbox.vendors["slack"]


def _slack(rehearsed: Rehearsal, **changes: Any) -> dict[str, Action]:
    assert rehearsed.settings.slack
    settings = rehearsed.settings.slack._replace(**changes)
    actions = channel_actions(settings, record(), slack_service(settings, Deadline(20)))
    return {action.name: action for action in actions}


@pytest.mark.parametrize(
    ("topics", "name", "channels"),
    [
        ([], "inc-12", 1),
        (["INC-12 P1: they opened it by hand"], "inc-12", 1),
        (["See INC-12."], "inc-12", 1),
        (["about something else"], "inc-12-2", 2),
        (["INC-123 P1: another one", "INC-12-b"], "inc-12-3", 3),
        (["the INC-1 of 2012", "for INC-12"], "inc-12-2", 2),
    ],
)
def test_a_channel_is_adopted_only_if_it_carries_the_id(topics: list[str], name: str, channels: int) -> None:
    with services() as (rehearsed, slack):
        for number, topic in enumerate(topics, 1):
            slack.add_channel("inc-12" if number == 1 else f"inc-12-{number}", topic=topic)
        outcome = _slack(rehearsed)["channel"].carry_out({})
        assert {channel["id"]: channel["name"] for channel in slack.channels}[outcome.id] == name
        assert len(slack.channels) == channels
        assert outcome.url == f"https://sandbox.slack.example/archives/{outcome.id}"


def test_neither_an_archived_channel_nor_a_strangers_without_a_topic_is_ours() -> None:
    with services() as (rehearsed, slack):
        slack.add_channel("inc-12", topic="INC-12", archived=True)
        slack.add_channel("inc-12-2")
        action = _slack(rehearsed)["channel"]
        assert action.look_up
        assert action.look_up({}) is None
        action.carry_out({})
        assert slack.channels[-1]["name"] == "inc-12-3"


def test_five_names_are_enough() -> None:
    with services() as (rehearsed, slack):
        for number in range(1, 6):
            slack.add_channel("inc-12" if number == 1 else f"inc-12-{number}", topic="taken")
        with pytest.raises(ServiceError, match="the names inc-12 to inc-12-5 are taken") as raised:
            _slack(rehearsed)["channel"].carry_out({})
        assert not raised.value.sent


def test_a_channel_that_a_person_made_is_joined() -> None:
    with services() as (rehearsed, slack):
        slack.add_channel("inc-12", topic="INC-12")
        actions = _slack(rehearsed)
        channel = actions["channel"].carry_out({})
        actions["announcement"].carry_out({"channel": channel})
        assert len(slack.messages) == 1


def test_the_first_message_calls_nobody() -> None:
    with services() as (rehearsed, slack):
        actions = _slack(rehearsed)
        actions["announcement"].carry_out({"channel": actions["channel"].carry_out({})})
        assert "&lt;!channel&gt; pay &amp;" in slack.messages[0]["text"]
    assert escaped("<@U1>") == "&lt;@U1&gt;"


def test_who_cannot_be_invited_keeps_nobody_out() -> None:
    with services() as (rehearsed, slack):
        actions = _slack(rehearsed, invite=("U0GONE000", "U0ANA0000"))
        channel = {"channel": actions["channel"].carry_out({})}
        assert actions["invitations"].carry_out(channel) == Outcome(note="not invited: U0GONE000 (user_not_found)")
        assert actions["invitations"].carry_out(channel).note
        assert slack.channels[0]["members"] == ["U0SANDBOX", "U0ANA0000"]
        with pytest.raises(ServiceError, match="nobody could be invited"):
            _slack(rehearsed, invite=("U0GONE000",))["invitations"].carry_out(channel)


def test_what_slack_says_is_explained() -> None:
    with services(Fault("auth.test", "refusal"), Fault("auth.test", "nonsense")) as (rehearsed, _):
        for said in ("auth.test: invalid_arguments: [ERROR] by the script", "none of Slack's"):
            with pytest.raises(ServiceError, match="Slack: ") as raised:
                _slack(rehearsed)["channel"].carry_out({})
            assert said in str(raised.value)


def _ticket(rehearsed: Rehearsal) -> Action:
    assert rehearsed.settings.jira
    return ticket_action(rehearsed.settings.jira, record(), jira_service(rehearsed.settings.jira, Deadline(2)))


def test_jira_says_what_is_wrong_field_by_field() -> None:
    with services(Fault("issue", "refusal"), Fault("issue", "nonsense")) as (rehearsed, _):
        with pytest.raises(ServiceError) as raised:
            _ticket(rehearsed).carry_out({})
        assert str(raised.value) == "Jira: issuetype: by the script; project: no such project (400)"
        assert not raised.value.sent
        with pytest.raises(ServiceError, match="none of Jira's") as raised:
            _ticket(rehearsed).carry_out({})
        assert raised.value.sent


def test_a_ticket_that_jira_does_not_find_at_once_is_found() -> None:
    with services() as (rehearsed, _):
        jira: Any = rehearsed.sandbox.vendors["jira"]
        ticket = _ticket(rehearsed)
        assert ticket.look_up
        assert ticket.look_up({}) is None
        made = ticket.carry_out({})
        jira._lag = 2
        assert ticket.look_up({}) == made
        jql = next(seen.request.values["jql"] for seen in rehearsed.sandbox.seen if seen.operation == "search")
        assert jql == 'project = "OPS" AND labels = "inc-12" ORDER BY created ASC'


def test_pagerduty_says_what_is_wrong() -> None:
    with services(Fault("enqueue", "refusal")) as (rehearsed, _):
        assert rehearsed.settings.pagerduty
        service = pagerduty_service(rehearsed.settings.pagerduty, Deadline(20))
        action = page_action(rehearsed.settings.pagerduty, record(), service)
        with pytest.raises(ServiceError, match="PagerDuty: by the script \\(400\\)") as raised:
            action.carry_out({})
        assert not raised.value.sent


def test_an_old_page_gets_no_links_for_they_could_page_again() -> None:
    with services() as (rehearsed, _):
        assert rehearsed.settings.pagerduty
        paged = Step("page", "done", time=datetime.now(UTC) - timedelta(hours=2))
        service = pagerduty_service(rehearsed.settings.pagerduty, Deadline(20))
        done = {"page": Outcome("inc-12"), "channel": Outcome("C1", "https://slack.example/C1")}
        others = ("channel",)
        old = page_links_action(rehearsed.settings.pagerduty, record()._replace(steps=(paged,)), service, others)
        with pytest.raises(SkippedError, match="older than an hour"):
            old.carry_out(done)
        assert not rehearsed.sandbox.seen
        page_links_action(rehearsed.settings.pagerduty, record(), service, others).carry_out(done)
        assert rehearsed.sandbox.seen[0].request.values["links"][0]["href"] == "https://slack.example/C1"
