"""A knowledge base with an incident, stand-ins of all channels, and the real command against them."""

from __future__ import annotations

import contextlib
import io
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from linter.cli.send_incident_update import main
from linter.incidents.record_file import read_record
from linter.incidents.sandbox.faults import Fault
from linter.incidents.sandbox.jira import JiraStandIn
from linter.incidents.sandbox.pagerduty import PagerDutyStandIn
from linter.incidents.sandbox.server import Sandbox
from linter.incidents.sandbox.slack import BOT, SlackStandIn
from linter.incidents.sandbox.statuspage import StatuspageStandIn
from linter.incidents.sandbox.teams import WEBHOOK, TeamsStandIn
from linter.model.incident import IncidentRecord
from tests.conftest import ROOT

TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-canary-7f3a91",
    "STATUSPAGE_API_KEY": "canary-b62e55",
    "SMTP_PASSWORD": "canary-0c9d17",
    "PAGERDUTY_ROUTING_KEY": "canary00000000000000000000pd4e21",
    "JIRA_API_TOKEN": "canary-77a0fe",
}
"""Canaries: what must never be seen outside of a request."""

RECORD = """\
id: INC-7   # ours
title: Payments fail
severity: P1
status: investigating
service: payments
impact: Customers cannot pay
times: {started: 2026-11-23T06:00:00Z, detected: 2026-11-23T06:05:00Z}
links: {ticket: "https://example.com/browse/OPS-7"}
steps: {channel: {state: done, id: C00000000}}
"""
MESSAGE = "The payments team is renewing a certificate."


class Mailbox:
    """A real mail server with STARTTLS and a login; `messages` are what it took."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.authority = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.authority))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        self.messages: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.told: Callable[[], None] = lambda: None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._controller = Controller(
            *(self, "127.0.0.1", self.port),
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=self._authenticate,
        )

    @contextmanager
    def running(self) -> Iterator[Mailbox]:
        self._controller.start()
        try:
            yield self
        finally:
            self._controller.stop()

    def _authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and data == LoginPassword(b"bot", TOKENS["SMTP_PASSWORD"].encode())
        return AuthResult(success=known, handled=False)

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return "550 unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.told()
        return "250 OK"


class Base(NamedTuple):
    """The knowledge base and what stands in for its services."""

    folder: Path
    sandbox: Sandbox
    environment: dict[str, str]

    @property
    def record(self) -> IncidentRecord:
        return read_record(self.folder / "docs" / "incidents" / "INC-7.yml")

    @property
    def text(self) -> str:
        return (self.folder / "docs" / "incidents" / "INC-7.yml").read_text(encoding="utf-8")

    @property
    def slack(self) -> SlackStandIn:
        return self.sandbox.vendors["slack"]  # type: ignore[return-value]

    @property
    def statuspage(self) -> StatuspageStandIn:
        return self.sandbox.vendors["statuspage"]  # type: ignore[return-value]

    @property
    def teams(self) -> TeamsStandIn:
        return self.sandbox.vendors["teams"]  # type: ignore[return-value]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """The command, started."""
        command = [sys.executable, "-c", "from linter.cli.send_incident_update import entry; entry()", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=pipe, stderr=pipe, text=True)

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command in this process: for what concerns no service, and nobody kills."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(["--incident-id", "INC-7", *arguments])
        return subprocess.CompletedProcess([], status, out.getvalue(), err.getvalue())

    def send(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command in a process of its own, to its end."""
        process = self.start("--incident-id", "INC-7", *arguments)
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess([], process.returncode, out, err)

    def bodies(self) -> list[str]:
        """The texts of all updates on the status page, the oldest first."""
        return [update["body"] for found in self.statuspage.incidents for update in reversed(found["incident_updates"])]


@contextmanager
def knowledge_base(
    folder: Path,
    channels: Sequence[str],
    faults: Sequence[Fault] = (),
    mailbox: Mailbox | None = None,
    deadline: int = 9,
) -> Iterator[Base]:
    """A knowledge base whose configuration names these channels."""
    vendors = [SlackStandIn(), StatuspageStandIn(), TeamsStandIn(), PagerDutyStandIn(), JiraStandIn()]
    sandbox = Sandbox(vendors, faults)
    with sandbox.running():
        blocks = {
            "slack": f"slack: {{url: '{sandbox.url('slack')}'}}",
            "statuspage": f"statuspage: {{url: '{sandbox.url('statuspage')}', page: abc123}}",
            "teams": "teams: {}",
            "email": f"email: {{host: 127.0.0.1, port: {mailbox.port if mailbox else 9}, user: bot,"
            " from: Incidents <incidents@example.com>, to: [all@example.com, gone@example.com]}",
            "apprise": "apprise: {}",
            "pagerduty": f"pagerduty: {{url: '{sandbox.url('pagerduty')}'}}",
            "jira": f"jira: {{url: '{sandbox.url('jira')}', user: bot@example.com, project: OPS}}",
        }
        (folder / "docs" / "incidents").mkdir(parents=True)
        (folder / "docs" / "incidents" / "INC-7.yml").write_text(RECORD, encoding="utf-8")
        lines = "".join(f"  {blocks[name]}\n" for name in channels)
        (folder / "runbook-linter.yml").write_text(
            f"docs: docs\nincident:\n  deadline: {deadline}\n{lines}", encoding="utf-8"
        )
        base = Base(
            folder,
            sandbox,
            {
                **os.environ,
                **TOKENS,
                "PYTHONPATH": str(ROOT),
                "TEAMS_WEBHOOK_URL": sandbox.url("teams") + WEBHOOK,
                **({"SSL_CERT_FILE": str(mailbox.authority)} if mailbox else {}),
            },
        )
        base.slack.add_channel("inc-7", creator=BOT)
        yield base
