"""`incident-initiator` as people run it: with every service, with some, with none, and with all of them down."""

from __future__ import annotations

import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from linter.incidents.record_file import read_record
from linter.incidents.sandbox.faults import Fault
from tests.cli.run import run as run_linter
from tests.incidents.declaring import DECLARE, ID, TOKENS, Place, place_with
from tests.incidents.zygote import Zygote

SCRIPT = Path(sys.executable).with_name("incident-initiator")
EVERY = ("pagerduty", "slack", "jira")


@pytest.fixture
def place(tmp_path: Path, zygote: Zygote) -> Iterator[Place]:
    with place_with(tmp_path, zygote) as made:
        yield made


@pytest.fixture
def alone(tmp_path: Path, zygote: Zygote) -> Iterator[Place]:
    """A knowledge base without a service."""
    with place_with(tmp_path, zygote) as made:
        (tmp_path / "runbook-linter.yml").write_text("docs: docs\nincident: {deadline: 10}\n", encoding="utf-8")
        (tmp_path / "docs" / "runbooks").mkdir(parents=True)
        page = "---\nservice: payments\n---\n# Payments fail\n\n## Diagnosis\n\nLook.\n"
        (tmp_path / "docs" / "runbooks" / "payments.md").write_text(page, encoding="utf-8")
        yield made


