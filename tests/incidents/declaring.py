"""What tests of declaring share: a knowledge base with the sandbox's services, and what must be true in the end."""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from linter.incidents.record_file import read_record
from linter.incidents.sandbox.faults import Fault
from linter.incidents.sandbox.jira import JiraStandIn
from linter.incidents.sandbox.pagerduty import PagerDutyStandIn
from linter.incidents.sandbox.server import Sandbox
from linter.incidents.sandbox.slack import SlackStandIn
from linter.model.incident import IncidentRecord
from tests.incidents.zygote import Zygote

ID = "INC-7"
DECLARE = ["--severity", "P1", "--summary", "Payments fail", "--id", ID]
TOKENS = {"PD_KEY": "canary1routing", "SLACK_TOKEN": "canary2-slack", "JIRA_TOKEN": "canary3=jira/x"}
STEPS = {
    "page": "enqueue",
    "channel": "conversations.create",
    "topic": "conversations.setTopic",
    "invitations": "conversations.invite",
    "announcement": "chat.postMessage",
    "ticket": "issue",
    "bookmark": "bookmarks.add",
    "ticket link": "remotelink",
    "page links": "enqueue",
}
"""The steps of a P1, and the operation that does each."""

_CONFIG = """\
incidents: ["incidents/*.yml"]
incident:
  deadline: {deadline}
  pagerduty: {{routing_key_env: PD_KEY, url: "{pagerduty}"}}
  slack: {{token_env: SLACK_TOKEN, url: "{slack}", invite: [U0ANA0000, U0BEN0000]}}
  jira: {{token_env: JIRA_TOKEN, url: "{jira}", user: ops@example.com, project: OPS}}
"""


class Place:
    """A knowledge base and its sandbox."""

    def __init__(self, folder: Path, sandbox: Sandbox, zygote: Zygote) -> None:
        self.folder = folder
        self.sandbox = sandbox
        self.record_path = folder / "incidents" / f"{ID}.yml"
        self.printed: list[str] = []
        self._zygote = zygote
        self._lock = -1

    @property
    def slack(self) -> SlackStandIn:
        vendor = self.sandbox.vendors["slack"]
        assert isinstance(vendor, SlackStandIn)
        return vendor

    @property
    def jira(self) -> JiraStandIn:
        vendor = self.sandbox.vendors["jira"]
        assert isinstance(vendor, JiraStandIn)
        return vendor

    @property
    def pagerduty(self) -> PagerDutyStandIn:
        vendor = self.sandbox.vendors["pagerduty"]
        assert isinstance(vendor, PagerDutyStandIn)
        return vendor

    @property
    def record(self) -> IncidentRecord:
        return read_record(self.record_path)

    def run(self, *arguments: str) -> int:
        """`incident-initiator` with these arguments, in a process of its own."""
        status, printed = self._zygote.run(self.folder, list(arguments), {**TOKENS, "NO_COLOR": "1"})
        self.printed.append(printed)
        assert "Traceback" not in printed, printed
        return status

    def until_done(self, most: int = 8) -> int:
        """Declare, then resume until nothing is left to do; how many runs it took."""
        status = self.run(*DECLARE)
        for number in range(1, most):
            if status == 0:
                return number
            status = self.run("--resume", ID)
        raise AssertionError("\n".join(self.printed))

    def stop(self, stage: str) -> None:
        """End the running command for good, at the stage of a request that the sandbox tells.

        Between the answer and the record it is held by the record's own lock, until it has the answer and waits.
        """
        if stage == "answering":
            self._lock = os.open(self.record_path.parent, os.O_RDONLY)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            return
        assert self._zygote.running
        os.kill(self._zygote.running, signal.SIGKILL)
        if stage == "answered":
            os.close(self._lock)

    def assert_everything_once(self) -> None:
        """One page, one channel, one ticket, each message once, and a record that says so."""
        said = "\n".join(self.printed)
        assert self.pagerduty.pages == 1, said
        assert [channel["name"] for channel in self.slack.channels] == ["inc-7"], said
        channel = self.slack.channels[0]
        assert channel["topic"]["value"] == "INC-7 P1: Payments fail"
        assert set(channel["members"]) == {"U0SANDBOX", "U0ANA0000", "U0BEN0000"}
        assert len(self.slack.messages) == 1, said
        assert len(self.jira.issues) == 1, said
        assert [bookmark["title"] for bookmark in self.slack.bookmarks] == ["OPS-1"], said
        assert list(self.jira.links) == [("OPS-1", "inc-7:channel")]
        assert "links" in self.pagerduty.alerts["inc-7"][-1]
        record = self.record
        assert {step.name: step.state for step in record.steps} == dict.fromkeys(STEPS, "done"), said
        assert {step.name: step.id for step in record.steps if step.name in ("channel", "ticket")} == {
            "channel": channel["id"],
            "ticket": "OPS-1",
        }
        assert record.links["ticket"].endswith("/browse/OPS-1")
        assert record.links["channel"].endswith(channel["id"])
        assert not [seen.broken for seen in self.sandbox.seen if seen.broken]


@contextmanager
def place_with(
    folder: Path,
    zygote: Zygote,
    faults: Sequence[Fault] = (),
    *,
    refused: Sequence[str] = (),
    deadline: float = 10,
    lag: int = 0,
) -> Iterator[Place]:
    """A knowledge base with a sandbox that goes wrong as it is told."""
    sandbox = Sandbox([PagerDutyStandIn(), SlackStandIn(limit=2), JiraStandIn(lag)], faults, refused=refused)
    with sandbox.running():
        place = Place(folder, sandbox, zygote)
        sandbox.told = place.stop
        urls = {name: sandbox.url(name) for name in sandbox.vendors}
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "runbook-linter.yml").write_text(_CONFIG.format(deadline=deadline, **urls), encoding="utf-8")
        yield place
