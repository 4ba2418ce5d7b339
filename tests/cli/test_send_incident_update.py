"""`send-incident-update`: what it refuses, what it promises, what it says of a message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.run import run
from tests.conftest import ROOT
from tests.incidents.sent_updates import MESSAGE, RECORD, Base, knowledge_base


@pytest.fixture
def base(tmp_path: Path) -> Base:
    with knowledge_base(tmp_path, ()) as base:
        return base


def _promised(base: Base) -> timedelta:
    update = base.record.updates[-1]
    assert update.next_update is not None
    assert update.time is not None
    return update.next_update - update.time


def test_the_next_update_is_promised_as_the_severity_asks(base: Base) -> None:
    assert base.call("--message", MESSAGE).returncode == 0
    assert _promised(base) == timedelta(minutes=60)
    assert base.call("--message", MESSAGE, "--next-update", "1h15m").returncode == 0
    assert _promised(base) == timedelta(minutes=75)
    clock = f"{datetime.now(UTC) + timedelta(hours=3):%H:%M}"
    assert base.call("--message", MESSAGE, "--next-update", clock).returncode == 0
    assert timedelta(hours=2) < _promised(base) <= timedelta(hours=3)


@pytest.mark.parametrize("word", ["Post-Mortem", "post mortem", "postmortem"])
def test_a_status_is_taken_as_people_write_it(base: Base, word: str) -> None:
    assert base.call("--status", word, "--message", MESSAGE).returncode == 0
    assert base.record.status == "post-mortem"
    assert base.record.times.resolved is not None


def test_what_the_linter_says_of_a_message(base: Base) -> None:
    done = base.call("--message", "Something's broken, looking into it.")
    assert done.returncode == 0
    assert "vague-update: this update does not say what is being done" in done.stderr
    for message, rule in (
        ("Payments fail. This will be fixed in ten minutes.", "false-promise"),
        ("The team is searching: ghp_a8Zk3LmQ7wXy2RtB9cVn4JdH6sFp1KeGu5To", "secret"),
        ("@john broke the payments by deploying the faulty code.", "blame-person"),
    ):
        before = base.text
        done = base.call("--message", message)
        assert done.returncode == 1, message
        assert f"send-incident-update: {rule}: " in done.stderr
        assert "not sent: say it in another way (--force sends it all the same)" in done.stderr
        assert "ghp_a8Zk3" not in done.stderr
        assert base.text == before
    assert base.call("--force", "--message", "Payments fail. This will be fixed in ten minutes.").returncode == 0
    config = base.folder / "runbook-linter.yml"
    config.write_text("rules: {false-promise: off}\n", encoding="utf-8")
    assert base.call("--message", "Payments fail. This will be fixed in ten minutes.").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--message TEXT is missing: what is being done? (or --template NAME)"),
        (("--message", "x", "--status", "Investigatng"), "--status Investigatng: did you mean `investigating`?"),
        (("--message", "x", "--status", "on fire"), "--status on fire: it is one of investigating"),
        (("--message", "x", "--next-update", "99999999999d"), "--next-update 99999999999d: that is more than a month"),
        (("--message", "x", "--next-update", "soon"), "--next-update soon: neither a duration such as 30m"),
        (("--message", "x", "--next-update", "2026-11-23T06:00:00Z"), "that is over"),
        (("--message", "x", "--impact", "ghp_a8Zk3LmQ7wXy2RtB9cVn4JdH6sFp1KeGu5To"), "not written down: this looks"),
        (("--message", "x", "--resume"), "--resume sends what is written down already"),
        (("--message", "x", "--incident-id", "INC-70"), "no incident `INC-70`; did you mean `INC-7`?"),
    ],
)
def test_wrong_use_is_one_line(base: Base, arguments: tuple[str, ...], said: str) -> None:
    done = base.call(*arguments)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert said in done.stderr
    assert base.text == RECORD


def test_a_broken_record_is_refused(base: Base) -> None:
    path = base.folder / "docs" / "incidents" / "INC-7.yml"
    path.write_text(f"{RECORD}sevice: x\n", encoding="utf-8")
    done = base.call("--message", MESSAGE)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "docs/incidents/INC-7.yml:10:1: unknown key `sevice`" in done.stderr
    assert base.text == f"{RECORD}sevice: x\n"


def test_it_is_a_command_of_the_linter_as_well_and_knows_the_tickets_key(base: Base) -> None:
    done = run("incident", "update", "--incident-id", "ops-7", "--message", MESSAGE, cwd=base.folder)
    assert done.returncode == 0, done.stderr
    assert base.record.updates[0].message == MESSAGE
    done = run("incident", "update", "--message", MESSAGE, cwd=base.folder)
    assert done.stderr == "runbook-linter: --incident-id ID is missing\n"


def test_the_last_notice_knows_when_it_ended_and_what_customers_noticed(base: Base) -> None:
    folder = base.folder / "docs" / "communications"
    folder.mkdir()
    page = (ROOT / "docs" / "communications" / "resolved.md").read_text("utf-8")
    (folder / "resolved.md").write_text(page, encoding="utf-8")
    arguments = ("--template", "resolved", "--status", "resolved", "--message", "The certificate was renewed.")
    done = base.call(*arguments, "--impact", "Nobody can pay")
    assert done.returncode == 0, done.stderr
    (update,) = base.record.updates
    assert update.time is not None
    assert base.record.times.resolved == update.time
    assert base.record.impact == "Nobody can pay"
    ended = f"Nobody can pay, from 2026-11-23 06:00 UTC to {update.time:%Y-%m-%d %H:%M} UTC."
    assert ended in update.message


def test_what_is_resolved_is_only_reopened_by_force(base: Base) -> None:
    assert base.call("--status", "resolved", "--message", MESSAGE).returncode == 0
    before = base.text
    done = base.call("--status", "investigating", "--message", MESSAGE)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--status investigating: INC-7 is resolved (--force reopens it)" in done.stderr
    assert base.text == before
    assert base.call("--status", "investigating", "--message", MESSAGE, "--force").returncode == 0
    assert base.record.is_open


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("email: {host: localhost, from: a@example.com}", "runbook-linter.yml:2: `incident.email` has no `to`"),
        ("email: {host: x, from: a@example.com, to: [b]}", "runbook-linter.yml:2: `incident.email`: 'b' is no address"),
        ('email: {host: x, from: "a@b\\r\\nBcc: c@d", to: [b@c]}', "is no address"),
        ('email: {host: x, from: "@", to: [b@c]}', "'@' is no address"),
        ("email: {host: x, port: .inf, from: a@b, to: [b@c]}", "`incident.email.port` must be a number above zero"),
        ("email: {host: x, port: 99999, from: a@b, to: [b@c]}", "`incident.email.port`: 99999 is no port"),
        ("email: {host: x, port: 465, from: a@b, to: [b@c]}", "465 wants TLS from the first byte: take the port for"),
        ("deadline: .nan", "`incident.deadline` must be a number above zero"),
        ("statuspage: {}", "runbook-linter.yml:2: `incident.statuspage` has no `page`"),
    ],
)
def test_settings_that_cannot_be_used_are_one_line(base: Base, block: str, said: str) -> None:
    (base.folder / "runbook-linter.yml").write_text(f"incident:\n  {block}\n", encoding="utf-8")
    done = base.call("--message", MESSAGE)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert said in done.stderr
    assert base.text == RECORD