def test_the_usual_words(alone: Place) -> None:
    words = shlex.split('--severity P1 --summary "Database connection issues affecting API"')
    done = subprocess.run([SCRIPT, *words], cwd=alone.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    (path,) = (alone.folder / "docs" / "incidents").iterdir()
    assert re.fullmatch(r"INC-\d{8}-\d{6}\.yml", path.name)
    record = read_record(path)
    assert (record.id, record.severity, record.status) == (path.stem, "P1", "investigating")
    assert record.title == "Database connection issues affecting API"
    other = run_linter("incident", "declare", *words, cwd=alone.folder)
    assert other.returncode == 0
    assert len(list((alone.folder / "docs" / "incidents").iterdir())) == 2
    assert run_linter("check", "docs", "--select", "N", cwd=alone.folder).returncode == 0


def test_without_services_it_says_what_to_do(alone: Place) -> None:
    assert alone.run("--severity", "SEV-1", "--summary", "Payments fail", "--service", "payments", "--id", ID) == 0
    said = alone.printed[0]
    for part in (
        "INC-7: P1 declared, Payments fail",
        "page: PagerDuty is not configured: wake who is on call for payments, by phone",
        "channel: Slack is not configured: open a channel called inc-7 and put INC-7 into its topic",
        "ticket: Jira is not configured: open a ticket with the label inc-7",
        "Incident Commander: you, until somebody takes it: runbook-linter incident role INC-7 --commander NAME",
        "Communications Lead: nobody yet",
        "Updates: every 30 minutes, the first by",
        "Runbook: docs/runbooks/payments.md (Payments fail)",
        "Nobody else gets the record from there: docs/incidents/INC-7.yml is in no Git repository",
    ):
        assert part in said


def test_everything_is_done_and_said(place: Place) -> None:
    assert place.run(*DECLARE, "--commander", "Ana", "--communications-lead", "@ana") == 0
    place.assert_everything_once()
    assert "Ana commands and communicates: on a P1 these are two people" in place.printed[0]
    assert place.run("--resume", ID) == 0
    place.assert_everything_once()


@pytest.mark.parametrize("severity", ["P0", "P4"])
def test_every_service_down(tmp_path: Path, zygote: Zygote, severity: str) -> None:
    with place_with(tmp_path, zygote, refused=EVERY) as place:
        assert place.run("--severity", severity, "--summary", "Payments fail", "--id", ID) == 3
        said = place.printed[0]
        states = {step.name: step.state for step in place.record.steps}
        assert states["ticket"] == "failed"
        assert "Jira: cannot be reached" in said
        assert "ticket: open a ticket in OPS with the label inc-7" in said
        assert ("wake who is on call for the service, by phone" in said) == (severity == "P0")
        assert states["page"] == ("failed" if severity == "P0" else "skipped")
        assert said.splitlines()[-1] == "Do the rest:       incident-initiator --resume INC-7"


def test_every_service_silent(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote, [Fault("*", "stuck")] * 30, deadline=2) as place:
        assert place.run(*DECLARE) == 3
        assert "no answer within" in place.printed[0]
        place.sandbox.faults.clear()
        while place.run("--resume", ID):
            assert len(place.printed) < 9
        place.assert_everything_once()


@pytest.mark.parametrize("down", EVERY)
def test_one_that_is_down_blocks_no_other(tmp_path: Path, zygote: Zygote, down: str) -> None:
    with place_with(tmp_path, zygote, refused=[down]) as place:
        assert place.run(*DECLARE) == 3
        made = {"pagerduty": place.pagerduty.pages, "slack": len(place.slack.messages), "jira": len(place.jira.issues)}
        assert made == {service: int(service != down) for service in EVERY}
        place.sandbox.bring_up(down)
        assert place.run("--resume", ID) == 0
        place.assert_everything_once()


def test_what_people_did_by_hand_is_found(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote, refused=["slack", "jira"]) as place:
        assert place.run(*DECLARE) == 3
        config = place.folder / "runbook-linter.yml"
        config.write_text(config.read_text(encoding="utf-8").replace("invite:", "prefix: 'now ', invite:"), "utf-8")
        assert place.run("--resume", ID) == 3
        assert "channel: open a channel called now-inc-7 and put INC-7 into its topic" in place.printed[1]
        config.write_text(config.read_text(encoding="utf-8").replace("prefix: 'now ', ", ""), "utf-8")
        place.slack.add_channel("inc-7", topic="INC-7, by hand")
        place.jira.issues.append({"id": "1", "key": "OPS-1", "fields": {"labels": ["inc-7"]}})
        for service in ("slack", "jira"):
            place.sandbox.bring_up(service)
        assert place.run("--resume", ID) == 0
        place.slack.channels[0]["members"].remove("U0SOMEBODY")
        place.assert_everything_once()


@pytest.mark.parametrize("kind", ["echo", "crash", "nonsense"])
def test_no_token_is_told(tmp_path: Path, zygote: Zygote, kind: str) -> None:
    with place_with(tmp_path, zygote, [Fault("*", kind)] * 4) as place:
        place.run(*DECLARE)
        place.run("--resume", ID)
        place.run("--resume", ID, "--dry-run")
        received = str(place.sandbox.seen)
        told = place.record_path.read_text(encoding="utf-8") + "".join(place.printed)
        for token in TOKENS.values():
            assert token not in told
        assert "b3BzQGV4YW1wbGUuY29tOm" not in told
        assert "canary1routing" in received
        assert "canary2-slack" in received
        if kind == "echo":
            assert "***" in told


def test_a_token_that_is_missing_stops_its_own_service(place: Place) -> None:
    config = place.folder / "runbook-linter.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("SLACK_TOKEN", "NOT_THERE"), encoding="utf-8")
    assert place.run(*DECLARE) == 3
    assert "failed   channel        Slack: its token is missing: set NOT_THERE" in place.printed[0]
    assert (place.pagerduty.pages, len(place.jira.issues)) == (1, 1)


def test_a_dry_run_prints_what_would_be_sent_and_sends_nothing(place: Place) -> None:
    assert place.run(*DECLARE, "--service", "payments", "--dry-run") == 0
    assert not place.sandbox.seen
    assert not place.record_path.exists()
    said = place.printed[0]
    assert '"routing_key": "$PAGERDUTY_ROUTING_KEY"' in said
    assert f"POST {place.sandbox.url('jira')}/rest/api/3/issue" in said
    assert '"summary": "INC-7 P1: Payments fail"' in said
    assert '"source": "payments"' in said


def test_a_rehearsal_goes_wrong_as_it_is_told(alone: Place) -> None:
    assert alone.run(*DECLARE, "--sandbox", "chat.postMessage=lost,jira=refused") == 0
    said = alone.printed[0]
    assert "unknown  announcement   whether it is done is unknown: Slack: the connection broke off" in said
    assert "failed   ticket         Jira: cannot be reached" in said
    assert said.index("Once the services are well") < said.index("done     ticket         OPS-1")
    assert said.count("POST https://slack.com/api/chat.postMessage") == 1
    assert not (alone.folder / "docs" / "incidents").exists()
    assert alone.run(*DECLARE, "--sandbox", "chat.postMessage=answered") == 2
    assert "write OPERATION=FAULT" in alone.printed[1]
    for script, said in [
        ("slak=refused", "the sandbox has no service `slak`: did you mean `slack`?"),
        ("chat.postMesage=lost", "the sandbox has no operation `chat.postMesage`: did you mean `chat.postMessage`?"),
    ]:
        assert alone.run(*DECLARE, "--sandbox", script) == 2
        assert alone.printed[-1] == f"incident-initiator: {said}\n"


def test_a_low_severity_wakes_nobody_unless_it_is_said(place: Place) -> None:
    assert place.run("--severity", "P3", "--summary", "A button is grey", "--id", ID) == 0
    assert "left out page           a P3 wakes nobody: its ticket is enough" in place.printed[0]
    assert (place.pagerduty.pages, len(place.slack.channels), len(place.jira.issues)) == (0, 0, 1)
    assert place.run("--resume", ID) == 0
    assert (place.pagerduty.pages, len(place.slack.channels)) == (0, 0)
    assert place.run("--resume", ID, "--only", "page,channel") == 0
    assert (place.pagerduty.pages, len(place.slack.channels), len(place.jira.issues)) == (1, 1, 1)
    assert list(place.jira.links) == [("OPS-1", "inc-7:channel")]


def test_only_some_and_the_rest_stays_left_out(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote, [Fault("issue", "refusal")]) as place:
        assert place.run(*DECLARE, "--only", "ticket") == 3
        assert place.printed[0].endswith("incident-initiator --resume INC-7 --only ticket\n")
        assert "issuetype: by the script; project: no such project (400)" in place.printed[0]
        assert place.run("--resume", ID) == 0
        assert (place.pagerduty.pages, len(place.slack.channels), len(place.jira.issues)) == (0, 0, 1)


def test_nobody_is_paged_for_what_is_over(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote, refused=["pagerduty"]) as place:
        assert place.run(*DECLARE) == 3
        text = place.record_path.read_text(encoding="utf-8").replace("investigating", "resolved")
        place.record_path.write_text(text, encoding="utf-8")
        place.sandbox.bring_up("pagerduty")
        assert place.run("--resume", ID) == 0
        assert place.pagerduty.pages == 0


def test_the_console_script_killed_goes_on(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote, [Fault("conversations.create", "after")]) as place:
        process = subprocess.Popen([SCRIPT, *DECLARE], cwd=tmp_path, env={**os.environ, **TOKENS})
        place.sandbox.told = lambda stage: process.kill()
        assert process.wait() == -signal.SIGKILL
        assert {step.name: step.state for step in place.record.steps} == {"page": "done", "channel": "attempted"}
        assert place.run("--resume", ID) == 0
        place.assert_everything_once()


def test_two_at_once_do_nothing_twice(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote, [Fault("chat.postMessage", "after")]) as place:
        others: list[subprocess.CompletedProcess[str]] = []

        def told(stage: str) -> None:
            command = [SCRIPT, "--resume", ID]
            env = {**os.environ, **TOKENS}
            others.append(subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False))

        place.sandbox.told = told
        assert place.run(*DECLARE) == 0
        assert others[0].returncode == 2
        assert "another command is carrying out its steps now" in others[0].stderr
        place.assert_everything_once()


