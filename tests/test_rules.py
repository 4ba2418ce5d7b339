"""Every rule against its pages: `tests/rules/<rule>/*.md` carry their expected findings, docstrings their examples."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from linter.config import CONFIG_NAME, Config
from linter.engine import Run
from linter.registry import load_rules
from linter.rule_docs import examples, rule_page
from tests.conftest import ROOT, lint_folder

CASES = ROOT / "tests" / "rules"
RULES = load_rules(Config(), ROOT)
# What these find stands in a Git history: `tests/rules/test_commands_with_git.py` makes one.
WITH_HISTORY = ("missing-script", "changed-since-verified")
# What these find stands on other sites: `tests/web/test_links_command.py` has some.
ON_OTHER_SITES = ("dead-url", "moved-url")
_EXPECT = re.compile(r"<!-- expect\n(.*?)-->", re.DOTALL)


def _knowledge_bases() -> list[tuple[str, Path]]:
    found = []
    for rule in sorted(path for path in CASES.iterdir() if path.is_dir()):
        found += [(rule.name, rule)]
        found += [(rule.name, config.parent) for config in sorted(rule.rglob(CONFIG_NAME)) if config.parent != rule]
    return found


def _expected(text: str) -> list[str]:
    block = _EXPECT.search(text)
    return [line.strip() for line in block[1].splitlines() if line.strip()] if block else []


def _found(run: Run, path: str) -> list[str]:
    return [
        f"{f.position.line}:{f.position.column} {f.severity} {f.message}"
        for f in run.findings
        if f.path == path and f.state != "suppressed"
    ]


@pytest.mark.parametrize(("rule", "folder"), _knowledge_bases(), ids=lambda value: str(value).replace(str(CASES), ""))
def test_pages_of_a_rule(rule: str, folder: Path, tmp_path: Path) -> None:
    # Copied out, so that the project's own Git history and configuration stay out of it.
    root = tmp_path / "base"
    shutil.copytree(folder, root)
    run = lint_folder(root, rule)
    assert run.troubles == ()
    wrong = []
    for page in run.pages:
        expected = _expected((root / page.path).read_text(encoding="utf-8"))
        found = _found(run, page.path)
        matched = len(expected) == len(found) and all(
            got.startswith(want.split(" ", 2)[0] + " " + want.split(" ", 2)[1])
            and (want.split(" ", 2)[2] if want.count(" ") > 1 else "") in got
            for want, got in zip(expected, found, strict=True)
        )
        if not matched:
            wrong.append(f"{page.path}\n  expected {expected}\n  found    {found}")
    for file in (*run.project.alert_files, *run.project.incident_files):
        # YAML says what is expected in comments.
        expected = [line[9:].strip() for line in file.text.splitlines() if line.startswith("# expect ")]
        found = _found(run, file.path)
        if [want for want, got in zip(expected, found, strict=False) if got.startswith(want)] != expected or len(
            expected
        ) != len(found):
            wrong.append(f"{file.path}\n  expected {expected}\n  found    {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", [name for name in RULES if name not in (*WITH_HISTORY, *ON_OTHER_SITES)])
def test_examples_of_a_rule(name: str, tmp_path: Path) -> None:
    shown = examples(RULES[name])
    assert any(example.bad for example in shown), "the documentation shows no bad page"
    assert any(not example.bad for example in shown), "the documentation shows no good page"
    for number, example in enumerate(shown):
        root = tmp_path / str(number)
        root.mkdir()
        for path, text in example.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        # A suppression is judged by what it hides, so every rule is on for the rules about suppressions.
        run = lint_folder(root) if RULES[name].code in ("M110",) else lint_folder(root, name, "placeholder")
        found = [finding for finding in run.findings if finding.name == name and finding.state != "suppressed"]
        assert bool(found) == example.bad, f"example {number} ({'bad' if example.bad else 'good'}): {found}"


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_pages(name: str) -> None:
    assert list((CASES / name).rglob("*.md")), f"no page in tests/rules/{name}/"


def test_every_folder_of_pages_belongs_to_a_rule() -> None:
    assert {path.name for path in CASES.iterdir() if path.is_dir()} <= set(RULES)


def test_rule_pages_are_fresh() -> None:
    """`make generated` writes docs/rules/ from the docstrings."""
    folder = ROOT / "docs" / "rules"
    for name, rule in RULES.items():
        assert (folder / f"{name}.md").read_text(encoding="utf-8") == rule_page(rule), f"run make generated ({name})"
    assert {path.stem for path in folder.glob("*.md")} - {"index"} == set(RULES)
