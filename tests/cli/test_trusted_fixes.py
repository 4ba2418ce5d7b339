"""Fixes can be trusted: what does not repair is taken back, and no page of the corpus is worse than before."""

from __future__ import annotations

import re
import shutil
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from html import unescape
from pathlib import Path

import markdown
import pytest
from markdown_it import MarkdownIt

from linter.cli.fix import fix_pages
from linter.config import Config, KindConfig
from linter.engine import lint
from linter.kinds.load import load_kinds
from linter.parsing.lines import Lines
from linter.project.discovery import discover
from linter.run import Request, Run
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


CORPORA = (
    "openshift+runbooks",
    "prometheus-operator+runbooks",
    "dfds+postmortems",
    "dastergon+postmortem-templates",
    "PagerDuty+incident-response-docs",
)
SITE = "site_name: Runbooks\ndocs_dir: .\nmarkdown_extensions: [tables, pymdownx.superfences]\n"
# These put a whole section where it belongs: the heading that their finding is at lies elsewhere.
MOVES_SECTIONS = ("S101", "S102")


@pytest.mark.parametrize(("unsafe", "profile"), [(False, ""), (True, "full")])
@pytest.mark.parametrize("name", CORPORA)
def test_no_page_is_worse_than_before(
    corpus: Callable[[str], Path], tmp_path: Path, name: str, unsafe: bool, profile: str
) -> None:
    root = tmp_path / "base"
    shutil.copytree(corpus(name), root)
    if not (root / "mkdocs.yml").exists():
        # Where a site is built, fixes also bring it and GitHub together.
        (root / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    kinds = {kind.name: KindConfig(profile=profile) for kind in load_kinds().values() if profile in kind.profiles}
    request = Request(root, Config(kinds=kinds), discover(root, [root], ()).pages, True, TODAY)
    old = {path: (root / path).read_bytes().decode("utf-8") for path in request.pages}
    first = lint(request)
    before = Counter(finding.path for finding in first.findings)
    result = fix_pages(request, unsafe=unsafe, write=True)
    assert result.run.troubles == ()
    left = lint(request).findings
    # What a section that was put in leaves for its author to say is the purpose of that fix.
    after = Counter(finding.path for finding in left if not (unsafe and finding.code == "W101"))
    assert [path for path in after if after[path] > before[path]] == []
    assert fix_pages(request, unsafe=unsafe, write=False).applied == 0
    changed = [path for path in old if (root / path).read_bytes().decode("utf-8") != old[path]]
    assert len(changed) == result.files
    for path in changed:
        _changes_only_what_was_reported(old[path], (root / path).read_bytes().decode("utf-8"), path, first)


def _changes_only_what_was_reported(old: str, new: str, path: str, run: Run) -> None:
    """Every line that changed belongs to a fix; the site shows the same words wherever no line changed."""
    offered = [f for f in run.findings if f.path == path and f.fix]
    starts = Lines(old).starts
    touched: set[int] = set()
    for finding in offered:
        assert finding.fix
        for edit in finding.fix.edits:
            lines = range(bisect_right(starts, edit.start) - 1, bisect_right(starts, edit.end))
            touched.update(lines)
            section = [line for line in old.splitlines()[finding.position.line - 1 : lines.start] if line[:1] == "#"]
            # One finding may stand for all bare URLs of its page.
            is_markup = not _words(edit.text) and not _words(old[edit.start : edit.end])
            assert finding.code in MOVES_SECTIONS or len(section) <= 1 or is_markup, f"{finding.code} reaches too far"
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    gone, come = [], []
    for tag, i, j, k, m in SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_opcodes():
        if tag != "equal":
            assert touched.issuperset(range(i, j)) or not old_lines[i:j], (path, old_lines[i:j])
            gone += old_lines[i:j]
            come += new_lines[k:m]
    # What the site showed otherwise than GitHub does changes there on purpose: GitHub's words are held against it then.
    render = _on_github if any(finding.code == "S112" for finding in offered) else _on_the_site
    shown, shows = _words_shown(render(old)), _words_shown(render(new))
    assert shown - shows <= Counter(_words("".join(gone))), path
    assert shows - shown <= Counter(_words("".join(come))), path


def _words_shown(html: str) -> Counter[str]:
    return Counter(_words(unescape(re.sub(r"<[^>]*>", " ", html))))


def _on_the_site(text: str) -> str:
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    return markdown.markdown(text, extensions=["toc", "tables", "pymdownx.superfences"])


def _on_github(text: str) -> str:
    return MarkdownIt("gfm-like", {"linkify": False}).disable("linkify").render(text)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


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
