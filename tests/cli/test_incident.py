"""`runbook-linter incident`, and records in a run of `check`, as real commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import findings, run

OPEN = """\
id: INC-2
title: "Payments\\e[31m fail"
severity: P1
status: identified
service: payments
roles: {incident_commander: Dana, communications_lead: Luis}
times: {started: 2026-11-23T06:00:00Z, detected: 2026-11-23T06:05:00Z}
links: {ticket: "https://example.com/browse/OPS-2"}
updates:
  - {time: 2026-11-23T06:20:00Z, message: Payments fail. We are searching for the cause.}
"""
PAST = """\
id: INC-1
title: Disk full
severity: SEV-2
status: resolved
service: orders
times: {started: 2026-10-01T06:00:00Z, detected: 2026-10-01T06:10:00Z, resolved: 2026-10-01T07:00:00Z}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "docs" / "incidents"
    folder.mkdir(parents=True)
    (tmp_path / "runbook-linter.yml").write_text("fail_on: warning\n", encoding="utf-8")
    (tmp_path / "docs" / "index.md").write_text("# Index\n", encoding="utf-8")
    (folder / "INC-1.yml").write_text(PAST, encoding="utf-8")
    (folder / "INC-2.yml").write_text(OPEN, encoding="utf-8")
    return tmp_path


def test_list_says_who_is_overdue_and_since_when(base: Path) -> None:
    done = run("incident", "list", "--at", "2026-11-23T07:00:00Z", cwd=base)
    assert done.returncode == 0
    assert done.stdout.splitlines()[:3] == [
        "1 open incident",
        "  INC-2  P1  identified  payments  for 1 h  Payments [31m fail",
        "      overdue: an update was due at 2026-11-23 06:50 UTC, 10 min ago; Communications Lead: Luis",
    ]
    assert "INC-1  P2  resolved  orders  2026-10-01 took 1 h  Disk full" in done.stdout
    in_time = run("incident", "list", "--at", "2026-11-23T06:30:00Z", cwd=base)
    assert "next update at 2026-11-23 06:50 UTC" in in_time.stdout
    assert "overdue" not in in_time.stdout


def test_list_as_json(base: Path) -> None:
    done = run("incident", "list", "--format", "json", "--today", "2026-11-24", cwd=base)
    first, second = json.loads(done.stdout)["incidents"]
    assert (first["id"], first["open"], first["overdue_since"]) == ("INC-1", False, None)
    assert (second["id"], second["open"], second["overdue_since"]) == ("INC-2", True, "2026-11-23T06:50:00Z")


def test_the_cadence_is_that_of_the_rule(base: Path) -> None:
    (base / "runbook-linter.yml").write_text("rules: {N102: {minutes: {P1: 60}}}\n", encoding="utf-8")
    done = run("incident", "list", "--at", "2026-11-23T07:00:00Z", cwd=base)
    assert "next update at 2026-11-23 07:20 UTC" in done.stdout
    (base / "runbook-linter.yml").write_text("rules: {update-cadence: {minutes: {P9: 60}}}\n", encoding="utf-8")
    done = run("incident", "list", cwd=base)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "`P9` is no severity" in done.stderr


@pytest.mark.parametrize("name", ["INC-2", "inc-2", "OPS-2"])
def test_show(base: Path, name: str) -> None:
    done = run("incident", "show", name, "--at", "2026-11-23T07:00:00Z", cwd=base)
    assert done.returncode == 0
    assert done.stdout.startswith("INC-2: Payments [31m fail\n")
    assert "MTTD:  5 min" in done.stdout
    assert "overdue since 2026-11-23 06:50 UTC" in done.stdout


def test_what_is_not_there_is_one_line(base: Path) -> None:
    done = run("incident", "show", "INC-3", cwd=base)
    assert done.returncode == 2
    assert done.stderr.startswith("runbook-linter: no incident `INC-3`; did you mean `INC-")
    assert run("incident", "list", "--at", "noon", cwd=base).stderr.count("\n") == 1
    assert run("incident", cwd=base).returncode == 2


def test_metrics(base: Path) -> None:
    done = run("incident", "metrics", "--by", "severity", cwd=base)
    assert "P2        1          MTTD    1  10 min  10 min  10 min" in done.stdout
    done = run("incident", "metrics", "--format", "json", cwd=base)
    first = json.loads(done.stdout)["groups"][0]
    assert (first["month"], first["incidents"], first["mttr"]["median_seconds"]) == ("2026-10", 1, 3600)
    assert first["mtta"] is None


