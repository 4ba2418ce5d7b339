"""The hook, through the real pre-commit, in a real repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

HOOK = """\
repos:
  - repo: local
    hooks:
      - id: runbook-linter
        name: runbook-linter
        entry: {python} -m linter check --affected
        language: system
        pass_filenames: false
        always_run: true
        require_serial: true
"""


class Repository:
    """A Git repository with the hook installed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "PYTHONPATH": str(ROOT),
            "PRE_COMMIT_HOME": str(root.parent / "pre-commit-home"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.com",
        }
        self.run("git", "init", "-q", "-b", "main")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False)

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        self.run("git", "add", path)

    def commit(self) -> tuple[int, str]:
        done = self.run("git", "commit", "-q", "-m", "change")
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A knowledge base with old debt, committed before the hook came."""
    (tmp_path / "base").mkdir()
    found = Repository(tmp_path / "base")
    found.write("docs/failover.md", "# Failover\n\n## Promote the replica\n\nText.\n")
    found.write(
        "docs/linking.md", "# Linking\n\n[how](failover.md#promote-the-replica)\n\n[old debt](never-there.md)\n"
    )
    found.write("docs/leaf.md", "# Leaf\n")
    found.write("docs/to-leaf.md", "# To the leaf\n\n[leaf](leaf.md)\n")
    found.write("src/app.py", "print()\n")
    status, said = found.commit()
    assert status == 0, said
    found.write(".pre-commit-config.yaml", HOOK.format(python=sys.executable))
    done = found.run(sys.executable, "-m", "pre_commit", "install")
    assert done.returncode == 0, done.stderr
    status, said = found.commit()
    assert status == 0, said
    return found


def test_a_changed_page(repository: Repository) -> None:
    repository.write("docs/leaf.md", "# Leaf\n\n[gone](gone.md)\n")
    status, said = repository.commit()
    assert status == 1
    assert "docs/leaf.md" in said
    assert "dead link: `gone.md` is not there" in said
    assert "never-there" not in said


def test_a_renamed_heading_breaks_an_unchanged_page(repository: Repository) -> None:
    repository.write("docs/failover.md", "# Failover\n\n## Promote a replica\n\nText.\n")
    _, said = repository.commit()
    # A dead anchor is a warning: it is shown by the command, and does not stop the commit.
    repository.run("git", "reset", "-q", "--soft", "HEAD~1")
    shown = repository.run(sys.executable, "-m", "linter", "check", "--affected", "--fail-on", "warning")
    assert shown.returncode == 1, said
    assert "docs/linking.md" in shown.stdout
    assert "no heading `#promote-the-replica`; did you mean `#promote-a-replica`?" in shown.stdout
    assert "never-there" not in shown.stdout


def test_a_commit_that_only_deletes_a_page(repository: Repository) -> None:
    repository.run("git", "rm", "-q", "docs/leaf.md")
    status, said = repository.commit()
    assert status == 1
    assert "docs/to-leaf.md" in said
    assert "dead link: `leaf.md` is not there" in said
    assert "never-there" not in said


def test_a_commit_that_only_changes_a_record(repository: Repository) -> None:
    record = "id: INC-1\ntitle: Slow\nseverity: P3\nstatus: monitoring\ntimes: {started: 2026-10-20T06:00:00Z}\n"
    repository.write("docs/incidents/INC-1.yml", record)
    assert repository.commit()[0] == 0
    repository.write("docs/incidents/INC-2.yml", record.replace("INC-1", "INC-2").replace("P3", "high"))
    status, said = repository.commit()
    assert status == 1
    assert "docs/incidents/INC-2.yml" in said
    assert "`high` is no `severity`" in said
    assert "never-there" not in said


def test_what_is_staged_counts_not_what_lies_on_disk(repository: Repository) -> None:
    repository.write("docs/leaf.md", "# Leaf\n\n[gone](gone.md)\n")
    (repository.root / "docs/leaf.md").write_text("# Leaf\n", encoding="utf-8")
    shown = repository.run(sys.executable, "-m", "linter", "check", "--affected")
    assert shown.returncode == 1
    assert "gone.md" in shown.stdout


def test_a_commit_that_concerns_no_page_ends_at_once(repository: Repository) -> None:
    repository.write("src/app.py", "print(1)\n")
    shown = repository.run(sys.executable, "-X", "importtime", "-m", "linter", "check", "--affected")
    assert (shown.returncode, shown.stdout) == (0, "")
    assert "markdown_it" not in shown.stderr
    assert repository.commit()[0] == 0
