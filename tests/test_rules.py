"""Every rule against its pages: `tests/rules/<rule>/*.md` carry their expected findings, docstrings their examples."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from linter.config import CONFIG_NAME, Config
from linter.registry import load_rules
from linter.rule_docs import examples, rule_page
from linter.testing import differences
from tests.conftest import ROOT, lint_folder

CASES = ROOT / "tests" / "rules"
RULES = load_rules(Config(), ROOT)
# What these find stands in a Git history: `tests/rules/test_commands_with_git.py` makes one.
WITH_HISTORY = ("missing-script", "changed-since-verified")
# What these find stands on other sites: `tests/web/test_links_command.py` has some.
ON_OTHER_SITES = ("dead-url", "moved-url")


def _knowledge_bases() -> list[tuple[str, Path]]:
    found = []
    for rule in sorted(path for path in CASES.iterdir() if path.is_dir()):
        found += [(rule.name, rule)]
        found += [(rule.name, config.parent) for config in sorted(rule.rglob(CONFIG_NAME)) if config.parent != rule]
    return found


@pytest.mark.parametrize(("rule", "folder"), _knowledge_bases(), ids=lambda value: str(value).replace(str(CASES), ""))
def test_pages_of_a_rule(rule: str, folder: Path, tmp_path: Path) -> None:
    # Copied out, so that the project's own Git history and configuration stay out of it.
    root = tmp_path / "base"
    shutil.copytree(folder, root)
    run = lint_folder(root, rule)
    assert run.troubles == ()
    wrong = list(differences(run))
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
