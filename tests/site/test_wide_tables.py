"""Tables of long texts on a phone and on paper: columns have room, what lies beside is hinted at, nothing is cut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.site.conftest import Serve, knowledge_base, mkdocs

Open = Callable[..., Page]

LONG = "The control plane answers far slower than nine of ten requests in the region may take, again and again"
PHONE = {"viewport": {"width": 400, "height": 800}, "is_mobile": True, "has_touch": True}
PAGES = {
    "index.md": "# Home\n",
    "runbooks/long.md": f"---\nkind: runbook\nowner: platform\nservice: api\nalerts: [A]\n---\n# {LONG}\n",
    "incidents/INC-7.yml": f"id: INC-7\ntitle: {LONG}\nseverity: P0\nstatus: investigating\nservice: api\n"
    "times: {detected: 2026-11-23T06:07:00Z}\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    done = mkdocs(knowledge_base(folder, PAGES, "runbook-linter: {today: 2026-11-23}"), folder / "site")
    assert done.returncode == 0, done.stderr
    return folder / "site"


def test_the_open_incident_is_the_first_thing_to_do_and_is_seen_whole(
    open_page: Open, serve: Serve, site: Path
) -> None:
    page = open_page(serve(site) + "dashboards/", **PHONE)
    expect(page.locator(".rl-number").first).to_contain_text("Open incidents")
    first = page.locator("table.rl-table").first.locator("tbody tr").first
    expect(first).to_contain_text(f"P0 investigating: {LONG}")
    box = page.locator(".rl-box").first
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")


@pytest.mark.parametrize("path", ["dashboards/alerts/", "dashboards/scores/", "dashboards/freshness/"])
def test_no_column_is_cut_off_on_paper(open_page: Open, serve: Serve, site: Path, path: str) -> None:
    page = open_page(serve(site) + path, viewport={"width": 700, "height": 990})
    page.emulate_media(media="print")
    for box in page.locator(".rl-box").all():
        assert box.evaluate("box => box.querySelector('table').scrollWidth <= box.clientWidth")


@pytest.mark.parametrize("path", ["dashboards/alerts/", "dashboards/scores/", "dashboards/incidents/"])
def test_a_long_text_has_room(open_page: Open, serve: Serve, site: Path, path: str) -> None:
    page = open_page(serve(site) + path, **PHONE)
    cell = page.locator("table.rl-table td", has_text=LONG).first
    assert cell.bounding_box()["width"] >= 150  # type: ignore[index]
    box = page.locator(".rl-box", has=cell).first
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert "linear-gradient" in box.evaluate("box => getComputedStyle(box).backgroundImage")
