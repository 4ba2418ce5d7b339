"""Clocks that are set back or change to winter time: no duration is negative, and what contradicts itself is said."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linter.incidents.record_file import read_record
from tests.cli.run import run

RECORD = """\
id: INC-7
title: Payments fail
severity: P1
status: investigating
times: {detected: 2026-10-25T00:50:00Z}
events:
  - {time: 2026-10-25T00:50:00Z, text: P1 declared}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "incidents").mkdir(parents=True)
    (tmp_path / "docs" / "incidents" / "INC-7.yml").write_text(RECORD, encoding="utf-8")
    return tmp_path


def _text(base: Path) -> str:
    return (base / "docs" / "incidents" / "INC-7.yml").read_text(encoding="utf-8")


def test_the_night_in_which_an_hour_comes_twice(base: Path) -> None:
    # In Berlin the clock goes from 02:59 back to 02:00 that night.
    for command, time in (
        (("start",), "2026-10-25T02:40:00+02:00"),
        (("acknowledge",), "2026-10-25T02:55:00+02:00"),
        (("event",), "2026-10-25T02:05:00+01:00"),
        (("resolve",), "2026-10-25T02:10:00+01:00"),
    ):
        text = ("Renewed",) if command == ("event",) else ()
        done = run("incident", *command, "INC-7", *text, "--time", time, cwd=base, TZ="Europe/Berlin")
        assert done.returncode == 0, done.stderr
    shown = run("incident", "show", "INC-7", cwd=base, TZ="Europe/Berlin").stdout
    assert re.findall(r"(MTT.): +(.*)", shown) == [("MTTD", "10 min"), ("MTTA", "5 min"), ("MTTR", "30 min")]
    assert shown.index("00:50 UTC  P1 declared") < shown.index("01:05 UTC  Renewed")


def test_what_runs_backwards_is_refused_with_the_way_out(base: Path) -> None:
    done = run("incident", "acknowledge", "INC-7", "--time", "2026-10-25T00:45:00Z", cwd=base)
    assert (done.returncode, done.stderr) == (
        2,
        "runbook-linter: acknowledged at 2026-10-25 00:45 UTC is before detected at 2026-10-25 00:50 UTC: "
        "--time TIME says another, `incident detect` with --time TIME changes the other\n",
    )
    assert _text(base) == RECORD
    for command, time in (("detect", "00:44"), ("acknowledge", "00:45")):
        assert run("incident", command, "INC-7", "--time", f"2026-10-25T{time}:00Z", cwd=base).returncode == 0
    assert read_record(base / "docs/incidents/INC-7.yml").metrics.mtta == timedelta(minutes=1)


def test_a_record_that_contradicts_itself_has_no_such_metric(base: Path) -> None:
    text = RECORD.replace("00Z}\nevents", "00Z, acknowledged: 2026-10-25T00:40:00Z}\nevents")
    (base / "docs" / "incidents" / "INC-7.yml").write_text(text, encoding="utf-8")
    said = "`acknowledged` is before `detected`: one of them is wrong, and nothing is counted between them"
    shown = run("incident", "show", "INC-7", cwd=base).stdout
    assert said in shown
    assert "MTTA" not in shown
    done = run("incident", "metrics", "--format", "json", cwd=base)
    assert (done.returncode, done.stderr) == (0, f"runbook-linter: docs/incidents/INC-7.yml: {said}\n")
    assert json.loads(done.stdout)["groups"][0]["mtta"] is None


def test_a_clock_that_was_set_back_is_named(base: Path) -> None:
    ahead = datetime.now(UTC) + timedelta(hours=1)
    text = f"{RECORD}  - {{time: {ahead:%Y-%m-%dT%H:%M:%SZ}, text: Found}}\n"
    (base / "docs" / "incidents" / "INC-7.yml").write_text(text, encoding="utf-8")
    said = f", and the record has something of {ahead:%Y-%m-%d %H:%M} UTC already: set the clock if it is wrong"
    for arguments in (
        ("event", "INC-7", "Renewed"),
        ("role", "INC-7", "--scribe", "Mei"),
        ("acknowledge", "INC-7"),
        ("update", "--incident-id", "INC-7", "--message", "The team looks."),
    ):
        done = run("incident", *arguments, cwd=base)
        assert done.returncode == 0, done.stderr
        assert done.stderr.startswith("this machine's clock says ")
        assert said in done.stderr
    given = run("incident", "event", "INC-7", "Before that", "--time", "2026-10-25T01:00:00Z", cwd=base)
    assert (given.returncode, given.stderr) == (0, "")


def test_another_clock_may_be_some_minutes_ahead(base: Path) -> None:
    soon = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=2)
    assert run("incident", "event", "INC-7", "Seen", "--time", f"{soon:%H:%M}", cwd=base).returncode == 0
    assert read_record(base / "docs/incidents/INC-7.yml").events[-1].time == soon


def test_a_promise_of_a_minute_ago_is_not_taken_for_tomorrow(base: Path) -> None:
    past = f"{datetime.now(UTC) - timedelta(minutes=1):%H:%M}"
    arguments = ("--incident-id", "INC-7", "--message", "The team looks.", "--next-update")
    done = run("incident", "update", *arguments, past, cwd=base)
    assert (done.returncode, done.stderr) == (2, f"runbook-linter: --next-update {past}: that is over\n")
    later = f"{datetime.now(UTC) + timedelta(hours=2):%H:%M}"
    assert run("incident", "update", *arguments, later, cwd=base).returncode == 0
