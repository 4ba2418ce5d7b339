"""Two engineers, two clones, one incident: what Git cannot merge is said, with what to do."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from linter.incidents.record_file import read_record
from tests.cli.run import run

RECORD = """\
id: INC-7
title: Payments fail
severity: P1
status: investigating
times: {detected: 2026-11-23T06:00:00Z}
events:
  - time: 2026-11-23T06:00:00Z
    text: P1 declared
"""
PLACE = "docs/incidents/INC-7.yml"


def _git(folder: Path, *arguments: str, check: bool = True) -> None:
    identity = ("-c", "user.name=Dana", "-c", "user.email=dana@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=check)


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "first", tmp_path / "second"
    (first / "docs" / "incidents").mkdir(parents=True)
    (first / PLACE).write_text(RECORD, encoding="utf-8")
    _git(first, "init", "-q", "-b", "main")
    _git(first, "add", ".")
    _git(first, "commit", "-q", "-m", "Declared")
    _git(tmp_path, "clone", "-q", "first", "second")
    return first, second


def _say(clone: Path, *arguments: str) -> None:
    assert run("incident", *arguments, cwd=clone).returncode == 0
    _git(clone, "commit", "-q", "-a", "-m", "Written down")


def test_two_events_at_once_conflict_and_the_way_out_is_said(clones: tuple[Path, Path]) -> None:
    first, second = clones
    _say(first, "event", "INC-7", "The certificate has expired", "--time", "2026-11-23T06:22:00Z")
    _say(second, "event", "INC-7", "The database is well", "--time", "2026-11-23T06:20:00Z")
    _git(second, "pull", "-q", "--no-rebase", check=False)
    said = (
        f"{PLACE}:9:1: a merge left two versions of these lines: keep those of both that are right, "
        "delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
    )
    before = (second / PLACE).read_text(encoding="utf-8")
    assert "<<<<<<<" in before
    for arguments in (("event", "INC-7", "Renewed"), ("resolve", "INC-7"), ("show", "INC-7"), ("list",)):
        done = run("incident", *arguments, cwd=second)
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert "1 more record that cannot be read" in run("incident", "list", cwd=second).stdout
    assert (second / PLACE).read_text(encoding="utf-8") == before
    (second / PLACE).write_text(re.sub(r"(?m)^([<>]{7} .*|=======)\n", "", before), encoding="utf-8")
    assert run("incident", "event", "INC-7", "Renewed", cwd=second).returncode == 0
    assert [event.text for event in read_record(second / PLACE).events] == [
        "P1 declared",
        "The database is well",
        "The certificate has expired",
        "Renewed",
    ]


def test_different_parts_merge_by_themselves(clones: tuple[Path, Path]) -> None:
    first, second = clones
    _say(first, "role", "INC-7", "--commander", "Dana")
    _say(second, "acknowledge", "INC-7", "--time", "2026-11-23T06:04:00Z")
    _git(second, "pull", "-q", "--no-rebase")
    record = read_record(second / PLACE)
    assert (record.roles.incident_commander, record.metrics.mtta is not None) == ("Dana", True)
