"""An update reaches each channel once, in the form that it demands, and the record knows of it."""

from __future__ import annotations

import json
import os
import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from linter.incidents.sandbox.faults import Fault
from tests.incidents.sent_updates import MESSAGE, RECORD, TOKENS, Mailbox, knowledge_base

EVERYWHERE = ("slack", "statuspage", "teams", "email")
HOSTILE = "Payments fail <!channel> <at>all</at> <b>x</b> [now](javascript:x) & *all*.\r\nBcc: x@example.com"


def test_updates_reach_every_channel_and_make_threads(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    mailbox.refused.add("gone@example.com")
    with mailbox.running(), knowledge_base(tmp_path / "base", EVERYWHERE, mailbox=mailbox) as base:
        first = base.send("--status", "Investigating", "--message", MESSAGE)
        assert first.returncode == 0, first.stdout + first.stderr
        assert "  email: sent: refused: gone@example.com" in first.stdout
        second = base.send("--status", "resolved", "--message", "Payments succeed again.")
        assert second.returncode == 0, second.stdout + second.stderr
        one, two = base.record.updates
        # The record names the message in each channel, and says what the update says.
        assert [message["ts"] for message in base.slack.messages] == [
            one.channels["slack"][0],
            two.channels["slack"][0],
        ]
        assert [message["metadata"]["event_payload"]["key"] for message in base.slack.messages] == [one.id, two.id]
        incident = base.statuspage.incidents[0]
        assert [update["id"] for update in incident["incident_updates"]] == [
            two.channels["statuspage"][1],
            one.channels["statuspage"][1],
        ]
        assert incident["status"] == base.record.status == "resolved"
        assert base.record.times.resolved == two.time
        assert one.next_update is not None
        assert two.next_update is None
        assert len(base.teams.cards) == 2
        # One thread, whose messages are known by the updates they are about.
        mail, reply = mailbox.messages
        assert mail["Message-ID"] == f"<INC-7.{one.id}@example.com>" == one.channels["email"][0]
        assert reply["In-Reply-To"] == reply["References"] == mail["Message-ID"]
        assert mail["In-Reply-To"] is None
        assert mail["Subject"] == reply["Subject"] == "INC-7 (P1): Payments fail"
        assert MESSAGE in mail.get_content()
        assert f"Next update: {one.next_update:%Y-%m-%d %H:%M} UTC" in mail.get_content()
        # Every other byte of the record is as it was; the token is nowhere but in its request.
        assert base.text.startswith(RECORD.replace("investigating", "resolved").partition("}")[0])
        said = base.text + first.stdout + first.stderr + second.stdout + second.stderr
        assert not [token for token in (*TOKENS.values(), "sig=") if token in said]
        assert not [seen.broken for seen in base.sandbox.seen if seen.broken]


def test_text_is_only_text_in_every_channel(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    with mailbox.running(), knowledge_base(tmp_path / "base", EVERYWHERE, mailbox=mailbox) as base:
        assert base.send("--message", HOSTILE).returncode == 0
        text = base.slack.messages[0]["text"]
        assert "&lt;!channel&gt; &lt;at&gt;all" in text
        assert "<" not in text
        assert "‹!channel›" in base.bodies()[0]
        assert "<" not in base.bodies()[0]
        card = base.teams.cards[0]
        assert "entities" not in json.dumps(card)
        assert {element["type"] for element in card["body"]} == {"RichTextBlock", "FactSet"}
        # A title that somebody wrote by hand may have lines; a headline has one.
        (base.folder / "docs" / "incidents" / "INC-7.yml").write_text(
            base.text.replace("title: Payments fail", 'title: "Payments\\r\\nBcc: x@example.com"'), encoding="utf-8"
        )
        assert base.send("--message", HOSTILE).returncode == 0
        assert "*INC-7 (P1): Payments Bcc: x@example.com*\n" in base.slack.messages[1]["text"]
        assert mailbox.messages[1]["Bcc"] is None
        assert mailbox.messages[0]["Bcc"] is None
        assert "Bcc: x@example.com" in mailbox.messages[0].get_content()
        assert "<!channel>" in base.record.updates[0].message


@pytest.mark.parametrize(
    "kinds",
    [("drop", "lost", "down"), ("lost", "drop", "refusal"), ("nonsense", "refusal", ""), ("refusal", "crash", "")],
    ids="-".join,
)
def test_what_failed_is_sent_when_it_is_resumed_and_nothing_twice(tmp_path: Path, kinds: tuple[str, ...]) -> None:
    operations = ("chat.postMessage", "create", "post")
    faults = [Fault(operation, kind) for operation, kind in zip(operations, kinds, strict=True) if kind]
    with knowledge_base(tmp_path, ("slack", "statuspage", "teams"), faults) as base:
        done = base.send("--message", MESSAGE)
        assert done.returncode == 3, done.stdout + done.stderr
        assert "what is left is sent by: send-incident-update --incident-id INC-7 --resume" in done.stdout
        assert not base.sandbox.faults
        assert len(base.record.updates) == 1
        done = base.send("--resume")
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(base.slack.messages) == len(base.bodies()) == len(base.teams.cards) == 1
        assert set(base.record.updates[0].channels) == {"slack", "statuspage", "teams"}


def test_what_a_later_update_has_overtaken_is_not_sent_any_more(tmp_path: Path) -> None:
    with knowledge_base(tmp_path, ("statuspage", "teams"), [Fault("create", "refusal")]) as base:
        assert base.send("--message", MESSAGE).returncode == 3
        assert base.send("--message", "It is renewed.", "--status", "resolved").returncode == 0
        done = base.send("--resume")
        assert done.returncode == 0, done.stdout
        assert "statuspage: skipped: a later update is there already" in done.stdout
        assert base.bodies() == ["It is renewed."]
        assert base.statuspage.incidents[0]["status"] == "resolved"


@pytest.mark.parametrize(
    ("operation", "moment"),
    [
        *(
            (operation, moment)
            for operation in ("chat.postMessage", "create")
            for moment in ("before", "after", "answered")
        ),
        ("update", "after"),
    ],
)
def test_a_killed_run_is_resumed(tmp_path: Path, operation: str, moment: str) -> None:
    with knowledge_base(tmp_path, ("slack", "statuspage")) as base:
        if operation == "update":
            assert base.send("--message", "The first update says that payments fail.").returncode == 0
        before = len(base.slack.messages)
        base.sandbox.faults.append(Fault(operation, moment))
        process = base.start("--incident-id", "INC-7", "--message", MESSAGE)
        base.sandbox.told = lambda _: process.kill()
        process.communicate(timeout=60)
        assert process.returncode == -9
        base.sandbox.told = None
        done = base.send("--resume")
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(base.slack.messages) == before + 1
        assert sum(MESSAGE in body for body in base.bodies()) == 1
        assert len(base.statuspage.incidents) == 1
        assert set(base.record.updates[-1].channels) == {"slack", "statuspage"}


def test_an_email_whose_fate_is_unknown_comes_again_as_the_same(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    with mailbox.running(), knowledge_base(tmp_path / "base", ("email",), mailbox=mailbox) as base:
        process = base.start("--incident-id", "INC-7", "--message", MESSAGE)
        mailbox.told = process.kill
        process.communicate(timeout=60)
        assert process.returncode == -9
        mailbox.told = lambda: None
        assert base.send("--resume").returncode == 0
        assert "every update was sent" in base.send("--resume").stdout
        first, second = mailbox.messages
        assert first.as_string() == second.as_string()


def test_two_at_once_are_both_sent(tmp_path: Path) -> None:
    """`UPDATE_ROUNDS=100` makes more of it."""
    rounds = int(os.environ.get("UPDATE_ROUNDS", "2"))
    with knowledge_base(tmp_path, ("slack", "statuspage"), deadline=30) as base:
        messages = []
        for number in range(rounds):
            pair = [f"Round {number}: the {name} team is searching for the cause." for name in ("first", "second")]
            messages += pair
            processes = [base.start("--incident-id", "INC-7", "--message", message) for message in pair]
            for process in processes:
                out, err = process.communicate(timeout=90)
                assert process.returncode == 0, out + err
        updates = base.record.updates
        assert sorted(update.message for update in updates) == sorted(messages)
        assert len({update.id for update in updates}) == len(messages)
        for message in messages:
            assert sum(message in sent["text"] for sent in base.slack.messages) == 1
            assert sum(message in body for body in base.bodies()) == 1
        assert len(base.statuspage.incidents) == 1
        assert all(set(update.channels) == {"slack", "statuspage"} for update in updates)


class _Taking(BaseHTTPRequestHandler):
    """A service that takes what Apprise sends it."""

    taken: ClassVar[list[Any]] = []

    def do_POST(self) -> None:
        self.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the test asks for what was taken."""


def test_apprise_reaches_what_it_knows(tmp_path: Path) -> None:
    with knowledge_base(tmp_path, ("slack", "apprise")) as base, HTTPServer(("127.0.0.1", 0), _Taking) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        done = base.send("--message", MESSAGE)
        assert done.returncode == 3
        assert "  slack: sent\n" in done.stdout
        assert "apprise: failed: its token is missing: set APPRISE_URLS" in done.stdout
        address = f"json://canary-token@127.0.0.1:{server.server_address[1]}"
        base = base._replace(environment={**base.environment, "APPRISE_URLS": f"{address}/a,nonsense://canary-token/b"})
        done = base.send("--resume")
        assert done.returncode == 3
        assert "apprise: an address that begins with `nonsense:` is none that Apprise knows" in done.stdout
        said = done.stdout + done.stderr + base.text
        # What was sent is not sent again.
        base = base._replace(environment={**base.environment, "APPRISE_URLS": f"{address}/a"})
        done = base.send("--resume")
        assert "it is not configured any more" in done.stdout
        (taken,) = _Taking.taken
        assert taken["title"] == "INC-7 (P1): Payments fail: Investigating"
        assert taken["message"].startswith(MESSAGE)
        assert len(base.slack.messages) == 1
        assert "canary-token" not in said + done.stdout + done.stderr + base.text
        server.shutdown()


def test_without_a_channel_of_its_own_slack_is_left_out(tmp_path: Path) -> None:
    with knowledge_base(tmp_path, ("slack",)) as base:
        path = base.folder / "docs" / "incidents" / "INC-7.yml"
        path.write_text(RECORD.replace("steps: {channel: {state: done, id: C00000000}}\n", ""), encoding="utf-8")
        done = base.send("--message", MESSAGE)
        assert done.returncode == 0
        assert "slack: skipped: the incident has no channel of its own" in done.stdout


def test_a_server_without_encryption_gets_nothing(tmp_path: Path) -> None:
    with knowledge_base(tmp_path, ("email",)) as base:
        done = base.send("--message", MESSAGE)
        assert done.returncode == 3
        assert "email: failed: email: 127.0.0.1:9 cannot be reached" in done.stdout
        mailbox = Mailbox(tmp_path)
        config = base.folder / "runbook-linter.yml"
        config.write_text(config.read_text("utf-8").replace("port: 9", f"port: {mailbox.port}"), encoding="utf-8")
        with mailbox.running():
            # Nobody vouches for this certificate.
            done = base.send("--resume")
            assert "no secure connection" in done.stdout
            trusting = base._replace(environment={**base.environment, "SSL_CERT_FILE": str(mailbox.authority)})
            wrong = trusting._replace(environment={**trusting.environment, "SMTP_PASSWORD": "canary-wrong"})
            done = wrong.send("--resume")
            assert "email: failed: email: no session: 535" in done.stdout
            assert "canary" not in done.stdout + done.stderr
            assert trusting.send("--resume").returncode == 0
            assert "every update was sent" in trusting.send("--resume").stdout
            assert len(mailbox.messages) == 1


def test_a_rehearsal_leaves_everything_as_it_was(tmp_path: Path) -> None:
    with knowledge_base(tmp_path, EVERYWHERE) as base:
        done = base.send("--message", MESSAGE, "--sandbox")
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.count(": sent") == 4
        assert "nothing leaves this machine" in done.stdout
        done = base.send("--message", MESSAGE, "--sandbox", "chat.postMessage=lost,create=drop,teams=refused")
        assert done.returncode == 0, done.stdout + done.stderr
        before, after = done.stdout.split("`--resume` sends the rest")
        assert [before.count(f"  {name}: sent") for name in EVERYWHERE] == [0, 0, 0, 1]
        assert [after.count(f"  {name}: sent") for name in EVERYWHERE] == [1, 1, 1, 0]
        assert (
            "create=lots`: write OPERATION=FAULT" in base.send("--message", MESSAGE, "--sandbox", "create=lots").stderr
        )
        shown = base.send("--message", MESSAGE, "--dry-run")
        assert [name for name in EVERYWHERE if f"{name}:\n" in shown.stdout] == list(EVERYWHERE)
        assert base.text == RECORD
        assert not base.sandbox.seen


def test_the_record_is_committed_when_that_is_asked_for(tmp_path: Path) -> None:
    with knowledge_base(tmp_path, ()) as base:

        def git(*arguments: str) -> str:
            identity = ("-c", "user.name=Dana", "-c", "user.email=dana@example.com")
            done = subprocess.run(
                ["git", *identity, *arguments], cwd=base.folder, capture_output=True, text=True, check=True
            )
            return done.stdout

        git("init", "-q")
        git("config", "user.name", "Dana")
        git("config", "user.email", "dana@example.com")
        (base.folder / "other.md").write_text("# Other\n", encoding="utf-8")
        git("add", "other.md")
        done = base.send("--message", MESSAGE)
        assert done.returncode == 0
        assert "it was sent nowhere: no channel is configured under `incident`" in done.stdout
        last = done.stdout.splitlines()[-1]
        assert last == (
            "not committed: git add docs/incidents/INC-7.yml"
            " && git commit -m 'INC-7: investigating' -- docs/incidents/INC-7.yml"
        )
        done = base.send("--message", MESSAGE, "--commit")
        assert done.returncode == 0
        assert git("show", "--name-only", "--format=%s").split("\n\n") == [
            "INC-7: investigating",
            "docs/incidents/INC-7.yml\n",
        ]
        assert git("status", "--porcelain").splitlines() == ["A  other.md", "?? runbook-linter.yml"]
