"""`post-mortem-generator`: the page has what the record knows, and nothing to mend but what a person must say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from linter.parsing import parse
from linter.parsing.timelines import read_timeline
from tests.cli.run import run
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
  - {time: 2025-10-20T14:05:00Z, status: investigating, message: "Payments fail.\\n# Impact\\nIt is the gateway."}
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
    assert "Update, investigating: Payments fail. Impact: It is the gateway |" in document.text
    assert "Customers cannot pay \\| \\<script\\>x\\</script\\>.\n\nIt lasted 30 min.\n\n‹How many" in document.text
    assert f"date: {document.front_matter.data['date']}\n" in document.text


def test_what_the_record_says_is_not_asked_again(base: Path) -> None:
    record = base / "docs/incidents/INC-7.yml"
    text = record.read_text("utf-8").replace("Customers cannot pay", "4,100 customers could not pay")
    text = text.replace("  resolved:", "  mitigated: 2025-10-20T14:15:00Z\n  resolved:")
    links = (
        'links: {channel: "https://acme.slack.com/archives/C1", ticket: "OPS-7](javascript:x)", page: "ftp://a b"}\n'
    )
    record.write_text(text + links, encoding="utf-8")
    assert generate(base, "--incident-id", "INC-7").returncode == 0
    document = parse((base / "docs/post-mortems/2025-10-20-inc-7.md").read_text("utf-8"))
    impact = next(section for section in document.sections if section.title == "Impact")
    said = document.text[impact.content.start : impact.content.end]
    assert said.strip().endswith("It lasted 30 min, and was eased after 25 min.")
    assert [link.target for link in document.links] == ["https://acme.slack.com/archives/C1"]
    assert "- Ticket: OPS-7\\](javascript:x)\n- Page: ftp://a b" in document.text
    assert {(f.code, f.severity) for f in lint_folder(base).findings if f.severity != "info"} == {("W101", "warning")}


def test_what_the_record_does_not_say_is_asked(base: Path) -> None:
    (base / "docs/incidents/INC-7.yml").write_text(
        "id: INC-7\nupdates: [{time: 2025-10-20T14:05:00Z, message: Payments fail}]\n"
        "events: [{time: 2025-10-20T14:06:00Z, text: ''}]\n",
        encoding="utf-8",
    )
    refused = generate(base, "--incident-id", "INC-7")
    assert (refused.returncode, refused.stderr) == (
        2,
        "post-mortem-generator: the record of INC-7 has no title: say with --summary what happened\n",
    )
    assert generate(base, "--incident-id", "INC-7", "--summary", "Payments failed").returncode == 0
    (page,) = (base / "docs/post-mortems").iterdir()
    text = page.read_text("utf-8")
    assert "severity: ‹the severity in the house's vocabulary, P0 to P4 for instance›\n" in text
    assert "| 2025-10-20 14:05 | Update: Payments fail |\n\n" in text


def test_a_template_of_ones_own_is_filled(base: Path) -> None:
    (base / "schemas").mkdir()
    template = base / "schemas/post-mortem.md.j2"
    template.write_text(
        "# Review of {{ title }}\n\n{% for s in sections %}{{ s.text }}\n{% endfor %}", encoding="utf-8"
    )
    assert generate(base, "--incident-id", "INC-7").returncode == 0
    text = (base / "docs/post-mortems/2025-10-20-inc-7.md").read_text("utf-8")
    assert text.startswith("# Review of INC-7: The certificate expired\n\n## Summary\n")
    assert "| 2025-10-20 13:50 | Started:" in text
    template.write_text("{{ nothing }}", encoding="utf-8")
    refused = generate(base, "--incident-id", "INC-7", "--output", "-")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)


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


def test_a_record_that_cannot_be_told_apart_or_read_is_said(base: Path) -> None:
    record = base / "docs/incidents/INC-7.yml"
    twin = record.with_name("INC-8.yml")
    twin.write_bytes(record.read_bytes())
    done = generate(base, "--incident-id", "INC-7", "--output", "-")
    assert done.returncode == 2
    assert "several records claim the id `INC-7`: docs/incidents/INC-7.yml, docs/incidents/INC-8.yml" in done.stderr
    twin.write_text("id: [\n", encoding="utf-8")
    done = generate(base, "--incident-id", "INC-8", "--summary", "x", "--output", "-")
    assert done.returncode == 2
    assert "docs/incidents/INC-8.yml: holds no record" in done.stderr


def test_without_a_configuration_it_lies_beside_the_records(tmp_path: Path) -> None:
    (tmp_path / "docs/incidents").mkdir(parents=True)
    (tmp_path / "docs/incidents/INC-7.yml").write_text(RECORD, encoding="utf-8")
    assert generate(tmp_path, "--incident-id", "INC-7").returncode == 0
    assert (tmp_path / "docs/post-mortems/2025-10-20-inc-7.md").is_file()


def test_the_record_names_its_page_and_no_other_byte_changes(base: Path) -> None:
    record = base / "docs/incidents/INC-7.yml"
    done = generate(base, "--incident-id", "INC-7")
    assert "docs/incidents/INC-7.yml: names it under `post_mortem`" in done.stdout
    named = f"{RECORD}post_mortem: docs/post-mortems/2025-10-20-inc-7.md\n"
    assert record.read_text("utf-8") == named
    assert "names it" not in generate(base, "--incident-id", "INC-7", "--output", "docs/other.md").stdout
    assert record.read_text("utf-8") == named
    record.write_text(f"{RECORD}sevice: x\n", encoding="utf-8")
    done = generate(base, "--incident-id", "INC-7", "--force")
    assert done.returncode == 0
    assert "docs/incidents/INC-7.yml:16:1: unknown key `sevice`" in done.stderr


def test_new_writes_the_same_page(base: Path) -> None:
    generate(base, "--incident-id", "INC-7", "--output", "docs/generated.md")
    done = run("new", "post-mortem", "docs/new.md", "--incident-id", "inc-7", cwd=base)
    assert done.returncode == 0, done.stderr
    assert (base / "docs/new.md").read_text("utf-8") == (base / "docs/generated.md").read_text("utf-8")
    done = run("new", "runbook", "docs/x.md", "--incident-id", "INC-7", cwd=base)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "only a post-mortem is filled from an incident's record" in done.stderr


@pytest.mark.parametrize("with_record", [True, False])
def test_messages_from_slack_become_rows_to_choose(base: Path, with_record: bool) -> None:
    messages = [
        {
            "user": "U1",
            "text": "Seen on <https://x.example/a|the graph> | *all* of it\n# up",
            "ts": "1760969040.000100",
        },
        {"username": "bot", "text": "the key is ghp_a8Zk3LmQ7wXy2RtB9cVn4JdH6sFp1KeGu5To", "ts": "1760969100.000100"},
        {"user": "U2", "text": "<script>alert(1)</script>", "ts": "1760968980.000100"},
    ]
    (base / "2025-10-20.json").write_text(json.dumps(messages), encoding="utf-8")
    if not with_record:
        (base / "docs/incidents/INC-7.yml").unlink()
    arguments = ("--incident-id", "INC-7", "--summary", "Payments fail", "--date", "2025-10-20")
    done = generate(base, *arguments, "--from-slack-export", "2025-10-20.json")
    assert done.returncode == 0, done.stderr
    assert "left out, it holds a token or a password: 14:05 bot" in done.stderr
    document = parse((base / "docs/post-mortems/2025-10-20-inc-7.md").read_text("utf-8"))
    assert "ghp_" not in document.text
    assert [link.form for link in document.links] == ["bare"]
    assert len(document.html) == 0
    section = next(section for section in document.sections if section.title == "Timeline")
    rows = [line for line in document.text[section.span.start : section.span.end].splitlines() if "‹keep" in line]
    assert [row[2:18] for row in rows] == ["2025-10-20 14:03", "2025-10-20 14:04"]
    run_ = lint_folder(base)
    found = {(finding.code, finding.severity) for finding in run_.findings if finding.severity != "info"}
    assert found == {("W101", "warning")}
    lines = document.text.splitlines()
    marked = {lines[finding.position.line - 1] for finding in run_.findings if finding.code == "W101"}
    assert set(rows) <= marked
