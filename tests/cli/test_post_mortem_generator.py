"""`post-mortem-generator`: the page has what the record knows, and nothing to mend but what a person must say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linter.parsing import parse
from linter.parsing.timelines import read_timeline
from tests.conftest import ROOT, lint_folder

RECORD = """id: INC-7
title: The certificate expired
severity: P1
status: resolved
service: [payments, shop]
impact: Customers cannot pay | <script>x</script>
roles: {incident_commander: Ana, communications_lead: Bo}
times:
  started: 2025-10-20T13:50:00Z
  detected: 2025-10-20T14:03:00Z
  resolved: 2025-10-20T14:20:00Z
events:
  - {time: 2025-10-20T14:10:00Z, text: "The [cause](javascript:x) is | found", by: Ana}
updates:
  - {time: 2025-10-20T14:05:00Z, status: investigating, message: "Payments fail.\\n# We look into it."}
"""


def generate(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from linter.cli.post_mortem_generator import entry; entry()", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "docs/incidents").mkdir(parents=True)
    (tmp_path / "docs/incidents/INC-7.yml").write_text(RECORD, encoding="utf-8")
    (tmp_path / "runbook-linter.yml").write_text("docs: docs\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("profile", ["minimal", "standard", "full"])
def test_a_page_from_the_record(base: Path, profile: str) -> None:
    done = generate(base, "--incident-id", "inc-7", "--profile", profile)
    assert done.returncode == 0, done.stderr
    path = base / "docs/post-mortems/2025-10-20-inc-7.md"
    document = parse(path.read_text("utf-8"))
    assert document.front_matter.data["incident"] == "INC-7"
    assert document.front_matter.data["service"] == ["payments", "shop"]
    section = next(section for section in document.sections if section.title == "Timeline")
    timeline = read_timeline(document, section.content)
    assert [row.instant.isoformat()[11:16] for row in timeline.rows if row.instant] == [
        *("13:50", "14:03", "14:05", "14:10", "14:20")
    ]
    assert {"started", "detected", "resolved"} <= set(timeline.milestones)
    assert not document.links
    assert len(document.html) == 0
    found = {(finding.code, finding.severity) for finding in lint_folder(base).findings if finding.severity != "info"}
    assert found == {("W101", "warning")}
    assert "MTTR: 30 min" in document.text


def test_without_a_record(base: Path) -> None:
    arguments = ("--incident-id", "INC-123", "--summary", "API Latency Spike", "--date", "2025-10-20")
    done = generate(base, *arguments)
    assert done.returncode == 0, done.stderr
    assert "# INC-123: API Latency Spike" in (base / "docs/post-mortems/2025-10-20-inc-123.md").read_text("utf-8")
    again = generate(base, *arguments)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert "is there already (--force writes over it)" in again.stderr
    assert generate(base, *arguments, "--force").returncode == 0
    shown = generate(base, *arguments, "--output", "-")
    assert shown.stdout.startswith("---\nkind: post-mortem\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--incident-id", "INC-99"], "INC-99 has no record: say with --summary what happened"),
        (["--incident-id", "../x", "--summary", "x"], "letters, digits"),
        (["--incident-id", "INC-7", "--date", "soon"], "--date soon: not a date"),
        (["--incident-id", "INC-7", "--profile", "huge"], "post-mortem has no profile `huge`"),
    ],
)
def test_wrong_input_is_one_line(base: Path, arguments: list[str], said: str) -> None:
    done = generate(base, *arguments)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr
