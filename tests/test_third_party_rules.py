"""Rules of others: from a package that is installed for the test, and from a file that the configuration names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import findings, run

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "acme-rules"
version = "1.0"

[project.entry-points."runbook_linter.rules"]
rollback = "acme_rules:DestructiveWithoutRollback"
titles = "acme_rules.titles"

[project.entry-points."runbook_linter.dashboards"]
letters = "acme_rules.letters:Letters"

[tool.hatch.build.targets.wheel]
packages = ["acme_rules"]
"""
PAGE_RULE = '''\
"""A destructive word needs a rollback."""
from linter import PageRule


class DestructiveWithoutRollback(PageRule):
    code = "ACME001"
    name = "destructive-without-rollback"
    severity = "warning"
    kinds = ("runbook",)
    verbs = PageRule.option(["delete", "drop"], "words that mean danger")

    def check(self, page):
        if page.section("rollback"):
            return
        for code in page.code_spans:
            if set(code.code.split()) & set(self.verbs):
                yield self.finding(code, f"`{code.code}` is destructive and this page has no Rollback section")
'''
PROJECT_RULE = '''\
"""No two pages share a first letter."""
from linter import ProjectRule


class SameLetter(ProjectRule):
    code = "ACME002"
    name = "same-letter"
    severity = "error"

    def collect(self, source):
        if source.title:
            yield [source.title[0], 0, 1]

    def check(self, project):
        seen = set()
        for path, (letter, start, end) in project.facts(SameLetter):
            if letter in seen:
                yield self.finding(path, (start, end), f"another page starts with {letter}")
            seen.add(letter)
'''
DASHBOARD = '''\
"""How many pages start with each letter."""
from linter import Bar, Bars, Column, Dashboard, PageLink, Table


class Letters(Dashboard):
    name = "letters"
    title = "First letters"
    summary = "Pages by their first letter."

    def parts(self, base):
        groups = base.grouped(lambda page: page.title[:1])
        bars = tuple(Bar(name, len(pages), str(len(pages))) for name, pages in groups.items())
        yield Bars("letters", "Letters", bars)
        rows = tuple((name, tuple(PageLink(page.path, page.title) for page in pages)) for name, pages in groups.items())
        yield Table("pages", "Pages", (Column("letter", "Letter"), Column("pages", "Pages")), rows)
'''


@pytest.fixture
def knowledge_base_with_plugin(tmp_path: Path) -> tuple[Path, Path]:
    """A knowledge base, and the folder in which the package is installed."""
    source, site, base = tmp_path / "source", tmp_path / "site", tmp_path / "base"
    (source / "acme_rules").mkdir(parents=True)
    (source / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (source / "acme_rules" / "__init__.py").write_text(PAGE_RULE, encoding="utf-8")
    (source / "acme_rules" / "titles.py").write_text(PROJECT_RULE, encoding="utf-8")
    (source / "acme_rules" / "letters.py").write_text(DASHBOARD, encoding="utf-8")
    install = "-m pip install --quiet --no-index --no-deps --no-build-isolation --disable-pip-version-check --target"
    subprocess.run([sys.executable, *install.split(), str(site), str(source)], check=True)
    base.mkdir()
    (base / "a.md").write_text("---\nkind: runbook\n---\n# Disk\n\nRun `drop table x`.\n", encoding="utf-8")
    (base / "b.md").write_text("# DNS\n", encoding="utf-8")
    return base, site


def _path(site: Path) -> str:
    from tests.conftest import ROOT

    return f"{ROOT}:{site}"


def test_rules_of_an_installed_package_run_only_when_named(knowledge_base_with_plugin: tuple[Path, Path]) -> None:
    base, site = knowledge_base_with_plugin
    ours = ("check", ".", "--format", "json", "--select", "ACME")
    without = run("rules", cwd=base, PYTHONPATH=_path(site))
    assert "ACME" not in without.stdout
    (base / "runbook-linter.yml").write_text("plugins: [acme_rules]\n", encoding="utf-8")
    done = run(*ours, cwd=base, PYTHONPATH=_path(site))
    assert done.stderr == ""
    assert [(f["code"], f["path"], f["line"], f["column"]) for f in findings(done)] == [
        ("ACME001", "a.md", 6, 5),
        ("ACME002", "b.md", 1, 1),
    ]
    options = "plugins: [acme-rules]\nrules: {destructive-without-rollback: {verbs: [truncate], severity: error}}\n"
    (base / "runbook-linter.yml").write_text(options, encoding="utf-8")
    assert [f["code"] for f in findings(run(*ours, cwd=base, PYTHONPATH=_path(site)))] == ["ACME002"]
    assert "A destructive word needs a rollback." in run("rule", "ACME001", cwd=base, PYTHONPATH=_path(site)).stdout


def test_dashboards_of_an_installed_package(knowledge_base_with_plugin: tuple[Path, Path]) -> None:
    base, site = knowledge_base_with_plugin
    run("score", ".", "--write-pages", "without", cwd=base, PYTHONPATH=_path(site))
    assert not (base / "without" / "letters.md").exists()
    (base / "runbook-linter.yml").write_text("plugins: [acme-rules]\nexclude: [without/**]\n", encoding="utf-8")
    done = run("score", ".", "--write-pages", "with", cwd=base, PYTHONPATH=_path(site))
    assert done.returncode == 0, done.stderr
    text = (base / "with" / "letters.md").read_text(encoding="utf-8")
    assert "![D: 2](letters-letters.svg)" in text
    assert "| D | [Disk](<../a.md>), [DNS](<../b.md>) |" in text
    assert "[First letters](<letters.md>)" in (base / "with" / "index.md").read_text(encoding="utf-8")


def test_a_plugin_that_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "runbook-linter.yml").write_text("plugins: [acme-rules]\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("# A\n", encoding="utf-8")
    done = run("check", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "plugin `acme-rules` is not installed" in done.stderr


def test_rules_of_local_files_run_only_when_named(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "page.py").write_text(PAGE_RULE, encoding="utf-8")
    (tmp_path / "rules" / "project.py").write_text(PROJECT_RULE, encoding="utf-8")
    (tmp_path / "a.md").write_text("---\nkind: runbook\n---\n# Disk\n\nRun `drop table x`.\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("# DNS\n", encoding="utf-8")
    assert "ACME" not in run("check", ".", cwd=tmp_path).stdout
    (tmp_path / "runbook-linter.yml").write_text("rule_files: [rules/page.py, rules/project.py]\n", encoding="utf-8")
    done = run("check", ".", "--format", "json", "--select", "ACME001,same-letter", cwd=tmp_path)
    assert {(f["code"], f["path"]) for f in findings(done)} == {("ACME001", "a.md"), ("ACME002", "b.md")}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (PAGE_RULE.replace("ACME001", "L101"), "uses a family of the linter"),
        (PAGE_RULE.replace("destructive-without-rollback", "dead-link"), "claims `dead-link`, which is taken"),
        (PAGE_RULE.replace("destructive-without-rollback", "Dead Link"), "is not kebab case"),
        ("import nothing_of_this_name\n", "cannot load the rule file: ModuleNotFoundError"),
        ("x = 1\n", "the rule file defines no rule"),
    ],
)
def test_what_a_rule_file_gets_wrong(tmp_path: Path, rule: str, said: str) -> None:
    (tmp_path / "rule.py").write_text(rule, encoding="utf-8")
    (tmp_path / "runbook-linter.yml").write_text("rule_files: [rule.py]\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("# A\n", encoding="utf-8")
    done = run("check", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
