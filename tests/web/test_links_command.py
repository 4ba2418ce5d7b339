"""`links` and `check --external` as users call them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.run import run
from tests.site.conftest import mkdocs
from tests.web.hosts import Hosts


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    with Hosts(tmp_path_factory.mktemp("hosts"), count=3).running() as running:
        yield running


@pytest.fixture
def base(tmp_path: Path, hosts: Hosts) -> Path:
    (tmp_path / "index.md").write_text(
        f"# Links\n\nSee [gone]({hosts.url('/gone')}), [moved]({hosts.url('/moved')}),\n"
        f"[here]({hosts.url('/ok')}), [no anchor]({hosts.url('/fragment')}#nowhere)\n"
        f"and ![a picture]({hosts.url('/not-found-page', 2)}).\n",
        encoding="utf-8",
    )
    (tmp_path / "runbook-linter.yml").write_text('links: {allow_private: ["127.*"], cache: found.sqlite}\n', "utf-8")
    return tmp_path


def test_links_lists_by_verdict(base: Path, hosts: Hosts) -> None:
    done = run("links", cwd=base)
    assert done.returncode == 1, done.stderr
    assert f"dead (2)\n  {hosts.url('/gone')}  410 Gone\n    index.md:3:12\n" in done.stdout
    assert "the page has no anchor `#nowhere`" in done.stdout
    assert f"moved (1)\n  {hosts.url('/moved')} -> {hosts.url('/ok')}" in done.stdout
    assert done.stdout.endswith("5 URLs: 2 dead, 1 moved, 2 ok\n")
    found = json.loads(run("links", "--format", "json", cwd=base).stdout)
    assert {row["verdict"] for row in found["urls"]} == {"dead", "moved", "ok"}


def test_check_asks_only_when_told_to(base: Path, hosts: Hosts) -> None:
    hosts.seen.clear()
    assert "dead link" not in run("check", cwd=base).stdout
    assert not hosts.seen
    done = run("check", "--external", "--severity", "info", cwd=base)
    assert done.returncode == 1
    assert "3:12 error dead link: 410 Gone  L105 dead-url" in done.stdout
    assert f"info moved for good to `{hosts.url('/ok')}`  L106 moved-url" in done.stdout
    assert "info it answers, but the page's title says that it was not found" in done.stdout


def test_a_move_is_repaired_once_it_lasted(base: Path, hosts: Hosts) -> None:
    def fixed(day: str) -> bool:
        run("check", "--external", "--fix", "--unsafe-fixes", "--severity", "info", "--today", day, cwd=base)
        return hosts.url("/moved") not in (base / "index.md").read_text(encoding="utf-8")

    assert not fixed("2026-11-24")
    assert fixed("2026-12-04")


def test_wrong_input_is_one_line(base: Path) -> None:
    (base / "runbook-linter.yml").write_text("links: {ignore: [{url: x}]}\n", "utf-8")
    done = run("links", cwd=base)
    assert done.returncode == 2
    assert "what is ignored needs a `url` (with `*`) and a `reason`" in done.stderr
    (base / "runbook-linter.yml").write_text("links: {cache: found.sqlite}\n", "utf-8")
    (base / "found.sqlite").write_text("no database at all, but long enough to be taken for one" * 20, "utf-8")
    done = run("links", cwd=base)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cannot be used to keep what was found" in done.stderr


def test_a_built_site_is_checked(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n\nSee [the rest](rest.md#nowhere).\n", "utf-8")
    (tmp_path / "docs/rest.md").write_text("# Rest\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nsite_url: https://kb.example.com/\nplugins: []\n", "utf-8")
    done = mkdocs(tmp_path / "mkdocs.yml", tmp_path / "site", "-q")
    assert done.returncode == 0, done.stderr
    done = run("links", "--site", "site", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    first, last = done.stdout.splitlines()
    assert first.startswith("docs/index.md:3:")
    assert "has no anchor `nowhere`" in first
    assert last == "1 dead link"
    (finding,) = json.loads(run("links", "--site", "site", "--format", "json", cwd=tmp_path).stdout)["findings"]
    assert (finding["path"], finding["line"]) == ("docs/index.md", 3)
    for wrong in (["--site", "nowhere"], ["--site", "site", "docs"], ["--engine", "lychee"]):
        done = run("links", *wrong, cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
