"""`init`: from an empty folder, or from pages that are there, to a knowledge base that passes its own gate."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import yaml

from tests.cli.run import run
from tests.conftest import ROOT
from tests.project.test_history import Repository
from tests.site.conftest import mkdocs


def test_an_empty_folder_becomes_a_knowledge_base(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    shown = run("init", "--dry-run", cwd=repository.folder)
    assert "docs/runbooks/disk-full.md: would be written" in shown.stdout
    assert not (repository.folder / "docs").exists()
    done = run("init", cwd=repository.folder)
    assert done.returncode == 0, done.stderr
    repository.commit("2026-01-01")
    assert run("check", ".", cwd=repository.folder).returncode == 0
    built = mkdocs(repository.folder / "mkdocs.yml", tmp_path / "site", "--strict", "-q")
    assert built.returncode == 0, built.stderr
    for name in (".pre-commit-config.yaml", ".github/workflows/runbooks.yml", ".gitlab-ci.yml"):
        assert yaml.safe_load((repository.folder / name).read_text("utf-8"))
    again = run("init", cwd=repository.folder)
    assert (again.returncode, again.stdout) == (0, "everything is there already\n")


def test_the_hook_runs(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    run("init", cwd=repository.folder)
    repository.git("add", "-A")
    bin_folder = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    environment["PRE_COMMIT_HOME"] = str(tmp_path / "cache")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "-a"],
        cwd=repository.folder,
        env={name: value for name, value in environment.items() if not name.startswith("GIT_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_pages_that_are_there_get_a_configuration_that_fits(corpus: Callable[[str], Path], tmp_path: Path) -> None:
    root = tmp_path / "base"
    shutil.copytree(corpus("openshift+runbooks"), root)
    before = sorted(path for path in root.rglob("*.md"))
    done = run("init", cwd=root)
    assert done.returncode == 0, done.stderr
    assert sorted(path for path in root.rglob("*.md")) == before
    assert yaml.safe_load((root / "runbook-linter.yml").read_text("utf-8"))["docs"] == "alerts"
    found = json.loads(run("check", ".", "--format", "json", cwd=root).stdout)["findings"]
    # What is left are commands that cannot work, each judged by hand in tests/labels/commands.yml, and two lists that
    # the site built now shows as none.
    errors = [finding["code"] for finding in found if finding["severity"] == "error"]
    assert [code for code in errors if not code.startswith("C")] == ["S112", "S112"]


def test_wrong_input_is_one_line(tmp_path: Path) -> None:
    done = run("init", "nowhere", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "runbook-linter: nowhere: no such folder\n")
