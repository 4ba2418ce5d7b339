"""`mv` and `rename-heading` in real repositories: what they print, what they change, what they refuse."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.run import run
from tests.project.test_history import Repository

FILES = {
    "mkdocs.yml": "site_name: a\nnav:\n  - index.md\n  - disk/full.md\n",
    "docs/index.md": "# Home\n\n[a](disk/full.md#steps) ![b](disk/a.png)\n",
    "docs/disk/full.md": "# Full\n\n## Steps\n\n[a](../index.md) [b](#steps) ![c](a.png)\n",
    "docs/disk/a.png": "no picture",
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    for path, text in FILES.items():
        made.write(path, text)
    made.commit("2026-01-01")
    return made


def test_a_folder_is_moved_with_its_links(repository: Repository) -> None:
    done = run("mv", "docs/disk", "docs/storage", cwd=repository.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "docs/disk/a.png -> docs/storage/a.png",
        "docs/disk/full.md -> docs/storage/full.md",
        "docs/index.md: 2 references rewritten",
        "mkdocs.yml: 1 reference rewritten",
    ]
    assert "(storage/full.md#steps) ![b](storage/a.png)" in (repository.folder / "docs/index.md").read_text()
    assert repository.git("diff", "--cached", "--name-only") == ""
    assert run("check", ".", "--select", "L", cwd=repository.folder).returncode == 0


def test_a_dry_run_is_a_diff_that_git_applies(repository: Repository) -> None:
    done = run("mv", "docs/disk/full.md", "docs/", "--dry-run", cwd=repository.folder)
    assert done.returncode == 0
    assert repository.git("status", "--porcelain") == ""
    subprocess.run(["git", "apply", "-"], input=done.stdout, cwd=repository.folder, text=True, check=True)
    by_git = {path: path.read_bytes() for path in repository.folder.rglob("*.md")}
    repository.git("add", "-A")
    repository.git("reset", "-q", "--hard")
    assert run("mv", "docs/disk/full.md", "docs/", cwd=repository.folder).returncode == 0
    assert {path: path.read_bytes() for path in repository.folder.rglob("*.md")} == by_git
    assert (repository.folder / "docs/full.md").read_text().endswith("[a](index.md) [b](#steps) ![c](disk/a.png)\n")


def test_a_folder_not_there_yet_is_made(repository: Repository) -> None:
    done = run("mv", "docs/disk/full.md", "docs/new/deep/", cwd=repository.folder)
    assert done.stdout.splitlines()[0] == "docs/disk/full.md -> docs/new/deep/full.md"


def test_paths_are_relative_to_where_one_stands(repository: Repository) -> None:
    repository.write("runbook-linter.yml", "fail_on: error\n")
    done = run("mv", "full.md", "../net.md", cwd=repository.folder / "docs" / "disk")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "docs/disk/full.md -> docs/net.md")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["docs/gone.md", "docs/a.md"], "docs/gone.md: no such file or folder"),
        (["docs/disk/full.md", "docs/index.md"], "docs/index.md: is there already"),
        (["docs/disk/full.md", "docs/disk"], "docs/disk/full.md: is there already"),
        (["docs/disk/full.md", "../full.md"], "../full.md: outside of the knowledge base"),
        (["..", "x"], "..: "),
        ([".", "x"], ".: is the root of the knowledge base"),
        (["docs/disk", "docs/disk/inner"], "docs/disk/inner: lies inside of docs/disk"),
        (["docs/disk", "docs/disk"], "docs/disk: is docs/disk itself, or lies inside of it"),
        (["docs", "pages"], "docs: holds the whole site"),
        (["link.md", "docs/link.md"], "link.md: is a symbolic link"),
        ([".git/config", "config"], ".git/config: "),
        (["docs/index.md", "docs/a.md", "--config", "none.yml"], ""),
    ],
)
def test_what_cannot_be_is_one_line_and_status_2(repository: Repository, arguments: list[str], why: str) -> None:
    (repository.folder / "link.md").symlink_to("docs/index.md")
    before = repository.git("status", "--porcelain")
    done = run("mv", *arguments, cwd=repository.folder)
    assert (done.returncode, done.stdout) == (2, ""), done.stdout
    assert done.stderr.startswith(f"runbook-linter: {why}")
    assert done.stderr.count("\n") == 1
    assert repository.git("status", "--porcelain") == before


def test_what_cannot_be_written_is_taken_back(repository: Repository) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (repository.folder / "docs").chmod(0o555)
    done = run("mv", "docs/disk/full.md", "docs/disk/all.md", cwd=repository.folder)
    (repository.folder / "docs").chmod(0o755)
    assert done.returncode == 2
    assert repository.git("status", "--porcelain") == ""


def test_a_nested_knowledge_base_is_named(repository: Repository) -> None:
    repository.write("docs/team/runbook-linter.yml", "fail_on: error\n")
    repository.write("docs/team/a.md", "# A\n\n[x](../disk/full.md)\n")
    repository.write("runbook-linter.yml", "fail_on: error\n")
    done = run("mv", "docs/disk/full.md", "docs/full.md", cwd=repository.folder)
    assert "docs/team: has a configuration of its own" in done.stderr
    assert (repository.folder / "docs/team/a.md").read_text().endswith("[x](../disk/full.md)\n")
    done = run("mv", "docs/full.md", "docs/disk/full.md", "--all-projects", cwd=repository.folder)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_left_by_hand_is_status_1(repository: Repository) -> None:
    done = run("mv", "docs/disk/full.md", "full.md", cwd=repository.folder)
    assert done.returncode == 1
    assert done.stderr == "runbook-linter: mkdocs.yml:4: `disk/full.md` leaves the site: remove the entry\n"


def test_a_heading_is_renamed(repository: Repository) -> None:
    dry = run("rename-heading", "docs/disk/full.md", "Steps", "What to do", "--dry-run", cwd=repository.folder)
    assert dry.returncode == 0
    assert "+## What to do\n" in dry.stdout
    assert repository.git("status", "--porcelain") == ""
    done = run("rename-heading", "docs/disk/full.md", "Steps", "What to do", cwd=repository.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "docs/disk/full.md:3: `Steps` is now `What to do`",
        "docs/disk/full.md: 1 reference rewritten",
        "docs/index.md: 1 reference rewritten",
    ]
    assert run("check", ".", "--select", "L", cwd=repository.folder).returncode == 0


@pytest.mark.parametrize(
    ("page", "old", "why"),
    [
        ("docs/gone.md", "Steps", "docs/gone.md: no such file or folder"),
        ("docs/disk/full.md", "steps", "docs/disk/full.md: no heading is called `steps`; there are: `Steps`"),
        ("docs/disk", "Steps", "docs/disk: cannot be read, so nothing was changed: not a regular file"),
        ("docs/disk/a.png", "Steps", "docs/disk/a.png: no heading is called `Steps`"),
    ],
)
def test_headings_that_are_not_there(repository: Repository, page: str, old: str, why: str) -> None:
    done = run("rename-heading", page, old, "New", cwd=repository.folder)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"runbook-linter: {why}\n")
