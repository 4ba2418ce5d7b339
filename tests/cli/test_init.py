"""`init`: from an empty folder, or from pages that are there, to a knowledge base that passes its own gate."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
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
    again = run("init", cwd=repository.folder)
    assert (again.returncode, again.stdout) == (0, "everything is there already\n")


def test_what_the_generated_files_run_passes(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    assert run("init", cwd=repository.folder).returncode == 0
    repository.git("add", "-A")
    on_github = yaml.safe_load((repository.folder / ".github/workflows/runbooks.yml").read_text("utf-8"))
    on_gitlab = yaml.safe_load((repository.folder / ".gitlab-ci.yml").read_text("utf-8"))
    steps = [(step["run"], step.get("env", {})) for step in on_github["jobs"]["lint"]["steps"] if "run" in step]
    # GitLab runs all its lines in one shell; each service says in its own way what a change is compared with.
    script = "\n".join(on_gitlab["runbooks"]["script"][1:])
    assert steps[0][0] == on_gitlab["runbooks"]["script"][0] == "pip install 'runbook-linter[site]'"
    assert steps[1][1] == {"BASE": "${{ github.base_ref }}"}
    repository.commit("2026-01-01")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
    }

    def sh(command: str, **more: str) -> tuple[int, str]:
        done = subprocess.run(
            ["bash", "-euc", command],
            cwd=repository.folder,
            env=environment | more,
            capture_output=True,
            text=True,
        )
        return done.returncode, f"{command}: {done.stdout}{done.stderr}"

    for command in (*(step for step, _ in steps[1:]), script, "pre-commit run -a"):
        status, said = sh(command)
        assert status == 0, said
    # A defect that is added stops all but the site, a change as it stops the whole.
    page = repository.folder / "docs/runbooks/disk-full.md"
    page.write_text(page.read_text("utf-8") + "\n[gone](gone.md)\n", encoding="utf-8")
    repository.git("add", "-A")
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    for command, more in (
        (steps[1][0], {}),
        (steps[1][0], {"BASE": "main"}),
        (script.rpartition("\n")[0], {"CI_MERGE_REQUEST_DIFF_BASE_SHA": repository.git("rev-parse", "HEAD")}),
        ("pre-commit run -a", {}),
    ):
        status, said = sh(command, **more)
        assert status == 1, said
    assert "gone.md" in (repository.folder / "gl-code-quality.json").read_text("utf-8")


def test_schemas_are_there_to_be_edited(tmp_path: Path) -> None:
    assert run("init", cwd=tmp_path).returncode == 0
    schema = tmp_path / "schemas/runbook.yml"
    schema.write_text(schema.read_text("utf-8").replace("title: Overview", "title: What it means"), encoding="utf-8")
    done = run("new", "runbook", "docs/runbooks/other.md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "## What it means\n" in (tmp_path / "docs/runbooks/other.md").read_text("utf-8")
    schema.write_text(schema.read_text("utf-8").replace("ordered:", "orderd:") + "orderd: true\n", encoding="utf-8")
    broken = run("check", ".", cwd=tmp_path)
    assert (broken.returncode, broken.stderr.count("\n")) == (2, 1)
    assert "did you mean `ordered`?" in broken.stderr


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


def test_what_works_where_the_pages_are_shown_now_works_on_the_site_too(tmp_path: Path) -> None:
    base = Repository(tmp_path / "base")
    base.git("remote", "add", "origin", "git@github.com:acme/runbooks.git")
    base.write("docs/img/map.svg", "<svg/>\n")
    for name in ("a", "b", "c"):
        base.write(
            f"docs/runbooks/{name}.md",
            f"# Runbook {name}\n\nSee [below](#see--do).\n\n## See & do\n\n"
            'Follow the map.\n\n<img src="../img/map.svg" alt="a map">\n\n## Owners\n\nThe storage team.\n',
        )
    base.commit("2026-01-01")

    assert run("init", cwd=base.folder).returncode == 0

    assert not (base.folder / ".gitlab-ci.yml").exists()
    found = run("check", ".", cwd=base.folder)
    assert (found.returncode, found.stdout.count("runbooks/")) == (0, 0), found.stdout
    built = mkdocs(base.folder / "mkdocs.yml", tmp_path / "site", "--strict", "-q")
    assert built.returncode == 0, built.stderr
    page = (tmp_path / "site/runbooks/a.html").read_text("utf-8")
    assert 'id="see--do"' in page
    assert 'src="../img/map.svg"' in page

    # No profile fits these pages; the configuration says how to make a kind that does.
    said = (base.folder / "runbook-linter.yml").read_text("utf-8")
    assert "# 3 of 3 pages lack a section" in said
    learn = next(line for line in said.splitlines() if "runbook-linter learn" in line).split("runbook-linter ")[1]
    learned = run(*learn.split(), cwd=base.folder)
    assert (learned.returncode, learned.stderr) == (0, "3 of 3 pages fit `runbook` (100%)\n")
    assert run("check", ".", "--select", "S101", "--severity", "info", cwd=base.folder).returncode == 0


def test_pages_on_gitlab_keep_its_ci_and_its_anchors(tmp_path: Path) -> None:
    base = Repository(tmp_path / "base")
    base.write(".gitlab-ci.yml", "pages: {script: [make]}\n")
    base.write("docs/a.md", "# A\n\nSee [below](#see-do).\n\n## See & do\n\nFollow the map.\n")
    base.commit("2026-01-01")
    assert run("init", cwd=base.folder).returncode == 0
    assert (base.folder / ".gitlab-ci.yml").read_text("utf-8") == "pages: {script: [make]}\n"
    assert not (base.folder / ".github").exists()
    assert run("check", ".", "--fail-on", "warning", cwd=base.folder).returncode == 0


def test_below_the_top_of_a_repository_what_only_the_top_is_read_for_is_left_out(tmp_path: Path) -> None:
    base = Repository(tmp_path / "base")
    base.write("ops/kb/a.md", "# A\n")
    base.write("ops/mkdocs.yml", "site_name: Ops\ndocs_dir: wiki\n")
    done = run("init", "ops", cwd=base.folder)
    assert done.returncode == 0, done.stderr
    assert (
        f"hook and CI are read at the top of the repository alone: `runbook-linter init {base.folder}`" in done.stdout
    )
    assert {path.name for path in (base.folder / "ops").iterdir()} == {
        *("kb", "mkdocs.yml", "runbook-linter.yml", "schemas", ".gitignore")
    }
    # What mkdocs builds is what the configuration names, wherever most pages lie.
    assert yaml.safe_load((base.folder / "ops/runbook-linter.yml").read_text("utf-8"))["docs"] == "wiki"


def test_most_pages_choose_a_profile_and_the_others_stay_warnings(tmp_path: Path) -> None:
    sections = {"short": ("Overview", "Impact", "Diagnosis", "Mitigation")}
    sections["long"] = (*sections["short"][:2], "Prerequisites", *sections["short"][2:], "Verification", "Escalation")
    for number in range(5):
        text = "".join(
            f"\n## {title}\n\nAsk the storage team at once.\n" for title in sections["long" if number else "short"]
        )
        (tmp_path / "docs").mkdir(exist_ok=True)
        (tmp_path / f"docs/{number}.md").write_text(f"# Disk {number}\n{text}", encoding="utf-8")
    assert run("init", cwd=tmp_path).returncode == 0
    chosen = yaml.safe_load((tmp_path / "runbook-linter.yml").read_text("utf-8"))["kinds"]
    assert chosen == {"runbook": {"profile": "standard", "rules": {"missing-section": "warning"}}}
    found = json.loads(run("check", ".", "--select", "S101", "--format", "json", cwd=tmp_path).stdout)["findings"]
    assert {(finding["path"], finding["severity"]) for finding in found} == {("docs/0.md", "warning")}


@pytest.mark.parametrize(
    ("files", "job", "other_job"),
    [
        ({"docusaurus.config.js": "", "docs/a.md": "# A\n"}, ".github/workflows/runbooks.yml", ""),
        ({"src/layouts/x.html": "", "src/content/docs/a.md": "# A\n"}, ".github/workflows/runbooks.yml", ""),
        ({".github/CODEOWNERS": "", "a.md": "# A\n"}, ".github/workflows/runbooks.yml", ".gitlab-ci.yml"),
        ({".gitlab-ci.yml": "x: {}\n", "a.md": "# A\n"}, "", ".github/workflows/runbooks.yml"),
    ],
    ids=["another generator", "Hugo in a folder", "GitHub", "GitLab"],
)
def test_what_is_there_decides_what_is_written(
    files: Mapping[str, str], job: str, other_job: str, tmp_path: Path
) -> None:
    repository = Repository(tmp_path / "base")
    for path, text in files.items():
        repository.write(path, text)
    done = run("init", cwd=repository.folder)
    assert (done.returncode, done.stderr) == (0, "")
    # The pages at the root, and those of another generator, are none of mkdocs': no site, and no job that builds one.
    assert "mkdocs" not in done.stdout
    assert not other_job or not (repository.folder / other_job).exists()
    if job:
        steps = yaml.safe_load((repository.folder / job).read_text("utf-8"))["jobs"]["lint"]["steps"]
        assert [step["run"].split()[:2] for step in steps if "run" in step] == [
            ["pip", "install"],
            ["runbook-linter", "check"],
        ]
    assert run("check", ".", cwd=repository.folder).returncode == 0


def test_wrong_input_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/runbook-linter.yml").write_text("docs: [\n", encoding="utf-8")
    done = run("init", "broken", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    done = run("init", "nowhere", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "runbook-linter: nowhere: no such folder\n")
