"""The plugin in real builds: when it fails them, what it publishes, whom it gets along with."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.site.conftest import knowledge_base, mkdocs

GOOD = "# DiskFull\n\nThe volume has less than five percent left.\n"
DEAD = "# DiskFull\n\nSee [the volumes](volumes.md).\n"
RUNBOOK = """---
kind: runbook
owner: storage
service: volumes
alerts: [VolumeFull]
---
# Disk full

## Overview

Text.
"""


@pytest.mark.parametrize("options", [(), ("-q",)])
def test_strict_fails_on_an_error(tmp_path: Path, options: tuple[str, ...]) -> None:
    config = knowledge_base(tmp_path, {"index.md": GOOD, "a.md": DEAD}, more="validation: {links: {not_found: info}}\n")
    assert mkdocs(config, tmp_path / "site", *options).returncode == 0
    done = mkdocs(config, tmp_path / "site", "--strict", *options)
    assert done.returncode == 1
    if not options:
        assert "docs/a.md:3:19: dead link: `volumes.md` is not there" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("options", [(), ("-q",)])
def test_strict_passes_a_good_base(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = mkdocs(knowledge_base(tmp_path, {"index.md": GOOD}), tmp_path / "site", "--strict", *options)
    assert done.returncode == 0, done.stderr


def test_fail_on_and_fail_under(tmp_path: Path) -> None:
    page = {"index.md": DEAD}
    for plugin, said in (
        ("runbook-linter: {fail_on: error}", "1 finding at or above `error`; the first: docs/index.md:3:19: dead link"),
        ("runbook-linter: {fail_under: 95}", "the mean score is 90, below `fail_under: 95`"),
    ):
        done = mkdocs(knowledge_base(tmp_path, page, plugin), tmp_path / "site", "-q")
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    for plugin in ("runbook-linter: {fail_under: 50}", "runbook-linter: {enabled: false, fail_on: error}"):
        assert mkdocs(knowledge_base(tmp_path, page, plugin), tmp_path / "site", "-q").returncode == 0


def test_pages_not_reported_do_not_fail_the_build(tmp_path: Path) -> None:
    config = knowledge_base(tmp_path, {"index.md": GOOD, "poor.md": DEAD}, "runbook-linter: {fail_on: error}")
    (tmp_path / "runbook-linter.yml").write_text("overrides: [{paths: [docs/poor.md], report: false}]\n", "utf-8")
    done = mkdocs(config, tmp_path / "site", "-q")
    assert done.returncode == 0, done.stderr
    assert "dead link" in (tmp_path / "site" / "poor" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("plugin", "linter", "said"),
    [
        ("runbook-linter: {badge: middle}", "", "badge"),
        ("runbook-linter: {colour: red}", "", "colour"),
        ("runbook-linter: {today: soon}", "", "`today: soon` is not a date"),
        ("runbook-linter", "docs: pages\n", "`docs: pages` is not mkdocs' docs_dir, `docs`"),
        ("runbook-linter", "dosc: docs\n", "unknown key `dosc`; did you mean `docs`?"),
        ("runbook-linter", "schemas: [none]\n", "none"),
    ],
)
def test_wrong_settings_are_told_in_a_line(tmp_path: Path, plugin: str, linter: str, said: str) -> None:
    config = knowledge_base(tmp_path, {"index.md": GOOD}, plugin)
    if linter:
        (tmp_path / "runbook-linter.yml").write_text(linter, "utf-8")
    done = mkdocs(config, tmp_path / "site", "--strict")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_explicit_navigation_gets_the_dashboards(tmp_path: Path) -> None:
    config = knowledge_base(tmp_path, {"index.md": GOOD, "a.md": GOOD}, more="nav: [index.md, a.md]\n")
    done = mkdocs(config, tmp_path / "site", "--strict")
    assert done.returncode == 0, done.stderr
    home = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert 'href="dashboards/scores/"' in home
    without = knowledge_base(tmp_path, {}, "runbook-linter: {dashboards: ''}")
    assert mkdocs(without, tmp_path / "other", "-q").returncode == 0
    assert not (tmp_path / "other" / "dashboards").exists()


def test_alerts_are_tags_in_the_search_only(tmp_path: Path) -> None:
    config = knowledge_base(tmp_path, {"index.md": GOOD, "runbooks/disk.md": RUNBOOK})
    assert mkdocs(config, tmp_path / "site", "-q").returncode == 0
    entries = json.loads((tmp_path / "site" / "search" / "search_index.json").read_text("utf-8"))["docs"]
    tagged = [entry["location"] for entry in entries if "VolumeFull" in entry.get("tags", [])]
    assert "runbooks/disk/" in tagged
    assert not any("rl-" in entry["text"] or "never" in entry["text"] for entry in entries)
    assert not any(entry["location"].startswith("dashboards/") for entry in entries)
    assert "md-tag" not in (tmp_path / "site" / "runbooks" / "disk" / "index.html").read_text("utf-8")


PLUGINS = """  - tags
  - blog
  - offline
  - git-revision-date-localized
"""


@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
def test_builds_beside_other_plugins(tmp_path: Path, program: str) -> None:
    pages = {
        "index.md": GOOD,
        "runbooks/disk.md": RUNBOOK.replace("---\n#", "tags: [storage]\n---\n#"),
        "blog/index.md": "# News\n",
        "blog/posts/first.md": "---\ndate: 2026-11-01\n---\n# First\n\nHello.\n",
    }
    config = knowledge_base(tmp_path, pages)
    config.write_text(config.read_text("utf-8") + PLUGINS, "utf-8")
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, capture_output=True)
    done = mkdocs(config, tmp_path / "site", program=program)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / "runbooks" / "disk.html").read_text("utf-8")
    assert 'class="rl-strip"' in page
    assert "unpkg.com" not in page
    assert "assets/runbook-linter/iframe-worker.js" in page
    assert (tmp_path / "site" / "dashboards" / "scores.html").is_file()
    assert (tmp_path / "site" / "llms.txt").is_file()


def test_nothing_of_the_theme_is_needed(tmp_path: Path) -> None:
    config = knowledge_base(tmp_path, {"index.md": GOOD, "runbooks/disk.md": RUNBOOK})
    config.write_text(config.read_text("utf-8").replace("{name: material, font: false}", "mkdocs"), "utf-8")
    done = mkdocs(config, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert 'class="rl-strip"' in (tmp_path / "site" / "runbooks" / "disk" / "index.html").read_text("utf-8")


def test_own_site_is_strict(tmp_path: Path) -> None:
    done = mkdocs(ROOT / "mkdocs.yml", tmp_path / "site", "--strict")
    assert done.returncode == 0, done.stderr
    assert not re.search(r"WARNING", done.stderr)
