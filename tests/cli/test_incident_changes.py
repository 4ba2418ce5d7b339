"""The commands that write into a record, as real commands; every other byte of it stays."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from linter.incidents.record_file import read_record
from tests.cli.run import run

RECORD = """\
id: INC-7   # ours
title: 'Payments fail'
severity: P1
status: investigating
roles: {incident_commander: Dana}
times:
  started: 2026-11-23T06:00:00Z
  resolved:   # not yet
links: {ticket: "https://example.com/browse/OPS-7"}
steps: {ticket: {state: failed, error: refused}}
events:
  - {time: 2026-11-23T06:22:00Z, text: Found, by: Mei}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "incidents").mkdir(parents=True)
    (tmp_path / "runbook-linter.yml").write_text("docs: docs\n", encoding="utf-8")
    (tmp_path / "docs" / "incidents" / "INC-7.yml").write_text(RECORD, encoding="utf-8")
    return tmp_path


def _changes(base: Path) -> list[str]:
    after = (base / "docs" / "incidents" / "INC-7.yml").read_text(encoding="utf-8")
    lines = difflib.ndiff(RECORD.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize("id", ["INC-7", "inc-7", "OPS-7"])
def test_an_event_is_one_line_more(base: Path, id: str) -> None:
    done = run(
        "incident", "event", id, "Cause: the certificate", "--by", "Mei", "--time", "2026-11-23T06:40:00Z", cwd=base
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "docs/incidents/INC-7.yml: 2026-11-23 06:40 UTC Cause: the certificate\n"
    assert _changes(base) == ['+   - {time: 2026-11-23T06:40:00Z, text: "Cause: the certificate", by: Mei}']


def test_an_event_of_today_and_one_without_a_time(base: Path) -> None:
    assert run("incident", "event", "INC-7", "Seen", "--time", "00:00", cwd=base).returncode == 0
    assert run("incident", "event", "INC-7", "Seen again", cwd=base).returncode == 0
    _, seen, again = read_record(base / "docs/incidents/INC-7.yml").events
    assert seen.time is not None
    assert again.time is not None
    assert seen.time <= again.time
    assert (seen.time.hour, seen.time.minute, again.time.microsecond) == (0, 0, 0)


def test_milestones(base: Path) -> None:
    at = "2026-11-23T06:{:02}:00Z".format
    assert run("incident", "acknowledge", "INC-7", "--time", at(11), cwd=base).returncode == 0
    assert run("incident", "mitigate", "INC-7", "--time", at(40), cwd=base).returncode == 0
    done = run("incident", "resolve", "INC-7", "--time", at(50), cwd=base)
    assert done.stdout.splitlines() == [
        "docs/incidents/INC-7.yml: resolved at 2026-11-23 06:50 UTC",
        "still open: step ticket is failed: refused",
        "nobody was told yet: send-incident-update --incident-id INC-7 --status resolved --message …",
        "the post-mortem begins with: post-mortem-generator --incident-id INC-7",
    ]
    assert sorted(_changes(base)) == [
        "+   acknowledged: 2026-11-23T06:11:00Z",
        "+   mitigated: 2026-11-23T06:40:00Z",
        "+   resolved: 2026-11-23T06:50:00Z   # not yet",
        "+ status: resolved",
        "-   resolved:   # not yet",
        "- status: investigating",
    ]
    again = run("incident", "resolve", "INC-7", cwd=base)
    assert "resolved at 2026-11-23 06:50 UTC, as it said already (--time TIME changes it)" in again.stdout
    assert read_record(base / "docs/incidents/INC-7.yml").times.resolved.isoformat()[11:16] == "06:50"  # type: ignore[union-attr]


def test_a_role_is_handed_over(base: Path) -> None:
    arguments = ("--commander", "Luis", "--communications-lead", "Luis", "--technical-lead", "Mei")
    done = run("incident", "role", "INC-7", *arguments, "--time", "2026-11-23T06:30:00Z", cwd=base)
    assert done.returncode == 0, done.stderr
    assert "Luis takes over from Dana as Incident Commander; Luis is Communications Lead; Mei is a Tech" in done.stdout
    assert "Luis is now both Incident Commander and Communications Lead: on a P1 these are two people" in done.stdout
    record = read_record(base / "docs/incidents/INC-7.yml")
    assert record.roles[:3] == ("Luis", "Luis", ("Mei",))
    assert [event.text for event in record.events][1:] == [
        "Luis takes over from Dana as Incident Commander",
        "Luis is Communications Lead",
        "Mei is a Technical Lead",
    ]
    assert "have these roles already" in run("incident", "role", "INC-7", *arguments, cwd=base).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("event", "INC-8", "x"), "no incident `INC-8`; did you mean `INC-7`?"),
        (("event", "INC-7", " "), "TEXT is empty"),
        (("event", "", "x"), "no incident ``"),
        (("event", "INC-7", "x", "--time", "2199-01-01T00:00:00Z"), "that is still to come"),
        (
            ("event", "INC-7", "x", "--by", "ghp_a8Zk3LmQ7wXy2RtB9cVn4JdH6sFp1KeGu5To"),
            "not written down: this looks like",
        ),
        (("event", "INC-7", "x", "--time", "noon"), "--time noon: neither a time such as 06:22"),
        (
            ("event", "INC-7", "The key is ghp_a8Zk3LmQ7wXy2RtB9cVn4JdH6sFp1KeGu5To"),
            "not written down: this looks like",
        ),
        (("resolve", "INC-7", "--time", "2026-11-23T05:00:00Z"), "is before started at 2026-11-23 06:00 UTC: --time"),
        (("role", "INC-7"), "say who takes which role"),
    ],
)
def test_wrong_use_is_one_line_and_changes_nothing(base: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("incident", *arguments, cwd=base)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr
    assert "ghp_a8Zk3" not in done.stderr
    assert not _changes(base)


def test_a_broken_record_is_refused(base: Path) -> None:
    path = base / "docs" / "incidents" / "INC-7.yml"
    for text, said in (
        ("id: INC-7\ntitle: [\n", ":3:1: not valid YAML"),
        (f"{RECORD}sevice: x\n", ":13:1: unknown key"),
        ("", ":1:1: "),
        ("a: list\n", ":1:1: "),
        ("id: \udcff\n", ": cannot be read: not UTF-8 at line 1"),
    ):
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
        done = run("incident", "event", "INC-7", "Seen", cwd=base)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert f"docs/incidents/INC-7.yml{said}" in done.stderr
        assert path.read_text(encoding="utf-8", errors="surrogateescape") == text
