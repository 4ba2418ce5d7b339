"""Pages written for alerts that have none, and what a review is shown."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from linter.parsing import parse
from linter.parsing.alert_files import read_alert_file
from tests.alerts.test_corpus import CONFIG, base
from tests.cli.run import run
from tests.conftest import lint_folder
from tests.project.test_history import Repository

__all__ = ["base"]

RULES = """groups:
  - name: shop
    rules:
      - alert: HighLatency
        expr: |
          latency_seconds > 1
        for: 5m
        labels: {severity: critical}
        annotations:
          summary: Slow <script>alert(1)</script> `x`
          description: "{{ $labels.pod }}{{ if $value }} is at {{ $value | humanize }}{{ end }} [x](javascript:y)"
          runbook_url: https://runbooks.example.com/shop/highlatency
      - alert: Quiet
        expr: up == 0
"""
SETTINGS = 'alerts:\n  rules: ["rules/*.yml"]\n  runbook_urls: {"https://runbooks.example.com/": "docs/"}\n'


def test_stubs_complete_the_coverage_of_the_corpus_and_build(base: Path) -> None:
    # A copy of the page of the same name, without `.md`: mkdocs makes a file of it where the page's folder belongs.
    (base / "content/runbooks/prometheus-operator/PrometheusOperatorSyncFailed").unlink()
    done = run("alerts", "--write-stubs", cwd=base)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": written for ") == 26
    covered = json.loads(run("alerts", "--format", "json", cwd=base).stdout)
    assert covered["dead"] == []
    assert all(row["page"] for row in covered["alerts"])
    stubs = [line.partition(":")[0] for line in done.stdout.splitlines()]
    found = [finding for finding in lint_folder(base).findings if finding.path in stubs]
    assert {finding.code for finding in found} == {"W101"}
    (base / "mkdocs.yml").write_text(
        "site_name: x\ndocs_dir: content\ntheme: {name: material, font: false}\n"
        "markdown_extensions: [pymdownx.superfences]\nplugins: [search]\n",
        encoding="utf-8",
    )
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "-d", str(base.parent / "site")],
        cwd=base,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr


def test_a_stub_says_what_the_rule_says_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/shop.yml").write_text(RULES, encoding="utf-8")
    (tmp_path / "runbook-linter.yml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Index\n", encoding="utf-8")
    done = run("alerts", "--write-stubs", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "docs/shop/HighLatency.md").read_text(encoding="utf-8")
    document = parse(page)
    assert document.front_matter.data == {"kind": "runbook", "alerts": ["HighLatency"], "severity": "critical"}
    assert [heading.text for heading in document.headings] == [
        "HighLatency",
        "Overview",
        "Impact",
        "Diagnosis",
        "Mitigation",
    ]
    assert document.code_blocks[0].code == "latency_seconds > 1\n"
    assert not document.links
    assert "`pod` is at `value`" in page
    assert r"\<script\>" in page
    # Written once: a second run leaves what is there alone.
    (tmp_path / "docs/shop/HighLatency.md").write_text(page + "\nMine.\n", encoding="utf-8")
    again = run("alerts", "--write-stubs", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (0, "")
    assert "Mine." in (tmp_path / "docs/shop/HighLatency.md").read_text(encoding="utf-8")


def test_a_review_is_shown_only_what_is_new(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.write("rules/shop.yml", RULES)
    repository.write("runbook-linter.yml", SETTINGS)
    repository.write("docs/index.md", "# Index\n")
    repository.commit("2026-01-01")
    assert json.loads(run("alerts", "--diff", "HEAD", "--format", "json", cwd=tmp_path).stdout)["alerts"] == []
    more = RULES + "      - alert: New\n        expr: up\n        labels: {severity: critical}\n"
    repository.write("rules/shop.yml", more)

    done = run("alerts", "--diff", "HEAD", cwd=tmp_path)

    assert "New (critical)" in done.stdout
    assert "HighLatency" not in done.stdout
    wrong = run("alerts", "--diff", "nowhere", cwd=tmp_path)
    assert (wrong.returncode, wrong.stderr) == (2, "runbook-linter: nowhere: no such revision here\n")


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_other_formats(tmp_path: Path, form: str) -> None:
    (tmp_path / "rules.yml").write_text(RULES, encoding="utf-8")
    (tmp_path / "HighLatency.md").write_text("---\nkind: runbook\n---\n# HighLatency\n", encoding="utf-8")
    done = run("alerts", "rules.yml", "--docs", ".", "--format", form, cwd=tmp_path)
    lines = done.stdout.splitlines()
    if form == "csv":
        assert lines[0] == "alert,severity,path,line,runbook_url,page,dead"
        assert lines[1].startswith("HighLatency,critical,rules.yml,4,https://runbooks.example.com/shop/highlatency,")
    else:
        assert "| HighLatency | critical | HighLatency.md | runbook |" in lines


def test_wrong_input_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n", encoding="utf-8")
    for arguments, said in (
        (["alerts"], "no alert rules here"),
        (["alerts", "nowhere.yml"], "nowhere.yml: no such file or folder"),
    ):
        done = run(*arguments, cwd=tmp_path)
        assert done.returncode == 2
        assert said in done.stderr
        assert done.stderr.count("\n") == 1


def test_hostile_files_are_read_without_harm() -> None:
    for text in ("[" * 100_000, "a: &a [*a]", "\0", "groups: 1", "groups: [1, [], {}]", "- " * 5000, "{{" * 50_000):
        file = read_alert_file("x.yml", text)
        assert file.rules == ()


assert CONFIG


def test_a_run_over_a_part_says_nothing_of_alerts_it_does_not_name(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/shop.yml").write_text(RULES, encoding="utf-8")
    (tmp_path / "runbook-linter.yml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "docs/other").mkdir(parents=True)
    (tmp_path / "docs/other/a.md").write_text("# A\n", encoding="utf-8")
    for arguments, said in (([], True), (["docs"], True), (["docs/other"], False), (["rules/shop.yml"], True)):
        done = run("check", "--select", "A", *arguments, cwd=tmp_path)
        assert ("A106" in done.stdout) is said, arguments
