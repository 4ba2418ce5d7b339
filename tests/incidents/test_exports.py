"""What other tools export becomes records and timelines that the linter, the metrics and the commands work on."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from linter.incidents.record_file import read_record
from tests.cli.run import findings, run
from tests.conftest import ROOT

PAGERDUTY = {
    "incident": {
        "id": "PT4KHLK",
        "type": "incident",
        "incident_number": 1234,
        "title": "The server is on fire: *all* of it",
        "created_at": "2026-10-06T21:30:42Z",
        "status": "resolved",
        "priority": {"summary": "P2"},
        "service": {"summary": "My Mail Service"},
        "assignments": [{"at": "2026-10-06T21:31:52Z", "assignee": {"summary": "Earline Greenholt"}}],
        "acknowledgements": [{"at": "2026-10-06T21:32:52Z", "acknowledger": {"summary": "Earline Greenholt"}}],
        "last_status_change_at": "2026-10-06T21:48:23Z",
        "resolved_at": "2026-10-06T21:48:23Z",
        "html_url": "https://subdomain.pagerduty.com/incidents/PT4KHLK",
    },
    "log_entries": [
        {
            "type": "notify_log_entry",
            "created_at": "2026-10-06T21:31:00Z",
            "summary": "Notified Earline",
            "agent": {"summary": "PagerDuty"},
        }
    ],
    "notes": [{"content": "Pulled the plug", "created_at": "2026-10-06T21:40:00Z", "user": {"summary": "Earline"}}],
}
INCIDENT_IO: dict[str, Any] = {
    "incidents": [
        {
            "id": "01FDAG4SAP5TYPT98WGR2N7W91",
            "reference": "INC-123",
            "name": "Database is unhappy",
            "created_at": "2026-11-17T13:28:57Z",
            "incident_status": {"name": "Fixing", "category": "live"},
            "severity": {"name": "Major", "rank": 2},
            "permalink": "https://app.incident.io/incidents/123",
            "slack_channel_name": "inc-123-database",
            "external_issue_reference": {
                "issue_name": "OPS-123",
                "issue_permalink": "https://x.example/browse/OPS-123",
            },
            "incident_role_assignments": [
                {"assignee": {"name": "Lisa"}, "role": {"name": "Incident Lead", "role_type": "lead"}},
                {"assignee": {"name": "Bo"}, "role": {"name": "Communications Lead", "role_type": "custom"}},
                {"role": {"name": "Scribe", "role_type": "custom"}},
            ],
            "incident_timestamp_values": [
                {"incident_timestamp": {"name": "Impact started at"}, "value": {"value": "2026-11-17T13:00:00Z"}},
                {"incident_timestamp": {"name": "Reported at"}, "value": {"value": "2026-11-17T13:20:00Z"}},
                {"incident_timestamp": {"name": "Resolved at"}},
            ],
        },
        {"id": "2", "reference": "INC-124", "name": "A mistake", "incident_status": {"category": "declined"}},
    ],
    "incident_updates": [
        {
            "incident_id": "01FDAG4SAP5TYPT98WGR2N7W91",
            "new_incident_status": {"name": "Investigating", "category": "live"},
            "message": "We're working on it",
            "created_at": "2026-11-17T13:30:00Z",
        },
        {"incident_id": "other", "message": "Not of this one", "created_at": "2026-11-17T13:30:00Z"},
    ],
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "incidents").mkdir(parents=True)
    (tmp_path / "runbook-linter.yml").write_text("docs: docs\n", encoding="utf-8")
    return tmp_path


def _write(base: Path, value: Any) -> str:
    (base / "export.json").write_text(json.dumps(value), encoding="utf-8")
    return "export.json"


def test_pagerduty(base: Path) -> None:
    done = run("incident", "import", _write(base, PAGERDUTY), cwd=base)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("docs/incidents/PD-1234.yml: The server is on fire")
    record = read_record(base / "docs" / "incidents" / "PD-1234.yml")
    assert (record.severity, record.status, record.services) == ("P2", "resolved", ("My Mail Service",))
    assert record.roles.technical_leads == ("Earline Greenholt",)
    assert [event.text for event in record.events] == ["Notified Earline", "Pulled the plug"]
    assert record.metrics.mtta is not None
    assert record.metrics.mttr is not None
    assert (record.metrics.mtta.seconds, record.metrics.mttr.seconds) == (130, 1061)
    assert "PD-1234 is there already" in run("incident", "import", "export.json", cwd=base).stdout
    checked = run("check", "docs/incidents/PD-1234.yml", "--format", "json", "--select", "N101", cwd=base)
    assert not findings(checked)
    metrics = run("incident", "metrics", "--by", "service", cwd=base).stdout
    assert "My Mail Service  1          MTTD" in metrics


def test_several_of_pagerduty_share_no_timeline(base: Path) -> None:
    incident = PAGERDUTY["incident"]
    assert isinstance(incident, dict)
    several = {**PAGERDUTY, "incidents": [incident, {**incident, "incident_number": 1235}]}
    assert run("incident", "import", _write(base, several), cwd=base).returncode == 0
    for number in (1234, 1235):
        assert not read_record(base / "docs" / "incidents" / f"PD-{number}.yml").events


def test_incident_io(base: Path) -> None:
    export = _write(base, INCIDENT_IO)
    done = run("incident", "import", export, cwd=base)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert 'INC-123: what severity is that? `Major` is none of ours: --severity "Major=P1"' in done.stderr
    done = run("incident", "import", export, "--severity", "major=P1", cwd=base)
    assert done.returncode == 0, done.stderr
    assert len(list((base / "docs" / "incidents").iterdir())) == 1
    record = read_record(base / "docs" / "incidents" / "INC-123.yml")
    assert (record.severity, record.status, record.title) == ("P1", "identified", "Database is unhappy")
    assert record.roles[:2] == ("Lisa", "Bo")
    assert record.roles.scribe == ""
    assert [update.message for update in record.updates] == ["We're working on it"]
    assert record.updates[0].status == "investigating"
    assert str(record.metrics.mttd) == "0:20:00"
    shown = run("incident", "show", "OPS-123", cwd=base)
    assert shown.stdout.startswith("INC-123: Database is unhappy\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"incident": ', "export.json:1:14: not valid JSON"),
        ("[1, 2]", "no incident as PagerDuty's or incident.io's API gives it"),
        ("[" * 100_000, "not valid JSON"),
        ('{"incident": {"incident_number": 1, "title": "x"}}', "PD-1: what severity is that? it says none"),
        (
            '{"incident": {"incident_number": "1/../../x", "created_at": "2026-10-06T21:30:42Z",'
            ' "priority": {"summary": "P1"}}}',
            "is no `id`",
        ),
        (
            '{"incident": {"incident_number": 1, "priority": {"summary": "P1"}, "title": {"a": [1]}}}',
            "the record has no `times`",
        ),
    ],
)
def test_what_is_no_export_is_one_line(base: Path, text: str, said: str) -> None:
    (base / "export.json").write_text(text, encoding="utf-8")
    done = run("incident", "import", "export.json", cwd=base)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert said in done.stderr
    assert sorted(path.name for path in base.rglob("*")) == ["docs", "export.json", "incidents", "runbook-linter.yml"]


def test_one_that_cannot_be_written_stops_no_other_and_nothing_of_a_stranger_is_obeyed(base: Path) -> None:
    created = '"created_at": "2026-10-06T21:30:42Z", "priority": {"summary": "P1"}'
    note = '{"created_at": "2026-10-06T21:40:00Z", "content": "%s", "user": {"summary": "Bo"}}'
    notes = f'"notes": [{note % "key ghp_a8Zk3LmQ7wXy2RtB9cVn4JdH6sFp1KeGu5To"}, {note % "Restarted"}]'
    wrong = [
        '{"incident_number": 1}',
        '{"type": "incident", "status": ["x"]}',
        f'{{"incident_number": "../2", {created}}}',
    ]
    early = '"status": "resolved", "resolved_at": "2026-10-06T20:00:00Z"'
    good = f'{{"incident_number": 3, "title": "a\\u001b[31mb", {created}, {early}, {notes}}}'
    (base / "export.json").write_text(f'{{"incidents": [{", ".join([*wrong, good])}]}}', encoding="utf-8")
    done = run("incident", "import", "export.json", cwd=base)
    assert (done.returncode, done.stderr.count("\n")) == (2, 2), done.stderr
    assert "docs/incidents/PD-3.yml: a[31mb" in done.stdout
    assert "left out for a token or a password: 1 text" in done.stdout
    assert "  `resolved` is before `started`: one of them is wrong" in done.stdout
    text = (base / "docs" / "incidents" / "PD-3.yml").read_text("utf-8")
    assert "Restarted" in text
    assert "ghp_" not in text + done.stdout + done.stderr
    assert "u001b" not in text


RECORD = """\
id: INC-7
title: Payments fail
severity: P1
status: resolved
times: {started: 2026-11-23T06:00:00Z}   # guessed
"""
MESSAGES = [
    {"type": "message", "subtype": "channel_join", "user": "U1", "text": "<@U1> has joined", "ts": "1795413600.000100"},
    {
        "user": "U1",
        "text": "We restart &lt;api&gt; | see <https://x.example/a|the graph>",
        "ts": "1795413660.000200",
        "reactions": [{"name": "pushpin", "count": 1}],
    },
    {"user": "U2", "text": "<!channel> lunch?", "ts": "1795413720.000300"},
    {"user": "U2", "text": "!timeline <@U1> found\nthe cause", "ts": "1795413780.000400"},
    {
        "user": "U2",
        "text": "the key is ghp_a8Zk3LmQ7wXy2RtB9cVn4JdH6sFp1KeGu5To",
        "ts": "1795413840.000500",
        "reactions": [{"name": "pushpin::skin-tone-2"}],
    },
    {"subtype": "bot_message", "username": "alerts", "text": "Resolved", "ts": "1795413900.000600"},
]
USERS = [{"id": "U1", "real_name": "Mei Tanaka"}, {"id": "U2", "name": "bo", "profile": {"real_name": "Bo"}}]


@pytest.fixture
def export(base: Path) -> Path:
    """A Slack export with two channels, beside a record."""
    (base / "docs" / "incidents" / "INC-7.yml").write_text(RECORD, encoding="utf-8")
    folder = base / "export"
    for name, messages in (("inc-7", MESSAGES), ("general", [])):
        (folder / name).mkdir(parents=True)
        (folder / name / "2026-11-23.json").write_text(json.dumps(messages), encoding="utf-8")
    (folder / "users.json").write_text(json.dumps(USERS), encoding="utf-8")
    return folder


def _imported(base: Path, *arguments: str) -> list[str]:
    done = run("incident", "import-slack", "INC-7", *arguments, cwd=base)
    assert done.returncode == 0, done.stderr
    events = read_record(base / "docs" / "incidents" / "INC-7.yml").events
    return [f"{event.time:%H:%M} {event.by}: {event.text}" for event in events if event.time]


def test_slack_messages_that_were_pinned(base: Path, export: Path) -> None:
    expected = ["06:01 Mei Tanaka: We restart <api> | see the graph (https://x.example/a)"]
    assert _imported(base, "export", "--channel", "#inc-7") == expected
    # Once more, in every form there is, adds nothing.
    with zipfile.ZipFile(base / "export.zip", "w") as archive:
        for file in export.rglob("*.json"):
            archive.write(file, f"Acme Slack export/{file.relative_to(export)}")
    for arguments in (("export.zip", "--channel", "inc-7"), ("export/inc-7",), ("export/inc-7/2026-11-23.json",)):
        assert _imported(base, *arguments) == expected
    assert (base / "docs" / "incidents" / "INC-7.yml").read_text("utf-8").startswith(RECORD)


def test_slack_messages_by_marker_and_all(base: Path, export: Path) -> None:
    assert _imported(base, "export/inc-7", "--marker", "!timeline") == ["06:03 Bo: @Mei Tanaka found the cause"]
    everything = _imported(base, "export/inc-7", "--all")
    assert "06:02 Bo: @channel lunch?" in everything
    assert "06:05 alerts: Resolved" in everything
    assert not [text for text in everything if "ghp_" in text or "joined" in text]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export",), "several channels: --channel is one of general, inc-7"),
        (("export", "--channel", "x"), "no channel `x`: --channel is one of general, inc-7"),
        (("export/general",), "no message has the reaction pushpin"),
        (("docs",), "no messages as a Slack export has them"),
        (("nowhere.json",), "nowhere.json: cannot be read: No such file or directory"),
        (("runbook-linter.yml",), "runbook-linter.yml:1:1: not valid JSON"),
    ],
)
def test_wrong_use_is_one_line(base: Path, export: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("incident", "import-slack", "INC-7", *arguments, cwd=base)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert said in done.stderr
    assert (base / "docs" / "incidents" / "INC-7.yml").read_text("utf-8") == RECORD


def test_at_a_terminal_it_asks_about_each_message(base: Path, export: Path) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, b"y\nn\nY\nn\nn\n")
    command = [sys.executable, "-m", "linter", "incident", "import-slack", "INC-7", "export/inc-7"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=base, env=environment, stdin=theirs, capture_output=True, text=True, check=False, timeout=60
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert "2026-11-23 06:01 Mei Tanaka: We restart <api>" in done.stdout
    events = read_record(base / "docs" / "incidents" / "INC-7.yml").events
    assert [f"{event.time:%H:%M}" for event in events] == ["06:01", "06:03"]
