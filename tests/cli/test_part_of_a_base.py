"""A run over some files of a knowledge base judges all of them, by what all pages say."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.cli.run import findings, run
from tests.cli.test_standard_input import check

Writer = Callable[[Mapping[str, str]], Path]

CONFIG = """\
alerts:
  rules: ["rules/*.yml"]
  runbook_urls: {"https://wiki.example.com/": "docs/"}
"""
PAGE = """\
# DiskFull

## Overview

The disk of a node is full.

## Impact

Orders are lost.

## Diagnosis

Look at `df -h`.

## Mitigation

1. Delete old logs: `journalctl --vacuum-size=1G`.
2. Call [the team](other.md).
"""
RULES = """\
groups:
  - name: disks
    rules:
      - alert: DiskFull
        expr: disk_free < 1
        for: 5m
        labels: {severity: critical}
        annotations:
          summary: Full
          runbook_url: https://wiki.example.com/runbooks/DiskFull#mitigation
"""
RECORD = """\
id: INC-7
title: Checkout fails
severity: P9
status: resolved
times: {detected: 2026-11-01T10:00:00Z, resolved: 2026-11-01T11:00:00Z}
"""


@pytest.fixture
def base(knowledge_base: Writer) -> Path:
    return knowledge_base(
        {
            "runbook-linter.yml": CONFIG,
            "docs/runbooks/DiskFull.md": PAGE,
            "docs/post-mortems/INC-7.md": "---\nincident: INC-7\nkind: post-mortem\n---\n# Checkout failed\n",
            "docs/incidents/INC-7.yml": RECORD,
            "rules/disks.yml": RULES,
        }
    )


def said_of(base: Path, *arguments: str) -> set[tuple[str, str]]:
    return {(f["path"], f["name"]) for f in findings(run("check", *arguments, "--format", "json", cwd=base))}


@pytest.mark.parametrize("asked", ["rules/disks.yml", "rules"])
def test_alert_rules_alone_are_judged_by_all_pages(base: Path, asked: str) -> None:
    done = run("check", asked, "--fail-on", "warning", cwd=base)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "1 file of alert rules"), done.stdout
    assert "nothing to mend in 1 file of alert rules" in done.stdout
    (base / "rules" / "disks.yml").write_text(RULES.replace("#mitigation", "#gone"), encoding="utf-8")
    # The dead link of the runbook is no finding of this run.
    assert said_of(base, asked) == {("rules/disks.yml", "runbook-url-dead")}


def test_alert_rules_that_are_not_saved_are_judged_by_all_pages(base: Path) -> None:
    for text, expected in ((RULES, 0), (RULES.replace("DiskFull#", "DiskFul#"), 1)):
        done = check(base, text, "--stdin-filename", "rules/disks.yml", "-", "--format", "json")
        assert [f["name"] for f in findings(done)] == ["runbook-url-dead"] * expected


@pytest.mark.parametrize("asked", ["docs/incidents/INC-7.yml", "docs/incidents", "docs", "."])
def test_records_are_judged_wherever_they_are_asked_for(base: Path, asked: str) -> None:
    found = said_of(base, asked, "--severity", "info")
    assert ("docs/incidents/INC-7.yml", "record-schema") in found
    assert "post-mortem-missing" not in {name for _, name in found}
    done = run("check", asked, cwd=base)
    assert "1 incident record" in done.stdout.splitlines()[0]


def test_pages_alone_say_nothing_of_other_files(base: Path) -> None:
    assert said_of(base, "docs/runbooks") == {("docs/runbooks/DiskFull.md", "dead-link")}
    done: subprocess.CompletedProcess[str] = run("check", "docs/runbooks", cwd=base)
    assert done.stdout.splitlines()[0] == "1 runbook"
