"""The comparison against real builds of real pages, the look at the source against the comparison, and the fixes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from linter.model.document import Document
from linter.parsing import parse
from linter.rendering.causes import find_causes, that_apply
from linter.rendering.commonmark import as_shown, render_commonmark
from linter.rendering.comparison import apply, body_of, compare, verified
from linter.rendering.repairs import find_repairs
from linter.rendering.site_markdown import SiteMarkdown
from linter.rendering.skeleton import counts, skeleton

CORPORA = ("openshift+runbooks", "prometheus-operator+runbooks", "dfds+postmortems")
PLAIN: Mapping[str, Any] = {}
RICH: Mapping[str, Any] = {
    "admonition": {},
    "attr_list": {},
    "def_list": {},
    "footnotes": {},
    "md_in_html": {},
    "pymdownx.details": {},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {},
}
# What no safe fix can mend: GitHub's own reading of the page would change, or nobody knows what was meant.
BEYOND_FIXING = {"renumbered", "glued-fence", "unclosed-fence", "empty-item"}

Corpus = Callable[[str], Path]


@pytest.fixture(params=[PLAIN, RICH], ids=["plain", "rich"])
def extensions(request: pytest.FixtureRequest) -> Mapping[str, Any]:
    pytest.importorskip("markdown")
    pytest.importorskip("pymdownx")
    found: Mapping[str, Any] = request.param
    return found


def _pages(folder: Path) -> Iterator[tuple[Path, Document]]:
    for path in sorted(folder.rglob("*.md")):
        yield path.relative_to(folder), parse(path.read_bytes().decode("utf-8"))


def _build(docs: Path, work: Path, extensions: Mapping[str, Any]) -> Path:
    """A real build whose pages hold their content and nothing else."""
    pytest.importorskip("mkdocs")
    (work / "theme").mkdir()
    (work / "theme" / "main.html").write_text("<main>{{ page.content }}</main>", encoding="utf-8")
    config = ["site_name: Corpus", f"docs_dir: {docs}", "use_directory_urls: false", "plugins: []"]
    config += ["theme:", "  name: null", "  custom_dir: theme", "markdown_extensions:", "  - toc"]
    for name, options in extensions.items():
        config += [f"  - {name}:"] + [f"      {key}: {str(value).lower()}" for key, value in options.items()]
    (work / "mkdocs.yml").write_text("\n".join(config), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(work / "mkdocs.yml")]
    subprocess.run(command, check=True, capture_output=True, cwd=work)
    return work / "site"


@pytest.mark.parametrize("name", CORPORA)
def test_agrees_with_a_real_build(name: str, corpus: Corpus, tmp_path: Path, extensions: Mapping[str, Any]) -> None:
    folder = corpus(name)
    built = _build(folder, tmp_path, extensions)
    site = SiteMarkdown(extensions)
    seen = 0
    for path, document in _pages(folder):
        target = path.with_name("index.html") if path.name == "README.md" else path.with_suffix(".html")
        ours = skeleton(site.render(body_of(document).lstrip("\n")))
        real = skeleton((built / target).read_text(encoding="utf-8"))
        assert counts(ours) == counts(real), path
        assert [mark.tag for mark in ours] == [mark.tag for mark in real], path
        seen += 1
    assert seen >= 38


@pytest.mark.parametrize("name", CORPORA)
def test_the_look_at_the_source_finds_what_differs(name: str, corpus: Corpus, extensions: Mapping[str, Any]) -> None:
    site = SiteMarkdown(extensions)
    differing, suspected = set(), set()
    for path, document in _pages(corpus(name)):
        if compare(document, site):
            differing.add(path)
        if that_apply(find_causes(document), site.extensions):
            suspected.add(path)
    assert len(differing & suspected) >= 0.95 * len(differing), differing - suspected
    assert len(differing & suspected) >= 0.97 * len(suspected), suspected - differing


@pytest.mark.parametrize("name", CORPORA)
def test_fixes_bring_the_two_together(name: str, corpus: Corpus) -> None:
    pytest.importorskip("pymdownx")
    site = SiteMarkdown(RICH)
    apart = []
    for path, document in _pages(corpus(name)):
        if not compare(document, site):
            continue
        fixed = parse(_fixed(document, site))
        assert _reading(fixed, site) == _reading(document, site), path
        left = {cause.reason for cause in that_apply(find_causes(fixed), site.extensions)}
        assert left <= BEYOND_FIXING, path
        assert not left or compare(fixed, site), path
        if not _same_counts(fixed, site):
            apart.append(path)
    # Of 143, 11 and 4 pages that differ, these stay apart in lists, items, code blocks or tables.
    assert len(apart) <= 3, apart


def _same_counts(document: Document, site: SiteMarkdown) -> bool:
    body = body_of(document)
    one, other = render_commonmark(body, site.extensions), site.render(body.lstrip("\n"))
    return counts(skeleton(one)) == counts(skeleton(other))


def _fixed(document: Document, site: SiteMarkdown) -> str:
    """The text after its safe fixes, as often as there is one; a second run must change nothing."""
    for _ in range(5):
        repairs = verified(document, find_repairs(document, find_causes(document), site.extensions), site.extensions)
        edits = [edit for repair in repairs if repair.fix and repair.fix.safe for edit in repair.fix.edits]
        text = apply(document.text, edits)
        if text == document.text:
            return text
        document = parse(text)
    raise AssertionError("the fixes do not come to an end")


def _reading(document: Document, site: SiteMarkdown) -> list[tuple[str, str]]:
    """What CommonMark shows of a page: the items with their numbers, texts, code."""
    return as_shown(body_of(document), site.extensions)