def test_a_record_that_nothing_would_find_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "runbook-linter.yml").write_text("incidents: ['ops/**/rec-*.yml']\n", encoding="utf-8")
    done = run_linter("incident", "declare", "--severity", "P1", "--summary", "x", "--id", "INC-1", cwd=tmp_path)
    assert done.returncode == 2
    assert "`incidents` has no pattern that finds INC-1.yml: add one such as ops/*.yml" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["runbook-linter.yml"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_the_run_goes_on_where_nobody_reads_and_no_cache_is_to_be_had(tmp_path: Path) -> None:
    words = [str(SCRIPT), "--severity", "P3", "--summary", "x", "--id", "INC-1"]
    environment = {**os.environ, "XDG_CACHE_HOME": os.devnull}
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(words, cwd=tmp_path, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    record = read_record(tmp_path / "docs" / "incidents" / "INC-1.yml")
    assert [(step.name, step.state) for step in record.steps] == [("page", "skipped"), ("channel", "skipped")]


def test_a_terminal_that_cannot_show_a_letter_keeps_nobody_asleep(place: Place) -> None:
    words = [str(SCRIPT), "--severity", "P1", "--summary", "Zahlungen für Müller – 支払い", "--id", ID]
    environment = {**os.environ, **TOKENS, "PYTHONIOENCODING": "ascii"}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(words, cwd=place.folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""
    with suppress(OSError):
        # Linux ends a terminal that nobody holds any more with an error.
        while data := os.read(ours, 4096):
            said += data
    os.close(ours)
    assert process.wait() == 0
    assert b"P1 declared, Zahlungen f\\xfcr M\\xfcller \\u2013" in said
    assert place.pagerduty.pages == 1
    assert place.record.title == "Zahlungen für Müller – 支払い"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--severity", "P1"], 'say how bad it is and what is wrong: --severity P1 --summary "…"'),
        (["--severity", "P7", "--summary", "a"], "--severity P7: it is P0 to P4, or SEV-0 to SEV-4"),
        (["--severity", "P1", "--summary", " "], "--summary is empty"),
        ([*DECLARE[:-1], "../x"], "--id ../x: at most 100 letters, digits"),
        ([*DECLARE, "--only", "pager"], "--only pager: it is one or more of page, channel, ticket"),
        ([*DECLARE, "--only", ""], "--only: name one or more of"),
        ([*DECLARE, "--only", "ticket"], "--only ticket: its service is not configured under `incident`"),
        (["--resume", "INC-99"], "no incident `INC-99`; there are none in /"),
        (["--resume", ID, "--severity", "P1"], "--resume takes no --severity: the record says it"),
        (["--severity", "P1", "--summary", "key AKIAIOSFODNN7QXKZ2AB"], "not written down: "),
    ],
)
def test_wrong_use_is_said_in_one_line(alone: Place, arguments: list[str], said: str) -> None:
    assert alone.run(*arguments) == 2
    assert alone.printed[0].startswith(f"incident-initiator: {said}")
    assert alone.printed[0].count("\n") == 1
    assert not (alone.folder / "docs" / "incidents").exists()


def test_a_configuration_that_is_broken_says_how_to_declare_without_it(place: Place) -> None:
    config = place.folder / "runbook-linter.yml"
    sound = config.read_text(encoding="utf-8")
    config.write_text(sound.replace("pagerduty:", "pagerdut:"), encoding="utf-8")
    assert place.run(*DECLARE) == 2
    assert "did you mean `pagerduty`?" in place.printed[-1]
    assert f"(`--config {os.devnull}` declares it without" in place.printed[-1]
    assert not place.record_path.exists()

    place.record_path.parent.mkdir()
    assert place.run(*DECLARE, "--config", os.devnull) == 0
    assert "PagerDuty is not configured: wake who is on call" in place.printed[-1]
    assert not place.pagerduty.pages
    config.write_text(sound, encoding="utf-8")
    assert place.run("--resume", ID) == 0
    place.assert_everything_once()


def test_an_id_is_taken_once(alone: Place) -> None:
    subprocess.run(["git", "init", "-q"], cwd=alone.folder, check=True)
    assert alone.run(*DECLARE) == 0
    assert alone.printed[0].splitlines()[-1] == (
        "Commit the record: git add docs/incidents/INC-7.yml"
        " && git commit -m 'INC-7 declared' -- docs/incidents/INC-7.yml"
    )
    assert alone.run(*DECLARE) == 2
    assert alone.printed[1] == "incident-initiator: INC-7 is there already: --resume INC-7 goes on with it\n"


def test_without_httpx_the_record_is_there_and_the_rest_is_said(place: Place) -> None:
    code = "import sys; sys.modules['httpx'] = None; from linter.cli.incident_initiator import entry; entry()"
    command = [sys.executable, "-c", code, *DECLARE]
    env = {**os.environ, **TOKENS}
    done = subprocess.run(command, cwd=place.folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "PagerDuty: httpx is not installed: pip install 'runbook-linter[incident]'" in done.stdout
    assert place.record.id == ID
