"""Git started from hooks, and in repositories that nobody should trust."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from linter.project.changes import staged_changes
from linter.project.git import run_git
from linter.project.history import read_history
from tests.project.test_history import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.write("docs/a.md", "a")
    made.write("docs/b.md", "b")
    made.commit("2026-01-01")
    return made


def test_a_command_that_fails_gives_nothing(repository: Repository) -> None:
    assert run_git(repository.folder, "no-such-command") is None
    assert run_git(repository.folder / "not-there", "status") is None


def test_input_reaches_git_and_the_terminal_does_not(repository: Repository) -> None:
    assert run_git(repository.folder, "hash-object", "--stdin", input=b"x\n") is not None
    # Without input of ours it reads nothing, whatever our own standard input holds.
    empty = run_git(repository.folder, "hash-object", "--stdin")
    assert empty == run_git(repository.folder, "hash-object", "--stdin", input=b"")


def test_the_temporary_index_of_a_partial_commit_is_what_is_read(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = repository.folder / ".git" / "next-index-1.lock"
    shutil.copy(repository.folder / ".git" / "index", index)
    repository.write("docs/c.md", "c")
    repository.git("add", "docs/c.md")
    monkeypatch.setenv("GIT_INDEX_FILE", str(index))
    for root in (repository.folder, repository.folder / "docs"):
        changes = staged_changes(root)
        assert changes is not None
        assert not changes.written
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    changes = staged_changes(repository.folder / "docs")
    assert changes is not None
    assert changes.written == {"c.md"}


def test_a_hook_in_a_worktree_sees_what_is_staged_there(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = tmp_path / "tree"
    repository.git("worktree", "add", "-q", str(tree))
    (tree / "docs" / "new.md").write_text("new", encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=tree, check=True)
    folder = repository.folder / ".git" / "worktrees" / "tree"
    monkeypatch.setenv("GIT_DIR", str(folder))
    monkeypatch.setenv("GIT_INDEX_FILE", str(folder / "index"))
    changes = staged_changes(tree)
    assert changes is not None
    assert changes.written == {"docs/new.md"}


def test_a_work_tree_apart_from_its_repository_is_found(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = tmp_path / "apart.git"
    (repository.folder / ".git").rename(apart)
    assert run_git(repository.folder, "ls-files") is None
    monkeypatch.setenv("GIT_DIR", str(apart))
    monkeypatch.setenv("GIT_WORK_TREE", str(repository.folder))
    assert run_git(repository.folder, "ls-files") == b"docs/a.md\ndocs/b.md\n"
    assert run_git(tmp_path, "ls-files") is None


def test_a_bare_repository_hidden_among_the_files_is_not_entered(repository: Repository, tmp_path: Path) -> None:
    repository.git("clone", "-q", "--bare", str(repository.folder), str(tmp_path / "bait"))
    assert run_git(tmp_path / "bait", "rev-parse", "HEAD") is None


def _trap(folder: Path) -> tuple[Path, Path]:
    """A program, and the file that it leaves behind when somebody starts it."""
    trace = folder / "started"
    program = folder / "program"
    program.write_text(f"#!/bin/sh\ntouch '{trace}'\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    return program, trace


def test_listing_files_starts_no_file_system_monitor(repository: Repository, tmp_path: Path) -> None:
    program, trace = _trap(tmp_path)
    repository.git("config", "core.fsmonitor", str(program))
    assert run_git(repository.folder, "ls-files", "--others", "--cached") == b"docs/a.md\ndocs/b.md\n"
    assert staged_changes(repository.folder) is not None
    assert not trace.exists()


def test_a_partial_clone_fetches_nothing_and_starts_nothing(repository: Repository, tmp_path: Path) -> None:
    program, trace = _trap(tmp_path)
    text = "".join(f"Line {number} of a page.\n" for number in range(30))
    repository.write("old.md", text)
    repository.commit("2026-01-02")
    repository.git("mv", "old.md", "new.md")
    repository.write("new.md", text + "More.\n")
    repository.commit("2026-02-01")
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    repository.git("clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{repository.folder}", str(clone))
    subprocess.run(["git", "config", "remote.origin.uploadpack", str(program)], cwd=clone, check=True)
    history = read_history(clone)
    assert history.state == "full"
    assert history.changed["new.md"].isoformat() == "2026-02-01"
    assert not trace.exists()
