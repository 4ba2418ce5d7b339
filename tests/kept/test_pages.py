"""The results of pages: kept whole, found again by path and content, and never instead of a new one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from linter.config import Config
from linter.engine import lint
from linter.kept.pages import content_id, result_as_json, result_from_json
from linter.project.discovery import discover
from linter.run import PageResult, Request, Run
from tests.conftest import ROOT, lint_folder

PAGE = (
    "---\nowner: ana\nlast_verified: 2026-11-01\nat: 2026-11-01T10:00:00+02:00\nservice: [a, b]\n---\n# A\n\n"
    "See [x](x.md#y) and ![](z.png).\n\n"
    '<!-- runbook-linter: ignore[vague-step] until=2026-12-31 reason="later" -->\n1. Check it, maybe.\n\n'
    "```bash\nkubectl delete pod --all\nkubectl get pods --export\n```\n"
)


@pytest.fixture
def page(tmp_path: Path) -> PageResult:
    (tmp_path / "runbooks").mkdir()
    (tmp_path / "runbooks" / "a.md").write_text(PAGE, encoding="utf-8")
    (result,) = lint_folder(tmp_path).pages
    assert result.findings
    assert result.facts
    assert result.ignores
    assert any(finding.fix for finding in result.findings)
    return result


def test_a_page_comes_back_whole(page: PageResult) -> None:
    back = result_from_json(page.path, result_as_json(page))
    assert back == page._replace(rules_on=frozenset(), facts={name: tuple(v) for name, v in page.facts.items()})
    assert [*back.data.items()] == [*page.data.items()]


@pytest.mark.parametrize(
    "other",
    [
        {"facts": {"own": (("a", "tuple"),)}},
        {"facts": {"own": ({1, 2},)}},
        {"data": {"key": {1: "a number"}}},
        {"data": {"key": {"\0date": "2026-11-01"}}},
        {"data": {"key": b"bytes"}},
        {"troubles": ("a.md: a rule raised",)},
    ],
)
def test_what_json_cannot_give_back_is_not_kept(page: PageResult, other: dict[str, Any]) -> None:
    assert result_as_json(page._replace(**other)) is None


def test_what_refers_to_itself_is_not_kept(page: PageResult) -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert result_as_json(page._replace(data={"key": endless})) is None


@pytest.mark.parametrize("value", [None, 1, [], {}, {"kind": "x"}, {"findings": 3}])
def test_what_is_no_result_is_none(value: object) -> None:
    assert result_from_json("a.md", value) is None


def test_a_text_has_the_name_that_git_gives_it() -> None:
    text = "\ufeffé\r\n"
    named = subprocess.run(["git", "hash-object", "--stdin"], input=text.encode(), capture_output=True, check=True)
    assert content_id(text) == named.stdout.decode().strip()


def lint_twice(root: Path, config: Config | None = None) -> tuple[Run, Run, Run]:
    """The runs without what was kept, with nothing kept yet, and with all of it."""
    pages = tuple(discover(root, [root], ()).pages)
    request = Request(root, config or Config(), pages, True, date(2026, 11, 27))
    return lint(request), lint(request._replace(use_cache=True)), lint(request._replace(use_cache=True))


def facts(run: Run) -> list[tuple[PageResult, dict[str, list[Any]]]]:
    return [(page._replace(facts={}), {name: list(v) for name, v in page.facts.items()}) for page in run.pages]


@pytest.mark.parametrize("folder", ["openshift+runbooks", "dfds+postmortems", "PagerDuty+incident-response-docs"])
def test_real_pages_are_the_same_with_what_was_kept(corpus: Callable[[str], Path], folder: str) -> None:
    without, first, second = lint_twice(corpus(folder))
    assert without.findings == first.findings == second.findings
    assert facts(without) == facts(first) == facts(second)


CHECK = """
import sys
from linter.cli.main import main
main(["check", sys.argv[1], "--severity", "info", *sys.argv[2:]])
print("parsed" if "linter.parsing.markdown" in sys.modules else "known")
"""


def check(root: Path, *more: str) -> tuple[str, str]:
    """What a run says, and whether it parsed a page or knew them all."""
    done = subprocess.run(
        [sys.executable, "-c", CHECK, str(root), *more], capture_output=True, text=True, check=True, cwd=ROOT
    )
    said, _, how = done.stdout.rstrip().rpartition("\n")
    assert not done.stderr
    return said, how


def test_a_page_is_parsed_once_for_each_content_and_each_setting(tmp_path: Path) -> None:
    (tmp_path / "runbook-linter.yml").write_text("docs: .\n", encoding="utf-8")
    page = tmp_path / "a.md"
    page.write_text("# A\n\nSee [x](x.md#part).\n", encoding="utf-8")
    first, how = check(tmp_path)
    assert how == "parsed"
    assert "dead link" in first
    assert check(tmp_path) == (first, "known")
    assert check(tmp_path, "--no-cache") == (first, "parsed")
    # What depends on other files is judged anew, though the page is known.
    (tmp_path / "x.md").write_text("# X\n\n## Part\n", encoding="utf-8")
    assert "dead link" not in check(tmp_path)[0]
    assert check(tmp_path)[1] == "known"
    page.write_text("# A\n\nSee [x](x.md#part) and [z](z.md).\n", encoding="utf-8")
    said, how = check(tmp_path)
    assert "`z.md`" in said
    assert how == "parsed"
    assert check(tmp_path)[1] == "known"
    (tmp_path / "runbook-linter.yml").write_text("docs: .\nrules:\n  dead-link: off\n", encoding="utf-8")
    said, how = check(tmp_path)
    assert "dead link" not in said
    assert how == "parsed"


def test_a_changed_rule_file_is_asked_again(tmp_path: Path) -> None:
    (tmp_path / "runbook-linter.yml").write_text("rule_files: [own.py]\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("# A\n\nText.\n", encoding="utf-8")
    (tmp_path / "words.py").write_text("WORD = 'Text'\n", encoding="utf-8")
    rule = (
        "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n"
        "from words import WORD\nfrom linter import PageRule, Problem, Span\n\n\n"
        "class Own(PageRule):\n    '''Own.'''\n    code = 'OWN1'\n    name = 'own-rule'\n    severity = 'warning'\n\n"
        "    def check(self, page):\n        at = page.document.text.find(WORD)\n"
        "        if at >= 0:\n            yield Problem(Span(at, at + 1), f'has {WORD}')\n"
    )
    (tmp_path / "own.py").write_text(rule, encoding="utf-8")
    assert "has Text" in check(tmp_path)[0]
    assert check(tmp_path)[1] == "known"
    (tmp_path / "words.py").write_text("WORD = 'A'\n", encoding="utf-8")
    assert "has A" in check(tmp_path)[0]
    (tmp_path / "own.py").write_text(rule.replace("has {WORD}", "holds {WORD}"), encoding="utf-8")
    assert "holds A" in check(tmp_path)[0]


def test_a_changed_kind_is_asked_again(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    schema = (
        "kind: drill\ntitle: Drill\nprofiles: [standard]\ndefault_profile: standard\n"
        "recognise: {folders: [drills]}\nsections:\n"
        "  - {id: goal, title: Goal, required: [standard]}\n"
    )
    (tmp_path / "schemas" / "drill.yml").write_text(schema, encoding="utf-8")
    (tmp_path / "drills").mkdir()
    (tmp_path / "drills" / "a.md").write_text("# A\n\n## Goal\n\nWe try it.\n", encoding="utf-8")
    check(tmp_path)
    said, how = check(tmp_path)
    assert how == "known"
    assert "Effects" not in said
    (tmp_path / "schemas" / "drill.yml").write_text(
        schema + "  - {id: effects, title: Effects, required: [standard]}\n", encoding="utf-8"
    )
    assert "Effects" in check(tmp_path)[0]
