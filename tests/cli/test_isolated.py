"""A pull request of a stranger brings no settings of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import findings, run
from tests.project.test_history import Repository

RULE = """from pathlib import Path

from linter import PageRule

Path("{marker}").touch()


class Loud(PageRule):
    code = "ACME001"
    name = "loud"
    severity = "warning"

    def check(self, page):
        yield self.finding(page.document.sections[0].heading, "{said}")
"""
KIND = """kind: runbook
title: Runbook
description: Ours.
profiles: [standard]
default_profile: standard
sections:
- {id: safety, title: Safety, required: [standard]}
"""


@pytest.fixture
def fork(tmp_path: Path) -> Repository:
    """A pull request that changes settings, kinds, rules and baseline, and the pages, too."""
    repository = Repository(tmp_path / "base")
    repository.write("docs/a.md", "---\nkind: runbook\n---\n# A\n\n[gone](gone.md)\n")
    repository.write("kinds/runbook.yml", KIND)
    repository.write("rules/loud.py", RULE.format(marker="trusted-ran", said="a rule that is trusted"))
    repository.write("runbook-linter.yml", "docs: docs\nschemas: [kinds]\nrule_files: [rules/loud.py]\n")
    repository.commit("2026-01-01")
    repository.git("checkout", "-q", "-b", "fork")
    repository.write("kinds/runbook.yml", KIND.replace("Safety", "Nothing").replace("[standard]}", "[]}"))
    repository.write("rules/loud.py", RULE.format(marker="stranger-ran", said="a stranger's rule"))
    repository.write("runbook-linter.yml", "rules: {dead-link: off}\nschemas: [kinds]\nrule_files: [rules/loud.py]\n")
    repository.commit("2026-02-01")
    return repository


def said(repository: Repository, *arguments: str) -> set[tuple[str, str]]:
    done = run("check", "--format", "json", *arguments, cwd=repository.folder)
    assert done.returncode in (0, 1), done.stderr
    return {(f["name"], f["message"].partition(":")[0]) for f in findings(done)}


def test_without_it_the_tree_is_believed(fork: Repository) -> None:
    assert ("loud", "a stranger's rule") in said(fork)
    assert (fork.folder / "stranger-ran").exists()


def test_isolated_uses_the_defaults(fork: Repository) -> None:
    found = {name for name, _ in said(fork, "--isolated")}
    assert "dead-link" in found
    assert "loud" not in found
    assert not (fork.folder / "stranger-ran").exists()


@pytest.mark.parametrize("more", [[], ["--isolated"], ["--since", "main"], ["docs/a.md"]])
def test_settings_of_a_trusted_commit(fork: Repository, more: list[str]) -> None:
    fork.write("docs/a.md", "---\nkind: runbook\n---\n# A\n\n[gone](gone.md) [new](new.md)\n")
    found = said(fork, "--config-from", "main", *more)
    assert ("loud", "a rule that is trusted") in found
    assert any(name == "missing-section" for name, _ in found)
    assert ("dead-link", "dead link") in found
    assert (fork.folder / "trusted-ran").exists()
    assert not (fork.folder / "stranger-ran").exists()


def test_the_baseline_is_the_trusted_one(fork: Repository) -> None:
    fork.git("checkout", "-q", "main")
    fork.write("runbook-linter.yml", "baseline: known.json\n")
    assert run("check", "--write-baseline", cwd=fork.folder).returncode == 0
    fork.commit("2026-03-01")
    fork.git("checkout", "-q", "fork")
    fork.write("docs/a.md", "---\nkind: runbook\n---\n# A\n\n[gone](gone.md) [new](new.md)\n")
    done = run("check", "--config-from", "main", "--format", "json", cwd=fork.folder)
    states = {f["subject"]: f["state"] for f in json.loads(done.stdout)["findings"] if f["name"] == "dead-link"}
    assert states == {"gone.md": "baselined", "new.md": "new"}
    refused = run("check", "--config-from", "main", "--write-baseline", cwd=fork.folder)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


def test_nothing_is_left_behind(fork: Repository, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    for arguments in (["--isolated"], ["--config-from", "main"], ["--config-from", "main", "--fail-on", "nonsense"]):
        run("check", *arguments, cwd=fork.folder, TMPDIR=str(tmp_path / "temporary"))
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["--config-from", "nowhere"], "--config-from nowhere: Git knows no such commit here"),
        (["--config-from", "broken"], "broken:runbook-linter.yml:1: unknown key `rulez`"),
        (["--isolated", "--config", "runbook-linter.yml"], "--config goes with neither --isolated nor --config-from"),
    ],
)
def test_wrong_use_is_one_line(fork: Repository, arguments: list[str], wanted: str) -> None:
    fork.git("checkout", "-q", "-b", "broken", "main")
    fork.write("runbook-linter.yml", "rulez: {}\n")
    fork.commit("2026-03-01")
    fork.git("checkout", "-q", "fork")
    done = run("check", *arguments, cwd=fork.folder)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert wanted in done.stderr