def test_a_broken_record_is_named_with_its_place(base: Path) -> None:
    (base / "docs" / "incidents" / "INC-3.yml").write_text("id: INC-3\nsevrity: P1\n", encoding="utf-8")
    (base / "docs" / "incidents" / "INC-4.yml").write_bytes(b"id: \xff\n")
    done = run("incident", "list", cwd=base)
    assert done.returncode == 2
    assert "docs/incidents/INC-3.yml:2:1: unknown key `sevrity`; did you mean `severity`?" in done.stderr
    assert "docs/incidents/INC-4.yml: cannot be read: not UTF-8 at line 1, column 5" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_looks_at_records_in_whole_runs(base: Path) -> None:
    done = run("check", "docs", "--format", "json", "--today", "2026-11-24", "--select", "N", cwd=base)
    assert [(f["path"], f["name"]) for f in findings(done)] == [("docs/incidents/INC-2.yml", "update-cadence")]
    assert done.returncode == 1
    assert not findings(run("check", "docs/index.md", "--format", "json", "--today", "2026-11-24", cwd=base))


def test_a_record_named_is_recognised_by_path_and_by_content(base: Path) -> None:
    (base / "elsewhere.yml").write_text(OPEN.replace("severity: P1", "severity: high"), encoding="utf-8")
    for path in ("elsewhere.yml", "docs/incidents/INC-2.yml"):
        done = run("check", path, "--format", "json", "--today", "2026-11-24", "--select", "N,A", cwd=base)
        assert {f["path"] for f in findings(done)} == {path}
        assert all(f["code"].startswith("N") for f in findings(done))


def test_an_alert_file_named_is_still_one(base: Path) -> None:
    rules = "groups: [{name: a, rules: [{alert: A, expr: up, for: 5 minutes}]}]\n"
    (base / "rules.yml").write_text(rules, encoding="utf-8")
    done = run("check", "rules.yml", "--format", "json", cwd=base)
    assert "broken-alert-rule" in {f["name"] for f in findings(done)}


def test_a_comment_suppresses(base: Path) -> None:
    text = OPEN.replace("  - {time", '  # runbook-linter: ignore[update-cadence] reason="told by phone"\n  - {time')
    (base / "docs" / "incidents" / "INC-2.yml").write_text(text, encoding="utf-8")
    done = run("check", "docs", "--format", "json", "--today", "2026-11-24", "--select", "N", cwd=base)
    assert [f["state"] for f in findings(done)] in ([], ["suppressed"])
    assert done.returncode == 0


def test_records_elsewhere_and_none(base: Path) -> None:
    (base / "docs" / "incidents").rename(base / "records")
    assert "0 open incidents" in run("incident", "list", cwd=base).stdout
    (base / "runbook-linter.yml").write_text(
        'incidents: ["records/**/*.yml", "../x/*.yml", "/nowhere/*.yml"]\n', encoding="utf-8"
    )
    assert "1 open incident" in run("incident", "list", cwd=base).stdout
    (base / "runbook-linter.yml").write_text("incidents: records\n", encoding="utf-8")
    done = run("incident", "list", cwd=base)
    assert done.returncode == 2
    assert "runbook-linter.yml:1: `incidents` must be a list of texts" in done.stderr


def test_from_a_folder_of_a_repository_its_records_are_found(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs" / "incidents").mkdir(parents=True)
    deep = tmp_path / "docs" / "runbooks"
    deep.mkdir()
    declare = ("incident", "declare", "--severity", "P3", "--summary", "A button is grey", "--id")
    assert run(*declare, "INC-1", cwd=tmp_path).returncode == 0
    assert "INC-1" in run("incident", "list", cwd=deep).stdout
    assert run("incident", "event", "INC-1", "Painted", cwd=tmp_path / "docs" / "incidents").returncode == 0
    assert run(*declare, "INC-2", cwd=deep).returncode == 0
    assert run("incident", "role", "INC-2", "--scribe", "Mei", cwd=tmp_path).returncode == 0
    assert sorted(path.name for path in tmp_path.rglob("*.yml")) == ["INC-1.yml", "INC-2.yml"]
    # A folder with records of its own, or a configuration, is a knowledge base of its own.
    (deep / "runbook-linter.yml").write_text("docs: .\n", encoding="utf-8")
    assert run("incident", "list", cwd=deep).stdout.startswith("0 open incidents")
