"""From the links of a real build back to what somebody wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.project.site import Site
from linter.site_check.check import SiteFinding, check_site
from linter.site_check.dead_target import EngineError
from tests.site_check.conftest import Built, Write

MATERIAL = "theme: {name: material, font: false, custom_dir: overrides}\nplugins: [search]\n"
OWN_THEME = "theme: {name: null, custom_dir: theme}\nplugins: []\n"
THEME = {"theme/main.html": "<html><body>{{ page.content }}</body></html>"}
FOOTER = {"overrides/partials/footer.html": '<footer>\n<a href="/legal/">Legal</a></footer>'}


def test_a_link_in_the_theme_is_told_once(built: Built) -> None:
    pages = {"docs/index.md": "# Home\n", "docs/a.md": "# A\n", "docs/b/c.md": "# C\n"}
    found = built({**pages, **FOOTER}, f"site_url: https://x.example/\n{MATERIAL}")
    assert [(finding.path, finding.message) for finding in found] == [
        ("site/404.html", "dead link: `/legal/`: the site has no `legal/`; in the theme or navigation: 4 pages")
    ]
    assert found[0].line > 1


def test_a_relative_link_in_the_theme_is_told_once(built: Built) -> None:
    theme = {"overrides/main.html": "{% extends 'base.html' %}{% block footer %}"}
    theme["overrides/main.html"] += "<a href=\"{{ 'team/'|url }}\">x</a>{% endblock %}"
    found = built(
        {**theme, "docs/index.md": "# Home\n", "docs/a.md": "# A\n"}, f"site_url: https://x.example/kb/\n{MATERIAL}"
    )
    assert [finding.message.rpartition("; ")[2] for finding in found] == ["in the theme or navigation: 3 pages"]


@pytest.mark.parametrize("urls", ["true", "false"])
def test_links_of_a_page_are_told_at_their_lines(built: Built, urls: str) -> None:
    page = (
        "# Disk full\n\nSee [the guide](b/guide.md#nope) and [one](b/guide.md#steps).\n\n"
        "![Picture](gone.png)\n\n[here](#nowhere) [away][ref]\n\n"
        '<img src="gone%20too.png">\n\n[twice](gone.png)\n\n[ref]: ../README.md\n'
    )
    guide = "# Guide\n\n## Steps\n\n[back](../disk.md#disk-full) [bad](../disk.md#full)\n"
    pages = {"docs/index.md": "# Home\n", "docs/disk.md": page, "docs/b/guide.md": guide}
    found = built({**pages, **THEME}, f"use_directory_urls: {urls}\n{OWN_THEME}")
    assert [finding[:3] for finding in found] == [
        ("docs/b/guide.md", 5, 36),
        *(("docs/disk.md", line, column) for line, column in [(3, 17), (5, 12), (7, 8), (9, 11), (11, 9), (13, 8)]),
    ]
    assert "has no anchor `full`" in found[0].message


def test_the_same_link_in_a_page_and_in_the_theme(built: Built) -> None:
    theme = {"theme/main.html": "<a href=\"{{ 'gone/'|url }}\">x</a>{{ page.content }}"}
    pages = {"docs/index.md": "# Home\n\n[x](gone/)\n", "docs/a.md": "# A\n"}
    found = built({**pages, **theme}, OWN_THEME)
    assert [finding[:3] for finding in found] == [("docs/index.md", 3, 5), ("site/a/index.html", 1, 1)]
    assert found[1].message.endswith("in the theme or navigation: 1 page")


def test_a_link_in_a_file_that_pages_include(built: Built, tmp_path: Path) -> None:
    config = f"markdown_extensions:\n  - pymdownx.snippets: {{base_path: ['{tmp_path}/parts']}}\n"
    part = "\n\nAsk [them](team/gone.md).\n"
    pages = {f"docs/{name}.md": '# Page\n\n--8<-- "part.md"\n' for name in ("index", "a")}
    found = built({**pages, **THEME, "parts/part.md": part}, config + OWN_THEME)
    assert {finding[:3] for finding in found} == {("parts/part.md", 3, 12)}
    assert all("included in" in finding.message for finding in found)


def test_a_static_page_is_its_own_source(built: Built) -> None:
    pages = {"docs/index.md": "# Home\n", "docs/report.html": "<html>\n<a href=gone>x</a>"}
    assert [finding[:3] for finding in built({**pages, **THEME}, OWN_THEME)] == [("docs/report.html", 2, 1)]


def test_a_site_of_another_generator(site_of: Write, tmp_path: Path) -> None:
    folder = site_of({"index.html": "<a href=gone>x</a>"})
    (tmp_path / "README.md").write_text("# Home\n\n[x](gone)\n", encoding="utf-8")
    assert check_site(folder, "built-in", Site(), tmp_path) == [
        SiteFinding("README.md", 3, 5, "dead link: `gone`: the site has no `gone`")
    ]


def test_a_site_that_lies_elsewhere(site_of: Write, tmp_path: Path) -> None:
    folder = site_of({"x.html": "<a href='go\x1b[31mne'>x</a>"})
    (tmp_path / "root").mkdir()
    (found,) = check_site(folder, "built-in", Site(), tmp_path / "root")
    assert found.path == (folder / "x.html").as_posix()
    assert found.message.startswith("dead link: `go\ufffd[31mne`")


def test_sources_that_cannot_be_read(site_of: Write, tmp_path: Path) -> None:
    folder = site_of({"x/index.html": "<a href=gone>x</a>"})
    (tmp_path / "x.md").write_bytes(b"\xff\xfe\0[x](gone)")
    (tmp_path / "y.md").write_bytes(b"\xff\xfe\0[x](gone)")
    (found,) = check_site(folder, "built-in", Site(), tmp_path)
    assert found.path == "site/x/index.html"


def test_an_unknown_engine(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="choose one of built-in, linkchecker, lychee"):
        check_site(tmp_path, "wget", Site(), tmp_path)


def test_a_link_through_very_many_folders(site_of: Write, tmp_path: Path) -> None:
    deep = "a/" * 3000
    folder = site_of({"x/index.html": f"<a href=gone>x</a><a href={deep}>x</a>"})
    (tmp_path / "x.md").write_text(f"[x](gone) [x]({deep}) [x]({deep}x.md)", encoding="utf-8")
    found = check_site(folder, "built-in", Site(), tmp_path)
    assert [(finding.path, finding.line, finding.column) for finding in found] == [("x.md", 1, 5), ("x.md", 1, 15)]
    assert max(len(finding.message) for finding in found) < 600
