"""Fixes can be trusted: what does not repair is taken back, and no page of the corpus is worse than before."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from linter.cli.fix import fix_pages
from linter.config import Config
from linter.engine import Request, lint
from linter.project.discovery import discover
from tests.cli.run import run
from tests.conftest import TODAY
from tests.project.test_history import TEXT, Repository

RULE = '''"""A rule whose fix does not repair."""

from linter import Edit, Fix, PageRule


class Shout(PageRule):
    code = "X901"
    name = "shout"
    severity = "warning"

    def check(self, page):
        at = page.text.find("quiet")
        if at >= 0:
            yield self.finding(page.document.line_span(1), "say it louder", fix=Fix((Edit(at, at + 5, "{new}"),), True))
'''


@pytest.mark.parametrize(("new", "kept"), [("LOUD", True), ("quiet ", False), ("[x](gone.md) LOUD", False)])
def test_a_fix_that_does_not_repair_is_taken_back(tmp_path: Path, new: str, kept: bool) -> None:
    (tmp_path / "rule.py").write_text(RULE.replace("{new}", new), encoding="utf-8")
    (tmp_path / "runbook-linter.yml").write_text("rule_files: [rule.py]\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("# A\n\nThis is quiet.\n\n* * *\n", encoding="utf-8")
    done = run("check", "--fix", "--select", "X901,L101", cwd=tmp_path)
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    if kept:
        assert (done.returncode, text) == (0, "# A\n\nThis is LOUD.\n\n* * *\n")
    else:
        assert "quiet." in text
        assert "LOUD" not in text
        assert "a.md: the fix of shout (X901) did not repair what it found" in done.stderr
        assert done.returncode == 2


@pytest.mark.parametrize(
    "name", ["openshift+runbooks", "prometheus-operator+runbooks", "dfds+postmortems", "dastergon+postmortem-templates"]
)
def test_no_page_is_worse_than_before(corpus: Callable[[str], Path], tmp_path: Path, name: str) -> None:
    root = tmp_path / "base"
    shutil.copytree(corpus(name), root)
    request = Request(root, Config(), discover(root, [root], ()).pages, True, TODAY)
    before = Counter(finding.path for finding in lint(request).findings)
    result = fix_pages(request, unsafe=False, write=True)
    assert result.run.troubles == ()
    after = Counter(finding.path for finding in lint(request).findings)
    assert [path for path in after if after[path] > before[path]] == []
    assert fix_pages(request, unsafe=False, write=False).applied == 0


def test_the_same_dead_link_twice_is_repaired_twice(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    repository.write("a.md", "# A\n\n[b](b.md), and [again](b.md).\n")
    repository.write("b.md", TEXT)
    repository.commit("2026-01-01")
    repository.git("mv", "b.md", "c.md")
    repository.commit("2026-02-01")
    done = run("check", "--fix", "--select", "L101", cwd=repository.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert (repository.folder / "a.md").read_text("utf-8") == "# A\n\n[b](c.md), and [again](c.md).\n"
