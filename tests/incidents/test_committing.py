"""Committing the record in real repositories: odd ones say in one line why not, soon, and are left as they were."""

from __future__ import annotations

import os
import select
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from linter.incidents.committing import branch_of, commit

Git = Callable[..., str]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    place = tmp_path / "docs" / "incidents" / "INC-7.yml"
    place.parent.mkdir(parents=True)
    place.write_text("id: INC-7\n", encoding="utf-8")
    return place


@pytest.fixture
def git(record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A repository with one commit, and nobody's settings but its own."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def run(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    run("init", "-q", "-b", "main")
    run("config", "user.name", "Dana")
    run("config", "user.email", "dana@example.com")
    (tmp_path / "page.md").write_text("# One\n", encoding="utf-8")
    run("add", "page.md")
    run("commit", "-q", "-m", "One")
    return run


def _hook(folder: Path, script: str) -> None:
    hook = folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    hook.chmod(0o755)


def test_one_file_on_a_branch(record: Path, git: Git, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Two\n", encoding="utf-8")
    git("add", "page.md")
    assert commit(record, "INC-7: resolved") == ""
    assert branch_of(record) == "main"
    assert git("show", "--name-only", "--format=%s").split() == ["INC-7:", "resolved", "docs/incidents/INC-7.yml"]
    git("checkout", "-q", "--detach")
    assert branch_of(record) == ""


def test_a_hook_that_rejects_is_quoted(record: Path, git: Git, tmp_path: Path) -> None:
    _hook(tmp_path, "echo checking; echo 'INC-7.yml:1:1: no title' >&2; echo '1 error' >&2; exit 1")
    assert commit(record, "m") == "git commit: INC-7.yml:1:1: no title 1 error"
    _hook(tmp_path, "exit 1")
    assert commit(record, "m") == "git commit: status 1 without a word, perhaps of a hook"
    git("config", "core.hooksPath", str(tmp_path / "nowhere"))
    assert commit(record, "m") == ""


def test_a_hook_that_hangs_is_ended_and_leaves_no_lock(record: Path, git: Git, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "held")
    end = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    _hook(tmp_path, "sleep 99 >held")
    said = commit(record, "m", seconds=1)
    assert said == "git commit did not end within 1 s: it waits for a hook, a signature or a lock"
    assert not list((tmp_path / ".git").glob("*.lock"))
    # What holds the other end has ended.
    assert select.select([end], [], [], 9)[0]
    assert os.read(end, 1) == b""
    os.close(end)
    _hook(tmp_path, "exit 0")
    assert commit(record, "m") == ""


def test_what_a_hook_leaves_in_the_background_is_not_waited_for(record: Path, git: Git, tmp_path: Path) -> None:
    _hook(tmp_path, "sleep 20 &\necho $! > pid")
    assert commit(record, "m", seconds=10) == ""
    subprocess.run(["kill", (tmp_path / "pid").read_text(encoding="utf-8").strip()], check=True)


def test_nobody_is_asked_for_a_passphrase(record: Path, git: Git, tmp_path: Path) -> None:
    signing = tmp_path / "sign"
    signing.write_text("#!/bin/sh\nread answer </dev/tty && exit 0\necho 'no terminal' >&2\nexit 2\n", encoding="utf-8")
    signing.chmod(0o755)
    git("config", "gpg.program", str(signing))
    git("config", "commit.gpgsign", "true")
    assert "failed to sign the data" in commit(record, "m", seconds=20)


def test_what_keeps_git_from_it_is_said(
    record: Path, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / ".git" / "index.lock"
    lock.touch()
    assert commit(record, "m").startswith("git add: Unable to create '")
    lock.unlink()
    git("checkout", "-q", "-b", "other")
    (tmp_path / "page.md").write_text("# Other\n", encoding="utf-8")
    git("commit", "-q", "-a", "-m", "Other")
    git("checkout", "-q", "main")
    (tmp_path / "page.md").write_text("# Ours\n", encoding="utf-8")
    git("commit", "-q", "-a", "-m", "Ours")
    subprocess.run(["git", "merge", "-q", "other"], cwd=tmp_path, capture_output=True, check=False)
    assert commit(record, "m") == "git commit: cannot do a partial commit during a merge."
    git("merge", "--abort")
    assert record.read_text(encoding="utf-8") == "id: INC-7\n"
    git("config", "--unset", "user.name")
    git("config", "user.useConfigOnly", "true")
    assert "no name was given and auto-detection is disabled" in commit(record, "m")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert commit(record, "m") == "git cannot be run: No such file or directory"


def test_without_a_repository(record: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert commit(record, "m").startswith("git add: not a git repository")
