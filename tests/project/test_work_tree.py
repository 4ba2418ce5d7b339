"""What neither the disk nor Git's list of files shows alone: links to folders, submodules, sparse checkouts."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.run import run
from tests.project.test_history import Repository

VERSION = "# Version 2\n\n## Clean up\n\nText.\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A knowledge base with a link to a folder, a submodule and a file that Git ignores; a page leads to each."""
    module = Repository(tmp_path / "module")
    module.write("shared.md", "# Shared\n")
    module.commit("2026-01-01")
    found = Repository(tmp_path / "base")
    found.write(".gitignore", "made/\n")
    found.write("made/graph.svg", "<svg/>\n")
    found.write("data/table.csv", "a,b\n")
    found.write("docs/v2/page.md", VERSION)
    (found.folder / "docs/current").symlink_to("v2")
    found.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(module.folder), "docs/module")
    found.write(
        "docs/a.md",
        "# A\n\n[page](current/page.md#clean-up) [shared](module/shared.md) ![graph](../made/graph.svg)\n"
        "[table](../data/table.csv)\n",
    )
    found.commit("2026-02-01")
    return found


def check(repository: Repository, *arguments: str) -> tuple[int, str]:
    done = run("check", *arguments, cwd=repository.folder)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_nothing_is_new_or_mended_where_nothing_changed(repository: Repository) -> None:
    repository.write("docs/b.md", "# B\n")
    repository.commit("2026-03-01")
    status, said = check(repository, "--since", "HEAD~1", "--format", "markdown")
    assert (status, "0 new findings, 0 fixed" in said) == (0, True)


def test_a_heading_behind_a_link_to_a_folder(repository: Repository) -> None:
    repository.write("docs/v2/page.md", VERSION.replace("Clean up", "Tidy"))
    repository.commit("2026-03-01")
    status, said = check(repository, "--since", "HEAD~1", "--fail-on", "warning")
    assert (status, "no heading `#clean-up`" in said) == (1, True)


def test_the_hook_sees_what_lies_behind_links_and_in_submodules(repository: Repository) -> None:
    (repository.folder / "made/graph.svg").unlink()
    page = repository.folder / "docs/a.md"
    page.write_text(page.read_text("utf-8").replace("![graph](../made/graph.svg)", "More."), encoding="utf-8")
    repository.git("add", "-A")
    assert check(repository, "--affected")[0] == 0


def test_a_sparse_checkout_has_no_dead_links(repository: Repository) -> None:
    repository.git("sparse-checkout", "set", "--no-cone", "/docs/", "/.gitignore")
    assert not (repository.folder / "data").exists()
    assert check(repository, ".")[0] == 0
    page = repository.folder / "docs/a.md"
    page.write_text(page.read_text("utf-8") + "[gone](../data/gone.csv)\n", encoding="utf-8")
    status, said = check(repository, ".", "--since", "HEAD")
    assert (status, said.count(" error dead link")) == (1, 1)


def test_a_partial_clone_is_one_line(repository: Repository, tmp_path: Path) -> None:
    page = repository.folder / "docs/a.md"
    page.write_text(page.read_text("utf-8") + "[old debt](gone.md)\n", encoding="utf-8")
    repository.commit("2026-03-01")
    page.write_text(page.read_text("utf-8") + "More.\n", encoding="utf-8")
    repository.commit("2026-03-02")
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--filter=blob:none", repository.folder.as_uri(), clone], check=True)
    done = run("check", ".", "--since", "HEAD~1", cwd=clone)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "a partial clone" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to another user")
def test_a_repository_of_another_user_is_named(repository: Repository) -> None:
    for where, _, _ in os.walk(repository.folder):
        os.chown(where, 65534, 65534)
    for arguments in (("--since", "HEAD"), ("--affected",)):
        done = run("check", *arguments, cwd=repository.folder)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "belongs to another user" in done.stderr
        assert "git config --global --add safe.directory" in done.stderr
    # Git is asked what became of a page that is gone.
    repository.write("docs/b.md", "# B\n\n[gone](gone.md)\n")
    done = run("check", ".", cwd=repository.folder)
    assert (done.returncode, done.stderr.count("safe.directory")) == (1, 1)
