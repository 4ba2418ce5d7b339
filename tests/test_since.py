"""`check --since`: what a branch made, and nothing of what was there before it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.run import run
from tests.project.test_history import Repository

FAILOVER = "# Failover\n\n## Promote the replica\n\nText. TODO\n"
LINKING = "# Linking\n\n[how](failover.md#promote-the-replica)\n\n[old debt](never-there.md)\n"
Found = list[tuple[str, str, str, str]]


@pytest.fixture
def base(tmp_path: Path) -> Repository:
    """A branch that has left `main`, with old debt on both of its pages."""
    repository = Repository(tmp_path / "base")
    repository.write("docs/failover.md", FAILOVER)
    repository.write("docs/linking.md", LINKING)
    repository.commit("2026-01-01")
    repository.git("checkout", "-q", "-b", "topic")
    return repository


def since(repository: Repository, *arguments: str, revision: str = "main") -> tuple[int, Found]:
    done = run(
        "check", "--since", revision, "--severity", "info", "--format", "json", *arguments, cwd=repository.folder
    )
    assert done.stderr == ""
    found = [f for f in json.loads(done.stdout)["findings"] if f["state"] == "new"]
    return done.returncode, [(f["path"], f["name"], f["severity"], f["subject"]) for f in found]


def test_nothing_changed(base: Repository) -> None:
    assert since(base) == (0, [])
    shown = run("check", "--since", "main", cwd=base.folder)
    assert shown.stdout.endswith("nothing to mend in 2 pages; 2 known already\n")


@pytest.mark.parametrize("how", ["committed", "staged", "on disk"])
def test_what_the_change_made_and_no_old_debt(base: Repository, how: str) -> None:
    base.write("docs/linking.md", "Words before.\n\n" + LINKING + "\n[new](new.md)\n")
    base.write("docs/added.md", "# Added\n\n[gone](gone.md)\n")
    if how != "on disk":
        base.git("add", "-A")
    if how == "committed":
        base.commit("2026-02-01")
    expected = [
        ("docs/added.md", "dead-link", "error", "gone.md"),
        ("docs/linking.md", "dead-link", "error", "new.md"),
    ]
    assert since(base) == (1, expected)
    assert since(base, "docs/added.md") == (1, expected[:1])
    assert since(base, "docs") == (1, expected)


def test_a_renamed_heading_breaks_a_page_the_change_does_not_touch(base: Repository) -> None:
    base.write("docs/failover.md", FAILOVER.replace("the replica", "a replica"))
    base.commit("2026-02-01")
    target = "failover.md#promote-the-replica"
    assert since(base) == (0, [("docs/linking.md", "dead-anchor", "warning", target)])
    shown = run("check", "--since", "main", "--fail-on", "warning", cwd=base.folder)
    assert shown.returncode == 1
    assert "docs/linking.md\n" in shown.stdout
    assert "`docs/failover.md` has no heading" in shown.stdout


def test_a_deleted_page_and_a_renamed_one(base: Repository) -> None:
    base.write("docs/more.md", "# More\n\n[f](failover.md)\n")
    base.commit("2026-01-02")
    base.git("branch", "-f", "main")
    base.git("mv", "docs/linking.md", "docs/links.md")
    base.git("rm", "-q", "docs/failover.md")
    base.commit("2026-02-01")
    status, found = since(base)
    assert status == 1
    # The old debt went along with the renamed page.
    assert sorted((path, subject) for path, _, _, subject in found) == [
        ("docs/links.md", "failover.md#promote-the-replica"),
        ("docs/more.md", "failover.md"),
    ]


def test_main_went_on_meanwhile(base: Repository) -> None:
    base.write("docs/linking.md", LINKING + "\n[mine](mine.md)\n")
    base.commit("2026-02-01")
    base.git("checkout", "-q", "main")
    base.write("docs/failover.md", "# Failover\n")
    base.commit("2026-02-02")
    base.git("checkout", "-q", "topic")
    assert since(base) == (1, [("docs/linking.md", "dead-link", "error", "mine.md")])


def test_a_comment_taken_away_brings_its_finding_back(base: Repository) -> None:
    comment = '<!-- runbook-linter: ignore[dead-link] reason="soon" -->\n'
    base.write("docs/linking.md", LINKING.replace("[old debt]", f"{comment}[old debt]"))
    base.commit("2026-01-02")
    base.git("branch", "-f", "main")
    base.write("docs/linking.md", LINKING)
    assert since(base) == (1, [("docs/linking.md", "dead-link", "error", "never-there.md")])


def test_the_calendar_is_nobodys_change(base: Repository) -> None:
    page = "---\nreview_every: 30\n{}---\n# A\n\nText.\n"
    base.write("docs/old.md", page.format("last_verified: 2025-01-01\n"))
    base.write("docs/late.md", page.format("last_verified: 2026-11-20\n"))
    base.commit("2026-01-02")
    base.git("branch", "-f", "main")
    base.write("docs/late.md", page.format("last_verified: 2026-09-01\n"))
    base.commit("2026-02-01")
    status, found = since(base, "--today", "2026-11-27", "--fail-on", "warning")
    assert (status, found) == (0, [("docs/late.md", "verification-overdue", "info", "")])
    full = run("check", "--today", "2026-11-27", "--fail-on", "warning", cwd=base.folder)
    assert full.stdout.count("verification-overdue") == 2


def test_scores_are_those_of_a_full_run(base: Repository) -> None:
    base.write("docs/linking.md", LINKING + "\n[new](new.md)\n")
    full = json.loads(run("check", "--format", "json", cwd=base.folder).stdout)
    made = json.loads(run("check", "--since", "main", "--format", "json", cwd=base.folder).stdout)
    assert made["pages"] == full["pages"]


def test_a_knowledge_base_below_the_repository(base: Repository) -> None:
    base.write("docs/runbook-linter.yml", "docs: .\n")
    base.commit("2026-01-02")
    base.git("branch", "-f", "main")
    base.write("docs/linking.md", LINKING + "\n[new](new.md)\n")
    base.write("elsewhere.md", "[gone](gone.md)\n")
    done = run("check", "--since", "main", "--format", "json", cwd=base.folder / "docs")
    new = [f["subject"] for f in json.loads(done.stdout)["findings"] if f["state"] == "new"]
    assert new == ["new.md"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "nowhere"], "--since nowhere: Git knows no commit of this name here"),
        (["--since", "main..topic"], "--since main..topic: Git knows no commit of this name here"),
        (["--since", ""], "--since names no revision"),
        (["--since", "--help-me"], "expected one argument"),
        (["--since", "main", "--fix"], "--since and --fix do not go together"),
        (["--since", "main", "--write-baseline"], "--since and --write-baseline do not go together"),
    ],
)
def test_wrong_use_is_one_line(base: Repository, arguments: list[str], said: str) -> None:
    done = run("check", *arguments, cwd=base.folder)
    assert done.returncode == 2
    assert said in done.stderr.splitlines()[-1]


def test_where_git_cannot_tell(base: Repository, tmp_path: Path) -> None:
    base.write("docs/linking.md", LINKING + "\n[new](new.md)\n")
    base.commit("2026-02-01")
    shallow = tmp_path / "shallow"
    url = base.folder.as_uri()
    subprocess.run(["git", "clone", "-q", "--depth", "1", "-b", "topic", url, shallow], check=True)
    subprocess.run(["git", "fetch", "-q", "--depth", "1", "origin", "main:main"], cwd=shallow, check=True)
    done = run("check", "--since", "main", cwd=shallow)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "fetch-depth: 0" in done.stderr
    (tmp_path / "plain").mkdir()
    done = run("check", "--since", "main", cwd=tmp_path / "plain")
    assert (done.returncode, "is in no Git work tree" in done.stderr) == (2, True)
