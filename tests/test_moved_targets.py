"""A link goes on leading where it led, in the form in which it was written."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.moving.carry_out import carry_out
from linter.moving.moved_tree import Move
from linter.moving.plan import PlanError
from tests.moves import links_found, move, plan_of, text_of

Write = Callable[[Mapping[str, str]], Path]


@pytest.mark.parametrize(
    ("page", "target", "old", "new", "wanted"),
    [
        ("index.md", "disk/full.md", "disk/full.md", "net/full.md", "net/full.md"),
        ("index.md", "./disk/full.md#a", "disk/full.md", "net/full.md", "./net/full.md#a"),
        ("index.md", "disk/full.md?x=1&y=2#a", "disk/full.md", "full.md", "full.md?x=1&y=2#a"),
        ("index.md", "/disk/full.md", "disk/full.md", "net/full.md", "/net/full.md"),
        ("index.md", "disk/full", "disk", "net", "net/full"),
        ("index.md", "disk/", "disk", "net", "net/"),
        ("index.md", "disk", "disk", "net", "net"),
        ("index.md", "disk/", "disk/index.md", "net/index.md", "net/"),
        ("index.md", "disk/", "disk/index.md", "net/about.md", "net/about.md"),
        ("disk/full.md", "../index.md", "disk/full.md", "full.md", "index.md"),
        ("disk/full.md", "index.md", "disk", "net", "index.md"),
        ("disk/full.md", "#steps", "disk/full.md", "net/full.md", "#steps"),
        ("disk/full.md", "full.md#steps", "disk/full.md", "disk/all.md", "all.md#steps"),
        ("disk/full.md", "../../elsewhere/a.md", "disk/full.md", "full.md", "../elsewhere/a.md"),
        ("disk/full.md", "../../issues/1", "disk/full.md", "a/b/full.md", "../../../issues/1"),
        ("disk/full.md", "../gone.md", "disk/full.md", "full.md", "gone.md"),
        ("disk/full.md", "TODO", "disk/full.md", "full.md", "TODO"),
        ("disk/full.md", "{{ base }}/x.md", "disk/full.md", "full.md", "{{ base }}/x.md"),
        (
            "disk/full.md",
            "https://example.com/disk/full.md",
            "disk/full.md",
            "x.md",
            "https://example.com/disk/full.md",
        ),
        ("index.md", "disk/full.md", "disk/full.md", "a b (c).md", "a%20b%20%28c%29.md"),
        ("index.md", "disk/größe.md", "disk/größe.md", "net/größe.md", "net/größe.md"),
        ("index.md", "disk/gr%C3%B6%C3%9Fe.md", "disk/größe.md", "net/größe.md", "net/gr%C3%B6%C3%9Fe.md"),
    ],
)
def test_a_target_keeps_its_form(
    knowledge_base: Write, page: str, target: str, old: str, new: str, wanted: str
) -> None:
    files = {"index.md": "# I\n", "disk/index.md": "# D\n", "disk/full.md": "# F\n", "disk/größe.md": "# G\n"}
    files[page] += f"\n[a]({target}) and <b>[a]({target})</b>\n"
    folder = knowledge_base(files)
    move(folder, old, new)
    assert text_of(folder, Move(old, new).of(page)).endswith(f"\n[a]({wanted}) and <b>[a]({wanted})</b>\n")


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ('<a href="../disk/full/#a">x</a>', '<a href="../disk/all/#a">x</a>'),
        ("[x](../disk/full/)", "[x](../disk/all/)"),
        ("[x](../disk/full)", "[x](../disk/all)"),
        ("[x](disk/full.md)", "[x](disk/all.md)"),
        ("[x](/disk/full/)", "[x](/disk/all/)"),
        ("[x](/docs/disk/full.md)", "[x](/docs/disk/all.md)"),
    ],
)
def test_published_forms_stay_published(knowledge_base: Write, written: str, wanted: str) -> None:
    folder = knowledge_base(
        {"mkdocs.yml": "site_name: a\n", "docs/a.md": f"# A\n\n{written}\n", "docs/disk/full.md": "# F\n"}
    )
    move(folder, "docs/disk/full.md", "docs/disk/all.md")
    assert text_of(folder, "docs/a.md") == f"# A\n\n{wanted}\n"


_NAMES = ("a.md", "index.md", "b c.md", "README.md", "x.png")
_FOLDERS = ("", "p/", "p/q/", "r/")
_PATHS = tuple(folder + name for folder in _FOLDERS for name in _NAMES)


def _written(page: str, path: str, form: int) -> str:
    way = posixpath.relpath(path, posixpath.dirname(page) or ".").replace(" ", "%20")
    stem = posixpath.splitext(way)[0]
    return (
        f"[x]({way})",
        f"[x](./{way}#a)" if not way.startswith("..") else f"[x]({way}#a)",
        f"![x]({way})",
        f"[x](</{path}>)",
        f'<a href="{way}">x</a>',
        f"[x]({posixpath.dirname(way) or '.'}/)",
        f"[x]({stem}/)",
        f"[x](/{posixpath.splitext(path)[0].replace(' ', '%20')}/)",
        f"[x]({way}.gone)",
    )[form]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(_PATHS), st.sampled_from(_PATHS), st.integers(0, 8)), min_size=1, max_size=12),
    st.sampled_from([*_PATHS, "p", "p/q", "r"]),
    st.sampled_from(["new.md", "p/new.md", "n/o/index.md", "r/z", "z"]),
    st.sampled_from(["", "site_name: a\ndocs_dir: '.'\n", "site_name: a\ndocs_dir: p\n"]),
)
def test_any_base_keeps_its_links(
    tmp_path_factory: pytest.TempPathFactory, links: Sequence[tuple[str, str, int]], old: str, new: str, mkdocs: str
) -> None:
    folder = tmp_path_factory.mktemp("base")
    pages = {path: f"# {path}\n\n## A\n" for path in {*(path for link in links for path in link[:2]), "p/q/k.md"}}
    for page, path, form in links:
        if page.endswith(".md"):
            pages[page] += f"\n{_written(page, path, form)}\n"
    if mkdocs:
        pages["mkdocs.yml"] = mkdocs
    for path, text in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    try:
        plan = plan_of(folder, old, new)
    except PlanError:
        return
    before = links_found(folder, old, new)
    carry_out(plan, folder, Move(old, new))
    after = links_found(folder)
    left = [(note.partition(":")[0], "dead-link") for note in plan.notes]
    assert [finding for finding in after if finding not in before and finding[1].startswith("dead")] in ([], left)
