"""What Git knows, asked of real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from linter.project.history import Deletion, History, Rename, git_state, read_history

TEXT = "".join(f"Line {number} of a page that says something.\n" for number in range(30))


class Repository:
    """A Git repository to write to, one commit a day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Ana")
        self.git("config", "user.email", "ana@example.com")

    def git(self, *arguments: str, day: str = "2026-01-01") -> str:
        stamp = f"{day}T12:00:00+00:00"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment.update(GIT_AUTHOR_DATE=stamp, GIT_COMMITTER_DATE=stamp)
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def write(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def commit(self, day: str) -> str:
        """Commit all there is, and give the commit's short name."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change", day=day)
        return self.git("rev-parse", "--short", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_each_file_has_the_day_of_its_last_change(repository: Repository) -> None:
    repository.write("a.md", "a")
    repository.write("b.md", "b")
    repository.commit("2026-01-01")
    repository.write("b.md", "b2")
    repository.commit("2026-03-01")
    history = read_history(repository.folder)
    assert history.state == "full"
    assert history.changed == {"a.md": date(2026, 1, 1), "b.md": date(2026, 3, 1)}


def test_a_mere_rename_is_no_change(repository: Repository) -> None:
    repository.write("old/a.md", TEXT)
    repository.commit("2026-01-01")
    repository.git("mv", "old", "new")
    moved = repository.commit("2026-05-01")
    history = read_history(repository.folder)
    assert history.changed["new/a.md"] == date(2026, 1, 1)
    assert history.renames == {"old/a.md": Rename("new/a.md", moved, date(2026, 5, 1))}
    assert history.deletions == {}


def test_a_chain_of_renames_leads_to_the_name_of_today(repository: Repository) -> None:
    repository.write("a.md", TEXT)
    repository.commit("2026-01-01")
    repository.git("mv", "a.md", "b.md")
    first = repository.commit("2026-02-01")
    repository.git("mv", "b.md", "c.md")
    repository.write("c.md", TEXT + "More.\n")
    second = repository.commit("2026-03-01")
    history = read_history(repository.folder)
    # A chain is as sure as its least sure link.
    assert history.renames["a.md"] == Rename("c.md", first, date(2026, 2, 1), 99)
    assert history.renames["b.md"] == Rename("c.md", second, date(2026, 3, 1), 99)
    assert history.changed["c.md"] == date(2026, 3, 1)


def test_a_deletion_names_its_commit_for_every_name_the_file_had(repository: Repository) -> None:
    repository.write("a.md", TEXT)
    repository.commit("2026-01-01")
    repository.git("mv", "a.md", "b.md")
    repository.commit("2026-02-01")
    repository.git("rm", "-q", "b.md")
    gone = repository.commit("2026-03-01")
    history = read_history(repository.folder)
    assert history.deletions == {"a.md": Deletion(gone, date(2026, 3, 1)), "b.md": Deletion(gone, date(2026, 3, 1))}
    assert history.renames == {}
    assert history.changed == {}


def test_a_new_file_under_an_old_name_has_its_own_days(repository: Repository) -> None:
    repository.write("a.md", TEXT)
    repository.commit("2026-01-01")
    repository.git("mv", "a.md", "b.md")
    repository.commit("2026-02-01")
    repository.write("a.md", "Something else altogether.\n")
    repository.commit("2026-03-01")
    history = read_history(repository.folder)
    assert history.changed == {"a.md": date(2026, 3, 1), "b.md": date(2026, 1, 1)}


def test_names_with_blanks_line_breaks_and_other_letters(repository: Repository) -> None:
    names = ["a b.md", "größe.md", "line\nbreak.md", 'quote".md', "tab\t.md", "M"]
    for name in names:
        repository.write(name, TEXT)
    repository.commit("2026-01-01")
    assert set(read_history(repository.folder).changed) == set(names)


def test_a_root_inside_the_repository_sees_its_own_files(repository: Repository) -> None:
    repository.write("docs/a.md", TEXT)
    repository.write("code.py", "x = 1\n")
    repository.commit("2026-01-01")
    repository.git("mv", "docs/a.md", "docs/b.md")
    moved = repository.commit("2026-02-01")
    history = read_history(repository.folder / "docs")
    assert history.changed == {"b.md": date(2026, 1, 1)}
    assert history.renames == {"a.md": Rename("b.md", moved, date(2026, 2, 1))}


def test_changes_on_a_merged_branch_count(repository: Repository) -> None:
    repository.write("a.md", "a")
    repository.write("b.md", "b")
    repository.commit("2026-01-01")
    repository.git("checkout", "-q", "-b", "side")
    repository.write("a.md", "a2")
    repository.commit("2026-02-01")
    repository.git("checkout", "-q", "main")
    repository.write("b.md", "b2")
    repository.commit("2026-03-01")
    repository.git("merge", "-q", "--no-edit", "side", day="2026-04-01")
    history = read_history(repository.folder)
    assert history.changed == {"a.md": date(2026, 2, 1), "b.md": date(2026, 3, 1)}


def test_a_worktree_has_the_history_of_its_branch(repository: Repository, tmp_path: Path) -> None:
    repository.write("a.md", "a")
    repository.commit("2026-01-01")
    repository.git("worktree", "add", "-q", str(tmp_path / "other"), "-b", "other")
    assert read_history(tmp_path / "other").changed == {"a.md": date(2026, 1, 1)}


def test_in_a_shallow_clone_all_is_unknown(repository: Repository, tmp_path: Path) -> None:
    for number in range(3):
        repository.write("a.md", f"a{number}")
        repository.commit(f"2026-01-0{number + 1}")
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(tmp_path / "shallow"))
    assert read_history(tmp_path / "shallow") == History("shallow")
    assert git_state(tmp_path / "shallow") == "shallow"


def test_a_partial_clone_is_read_without_its_remote(repository: Repository, tmp_path: Path) -> None:
    repository.write("old.md", TEXT)
    repository.write("edited.md", TEXT.upper())
    repository.commit("2026-01-01")
    repository.git("mv", "old.md", "new.md")
    repository.git("mv", "edited.md", "moved.md")
    repository.write("moved.md", TEXT.upper() + "MORE.\n")
    moved = repository.commit("2026-02-01")
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    repository.git("clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{repository.folder}", str(clone))
    shutil.rmtree(repository.folder)
    history = read_history(clone)
    assert history.state == "full"
    assert history.renames["old.md"] == Rename("new.md", moved, date(2026, 2, 1))


def test_outside_of_git_there_is_none(tmp_path: Path) -> None:
    assert read_history(tmp_path) == History("none")
    assert git_state(tmp_path / "not-there") == "none"


def test_before_the_first_commit_there_is_none(repository: Repository) -> None:
    repository.write("a.md", "a")
    assert read_history(repository.folder) == History("none")


def test_without_git_there_is_none(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("a.md", "a")
    repository.commit("2026-01-01")
    monkeypatch.setenv("PATH", "")
    assert read_history(repository.folder) == History("none")


def test_a_broken_repository_is_none(repository: Repository) -> None:
    repository.write("a.md", "a")
    repository.commit("2026-01-01")
    shutil.rmtree(repository.folder / ".git" / "objects")
    assert read_history(repository.folder).state == "none"


@pytest.mark.parametrize("variable", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"])
def test_a_hook_of_another_repository_does_not_confuse(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    repository.write("a.md", "a")
    repository.commit("2026-01-01")
    other = Repository(tmp_path / "other")
    other.write("z.md", "z")
    other.commit("2026-02-01")
    places = {
        "GIT_WORK_TREE": "",
        "GIT_DIR": ".git",
        "GIT_INDEX_FILE": ".git/index",
        "GIT_OBJECT_DIRECTORY": ".git/objects",
    }
    monkeypatch.setenv(variable, str(other.folder / places[variable]))
    assert read_history(repository.folder).changed == {"a.md": date(2026, 1, 1)}


@pytest.mark.parametrize(
    "settings",
    [
        {"log.showSignature": "true", "gpg.program": "{program}"},
        {"core.fsmonitor": "{program}"},
        {"core.pager": "{program}", "pager.log": "{program}"},
        {"diff.external": "{program}"},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_the_repository_starts_no_program(repository: Repository, tmp_path: Path, settings: dict[str, str]) -> None:
    trace = tmp_path / "started"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{trace}'\n", encoding="utf-8")
    program.chmod(0o755)
    repository.write("a.md", "a")
    repository.commit("2026-01-01")
    for name, value in settings.items():
        repository.git("config", name, value.format(program=program))
    tree = repository.git("rev-parse", "HEAD^{tree}")
    signed = (
        f"tree {tree}\nauthor A <a@example.com> 1767268800 +0000\ncommitter A <a@example.com> 1767268800 +0000\n"
        "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nsigned\n"
    )
    (tmp_path / "commit").write_text(signed, encoding="utf-8")
    commit = repository.git("hash-object", "-t", "commit", "-w", str(tmp_path / "commit"))
    repository.git("update-ref", "refs/heads/main", commit)
    trace.unlink(missing_ok=True)
    assert read_history(repository.folder).changed == {"a.md": date(2026, 1, 1)}
    assert not trace.exists()


def test_settings_that_change_the_output_of_log_do_not_matter(repository: Repository) -> None:
    repository.write("a.md", TEXT)
    repository.commit("2026-01-01")
    repository.git("mv", "a.md", "b.md")
    repository.commit("2026-02-01")
    settings = {
        "log.showRoot": "false",
        "diff.renames": "false",
        "color.ui": "always",
        "log.decorate": "full",
        "diff.noprefix": "true",
        "log.date": "relative",
        "core.quotepath": "true",
    }
    for name, value in settings.items():
        repository.git("config", name, value)
    history = read_history(repository.folder)
    assert history.changed == {"b.md": date(2026, 1, 1)}
    assert set(history.renames) == {"a.md"}


def test_a_page_is_overdue_by_its_last_change(
    repository: Repository,
) -> None:
    from tests.conftest import lint_folder

    repository.write("runbook-linter.yml", "review_every: 100\n")
    repository.write("old.md", "---\nkind: runbook\n---\n# Old\n")
    repository.write("readme.md", "# About\n")
    repository.commit("2026-01-01")
    repository.write("new.md", "---\nkind: runbook\n---\n# New\n")
    repository.commit("2026-11-01")
    repository.write("untracked.md", "---\nkind: runbook\n---\n# Untracked\n")
    run = lint_folder(repository.folder, "verification-overdue")
    assert [(finding.path, finding.severity) for finding in run.findings] == [("old.md", "info")]
    assert "never verified, last changed on 2026-01-01" in run.findings[0].message
    assert run.git == "full"


def test_in_a_shallow_clone_no_page_is_overdue_and_a_line_says_why(repository: Repository, tmp_path: Path) -> None:
    from tests.conftest import lint_folder

    repository.write("runbook-linter.yml", "review_every: 100\n")
    for day in ("2026-01-01", "2026-01-02"):
        repository.write("old.md", f"---\nkind: runbook\n---\n# Old {day}\n")
        repository.commit(day)
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(tmp_path / "shallow"))
    run = lint_folder(tmp_path / "shallow", "verification-overdue")
    assert run.findings == ()
    assert run.git == "shallow"
    assert ["fetch-depth: 0" in note for note in run.notes] == [True]
