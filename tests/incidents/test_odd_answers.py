"""Services that answer with JSON of another shape than theirs: a step fails, the run goes on."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import reduce
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from linter.incidents.channel_settings import Statuspage
from linter.incidents.channels.jira import jira_service, link_action, ticket_action
from linter.incidents.channels.pagerduty import page_action, pagerduty_service
from linter.incidents.channels.slack import slack_service
from linter.incidents.channels.slack_channel import bookmark_action, channel_actions
from linter.incidents.channels.slack_updates import SlackUpdates
from linter.incidents.channels.statuspage import StatuspageChannel
from linter.incidents.http import Deadline, ServiceError
from linter.incidents.rehearsal import ShownToken
from linter.incidents.settings import Jira, PagerDuty, Slack
from linter.incidents.steps import Outcome
from linter.incidents.update import OutgoingUpdate, parts_of
from linter.model.incident import Update
from tests.incidents.test_channels import record

NOW = datetime(2026, 11, 27, 6, tzinfo=UTC)
LATER = Update("u1", NOW, "investigating", "m", {"statuspage": ("../../users", "up1")}, None, "updates.0")
TOKEN = ShownToken("canary-51d0")


class _Odd(BaseHTTPRequestHandler):
    body = b""
    paths: list[str]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.paths.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_GET = do_PATCH = do_POST  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Odd)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _calls(url: str) -> Iterator[Callable[[], Any]]:
    """Everything that is asked of any service."""
    slack, jira = Slack(TOKEN, url, invite=("U1",)), Jira(TOKEN, url, "OPS", "a@example.com")
    deadline = Deadline(9)
    to_slack, to_jira = slack_service(slack, deadline), jira_service(jira, deadline)
    pagerduty = PagerDuty(TOKEN, url)
    actions = [
        *channel_actions(slack, record(), to_slack),
        bookmark_action(record(), to_slack),
        ticket_action(jira, record(), to_jira),
        link_action(jira, record(), to_jira),
        page_action(pagerduty, record(), pagerduty_service(pagerduty, deadline)),
    ]
    done = {"channel": Outcome("C1", "https://c"), "ticket": Outcome("OPS-1", "https://t"), "page": Outcome("p")}
    for action in actions:
        yield lambda action=action: action.carry_out(done)
        if action.look_up:
            yield lambda look_up=action.look_up: look_up(done)
    for earlier in ((), (LATER,)):
        update = OutgoingUpdate(
            *("INC-12", "t", "P1", (), "u2", NOW, "investigating", parts_of("m"), None, "u1", earlier, "C1")
        )
        for channel in (StatuspageChannel(Statuspage(TOKEN, "page", url), deadline), SlackUpdates(slack, deadline)):
            yield lambda channel=channel, update=update: channel.send(update)
            yield lambda channel=channel, update=update: channel.find(update)


@pytest.mark.parametrize(
    "answer",
    [
        [1],
        {"ok": True, "bookmark": 1, "bookmarks": [1], "channels": 1, "response_metadata": [1], "incident_updates": [1]},
        {"ok": True, "messages": [{"metadata": 1}], "channels": [{"name": "inc-12", "topic": 1}], "issues": [1]},
        {"ok": False, "error": ["x"], "response_metadata": "x", "errors": 1, "errorMessages": 1},
        [{"metadata": {"runbook-linter": 1}}],
        {"id": [], "incident_updates": [{"id": [], "body": []}]},
        {"ok": True, "id": "\ud800", "channel": {"id": "C\udc00"}, "ts": "\ud800", "bookmark": {"id": "\ud800"}},
        reduce(lambda inner, _: [inner], range(490), []),
    ],
)
def test_only_the_step_fails(url: str, answer: Any) -> None:
    _Odd.body, _Odd.paths = json.dumps(answer).encode(), []
    said = []
    for call in _calls(url):
        try:
            # What comes of it can be written down.
            "".join(call() or ()).encode()
        except ServiceError as error:
            said.append(str(error))
    assert len(said) > 2
    assert "canary" not in "".join(said)
    # What a record says of Statuspage's ids leads nowhere else.
    assert not [path for path in _Odd.paths if "../" in path]
    assert [path for path in _Odd.paths if path.endswith("/..%2F..%2Fusers")]
