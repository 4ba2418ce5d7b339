"""What the handbook tells people to type does what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.project.test_history import Repository

GUIDE = ROOT / "docs" / "guide"
RUNBOOK = (
    "# {}\n\n## Meaning\n\nIt is full.\n\n## Impact\n\nTODO\n\n## Diagnosis\n\nSee [{}]({}).\n\n## Mitigation\n\n{}\n"
)


def commands(page: str) -> Iterator[str]:
    """The shell blocks of a page of the guide, in order; installing from the network is left out."""
    for block in re.findall(r"^```bash\n(.*?)^```$", (GUIDE / page).read_text("utf-8"), re.MULTILINE | re.DOTALL):
        if not block.startswith("pip install"):
            # Bash's `-e` does not mind a command that should have failed and did not.
            yield re.sub(r"^! (.*)$", r"if \1; then exit 9; fi", block, flags=re.MULTILINE)


def sh(folder: Path, command: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment | more,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def old_pages(tmp_path: Path) -> Repository:
    """A small repository with old debt, some of which can be repaired."""
    repository = Repository(tmp_path / "base")
    repository.write("README.md", "# Runbooks\n\nOurs.\n")
    for name in ("disk", "memory", "network"):
        text = RUNBOOK.format(name.title(), "more", "gone.md", "```bash\noc drain node-1\n```")
        repository.write(f"runbooks/{name}.md", text)
    repository.commit("2026-01-01")
    return repository


def adopt(folder: Path) -> list[str]:
    """Go through the guide; what each of its steps printed."""
    said = []
    for command in commands("adoption.md"):
        done = sh(folder, command)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        said.append(done.stdout + done.stderr)
    return said


def test_old_pages_are_adopted_as_the_guide_says(old_pages: Repository) -> None:
    said = adopt(old_pages.folder)
    assert any("findings written to" in text for text in said)
    assert any("no-such-page.md" in text for text in said)
    assert "oc adm drain" in (old_pages.folder / "runbooks/disk.md").read_text("utf-8")
    assert old_pages.git("status", "--porcelain") == ""


def test_the_corpus_is_adopted(corpus: Callable[[str], Path], tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    shutil.copytree(corpus("openshift+runbooks"), repository.folder, dirs_exist_ok=True)
    repository.commit("2026-01-01")
    said = adopt(repository.folder)
    assert "C103" in said[0]
    assert any("nothing to mend in 273 pages" in text for text in said)


@pytest.mark.parametrize("service", ["gitlab", "any other"])
def test_jobs_report_what_a_branch_made(old_pages: Repository, service: str) -> None:
    if service == "gitlab":
        job = yaml.safe_load((ROOT / "tools" / "ci" / "gitlab.yml").read_text("utf-8"))["runbook-linter"]
        command = "\n".join(job["script"][1:])
        base = {"RUNBOOKS": job["variables"]["RUNBOOKS"], "CI_MERGE_REQUEST_DIFF_BASE_SHA": "main"}
    else:
        *_, command = commands("ci.md")
        base = {"BASE": "main"}
    old_pages.git("checkout", "-q", "-b", "topic")
    assert sh(old_pages.folder, command, **base).returncode == 0
    old_pages.write("runbooks/new.md", RUNBOOK.format("New", "x", "planted.md", "Text."))
    old_pages.commit("2026-02-01")
    done = sh(old_pages.folder, command, **base)
    assert (done.returncode, "planted.md" in done.stdout, "gone.md" in done.stdout) == (1, True, False)
    everything = sh(old_pages.folder, command, **{name: "" for name in base if name != "RUNBOOKS"}, RUNBOOKS=".")
    assert "gone.md" in everything.stdout


def test_a_fork_on_gitlab_brings_no_settings(old_pages: Repository) -> None:
    job = yaml.safe_load((ROOT / "tools" / "ci" / "gitlab.yml").read_text("utf-8"))["runbook-linter"]
    old_pages.git("checkout", "-q", "-b", "topic")
    old_pages.write("runbook-linter.yml", "rules: {dead-link: off}\n")
    old_pages.write("runbooks/new.md", RUNBOOK.format("New", "x", "planted.md", "Text."))
    old_pages.commit("2026-02-01")
    variables = {"RUNBOOKS": ".", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "main", "CI_PROJECT_ID": "1"}
    script = "\n".join(job["script"][1:])
    own = sh(old_pages.folder, script, **variables, CI_MERGE_REQUEST_SOURCE_PROJECT_ID="1")
    fork = sh(old_pages.folder, script, **variables, CI_MERGE_REQUEST_SOURCE_PROJECT_ID="2")
    assert ["planted.md" in done.stdout for done in (own, fork)] == [False, True]
