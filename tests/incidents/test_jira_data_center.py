"""Jira Data Center: version 2 of the API, a personal access token, descriptions in wiki markup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from linter.incidents.channels.jira import jira_service, link_action, ticket_action
from linter.incidents.http import Deadline, Service, ServiceError
from linter.incidents.rehearsal import ShownToken, rehearsal
from linter.incidents.sandbox.jira import JiraStandIn
from linter.incidents.sandbox.server import Sandbox
from linter.incidents.settings import Jira, Settings
from linter.incidents.steps import Outcome
from linter.model.incident import IncidentRecord
from tests.incidents.test_channels import record

TOKEN = ShownToken("canary-pat")


@contextmanager
def _data_center(user: str = "") -> Iterator[tuple[Jira, Service, JiraStandIn, Sandbox]]:
    stand_in = JiraStandIn(lag=1, is_cloud=False)
    sandbox = Sandbox([stand_in])
    with sandbox.running():
        settings = Jira(TOKEN, sandbox.url("jira"), "OPS", user)
        yield settings, jira_service(settings, Deadline(9)), stand_in, sandbox


def _marked_up() -> IncidentRecord:
    return record()._replace(title="{noformat} !https://example.com/x.png! *go*")


def test_a_ticket_is_made_found_again_and_linked() -> None:
    with _data_center() as (settings, service, stand_in, sandbox):
        ticket = ticket_action(settings, _marked_up(), service)
        made = ticket.carry_out({})
        assert made == Outcome("OPS-1", f"{settings.url}/browse/OPS-1")
        assert ticket.look_up
        assert ticket.look_up({}) == made
        done = {"ticket": made, "channel": Outcome("C1", "https://slack.example/C1")}
        link = link_action(settings, record(), service)
        assert link.carry_out(done) == link.carry_out(done)
        assert list(stand_in.links) == [("OPS-1", "inc-12:channel")]
        assert {seen.request.path.partition("/api/")[2].partition("/")[0] for seen in sandbox.seen} == {"2"}
        assert {seen.request.authorization for seen in sandbox.seen} == {"Bearer canary-pat"}
        assert not [seen.broken for seen in sandbox.seen if seen.broken]
        assert stand_in.issues[0]["fields"]["description"].splitlines() == [
            "{noformat}",
            "{ noformat} !https://example.com/x.png! *go*",
            "Severity: P1",
            "Service: payments",
            "Record: incidents/INC-12.yml",
            "{noformat}",
        ]


def test_the_settings_of_the_cloud_are_refused_with_what_to_change() -> None:
    with _data_center(user="me@example.com") as (settings, service, stand_in, _):
        with pytest.raises(ServiceError) as raised:
            ticket_action(settings, record(), service).carry_out({})
        assert str(raised.value) == ("Jira: it has no REST API version 3 (404): for Jira Data Center leave out `user`")
        assert not raised.value.sent
        assert not stand_in.issues


def test_it_can_be_rehearsed() -> None:
    with rehearsal(Settings(jira=Jira(TOKEN, "https://jira.example", "OPS"))) as rehearsed:
        assert rehearsed.settings.jira
        service = jira_service(rehearsed.settings.jira, Deadline(9))
        assert ticket_action(rehearsed.settings.jira, record(), service).carry_out({}).id == "OPS-1"
        assert next(rehearsed.received()).startswith("POST https://jira.example/rest/api/2/issue\n")
