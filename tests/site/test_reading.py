"""The project's own site, read as an engineer reads it at 3 am."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.site.conftest import Serve, knowledge_base, mkdocs

Open = Callable[..., Page]
PAGES = (
    *("", "runbooks/disk-full/", "runbooks/example-poor-runbook/", "playbooks/service-outage/"),
    *("post-mortems/2026-10-20-inc-123/", "dashboards/", "dashboards/scores/", "dashboards/freshness/"),
    *("dashboards/alerts/", "dashboards/services/", "dashboards/severities/"),
)


def test_alert_name_leads_to_its_page_first(open_page: Open, serve: Serve, own_site: Path) -> None:
    page = open_page(serve(own_site))
    page.get_by_role("textbox", name="Search").click()
    for alert, place in (("VolumeFull", "disk-full"), ("KubePodCrashLooping", "kubernetes-crash-loop")):
        page.get_by_role("textbox", name="Search").fill("")
        page.get_by_role("textbox", name="Search").press_sequentially(alert)
        first = page.locator(".md-search-result__item a").first
        expect(first).to_have_attribute("href", re.compile(place))
    page.keyboard.press("Enter")
    page.wait_for_url("**/kubernetes-crash-loop/**")


def test_copy_gives_the_command_alone(open_page: Open, serve: Serve, own_site: Path) -> None:
    page = open_page(serve(own_site) + "runbooks/disk-full/")
    code = page.locator(".highlight .rl-block").first
    code.hover()
    code.get_by_role("button", name="Copy").click()
    expect(code.locator(".rl-copy")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == code.locator("code").inner_text().rstrip("\n")
    assert "Cop" not in copied


def test_strip_says_who_and_when(open_page: Open, serve: Serve, own_site: Path) -> None:
    page = open_page(serve(own_site) + "runbooks/postgresql-failover/")
    strip = page.locator("dl.rl-strip")
    for words in ("orders-database", "database-team", "P0", "#database-oncall", "PostgresqlDown"):
        expect(strip).to_contain_text(words)
    expect(strip.locator("time.rl-age").first).to_have_text(re.compile(r"ago|today|yesterday"))
    strip.get_by_role("link", name="orders-database").click()
    page.wait_for_url("**/dashboards/services/?service=orders-database")
    rows = page.locator("table.rl-table tbody tr:visible")
    assert rows.count() >= 1
    assert all("orders-database" in text for text in rows.all_inner_texts())


def test_review_falls_due_in_the_browser(open_page: Open, serve: Serve, own_site: Path) -> None:
    page = open_page(serve(own_site) + "runbooks/postgresql-failover/")
    expect(page.locator(".rl-notice")).to_be_hidden()
    page.clock.set_fixed_time("2030-01-01T12:00:00")
    page.reload()
    expect(page.locator(".rl-notice")).to_contain_text("Review due since 1 May 2027")
    expect(page.locator("dl.rl-strip time.rl-age").first).to_have_text("3 years ago")


def test_findings_open_and_lead_to_their_rules(open_page: Open, serve: Serve, own_site: Path) -> None:
    page = open_page(serve(own_site) + "runbooks/example-poor-runbook/")
    panel = page.locator("details.rl-panel")
    expect(panel.locator(".rl-findings")).to_be_hidden()
    panel.locator("summary").click()
    expect(panel.locator(".rl-findings li").first).to_be_visible()
    expect(panel).to_contain_text("line 20")
    expect(panel).to_contain_text("dead link: ../architecture/mail is not there")
    panel.get_by_role("link", name="dead-link").click()
    page.wait_for_url("**/rules/dead-link/")
    expect(page.locator("h1")).to_contain_text("dead-link")


def test_dashboard_sorts_and_filters(open_page: Open, serve: Serve, own_site: Path) -> None:
    page = open_page(serve(own_site) + "dashboards/scores/")
    table = page.locator("table.rl-table").first
    rows = table.locator("tbody tr:visible")
    total = rows.count()
    page.get_by_label("Kind").first.select_option("runbook")
    assert 0 < rows.count() < total
    page.get_by_label("Filter").first.fill("kafka lag")
    expect(rows).to_have_count(1)
    page.get_by_label("Filter").first.fill("")
    page.get_by_label("Kind").first.select_option("")
    expect(rows).to_have_count(total)
    button = table.get_by_role("button", name="Score")
    button.click()
    ascending = [float(text) for text in table.locator("tbody tr td:first-child").all_inner_texts()]
    button.click()
    descending = [float(text) for text in table.locator("tbody tr td:first-child").all_inner_texts()]
    assert ascending == sorted(ascending)
    assert descending == sorted(descending, reverse=True)
    assert ascending[0] != descending[0]
    expect(table.locator("th").first).to_have_attribute("aria-sort", "descending")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_our_elements(open_page: Open, serve: Serve, own_site: Path, scheme: str) -> None:
    found: list[str] = []
    for path in PAGES:
        page = open_page(serve(own_site) + path + "?cluster=shop", color_scheme=scheme)
        for panel in page.locator("details.rl-panel > summary").all():
            panel.click()
        ours = ".rl-strip, .rl-notice, .rl-panel, .rl-dashboard, .rl-fill, .rl-copy, .rl-step, .rl-danger"
        if not page.locator(ours).count():
            continue
        include = [[selector] for selector in ours.split(", ") if page.locator(selector).count()]
        results = Axe().run(page, context={"include": include})
        for violation in results.response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:3]]
            found.append(f"{path} {violation['id']}: {nodes}")
    assert found == []


def test_dark_follows_the_system(open_page: Open, serve: Serve, own_site: Path) -> None:
    page = open_page(serve(own_site) + "runbooks/disk-full/", color_scheme="dark")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(int(part) for part in re.findall(r"\d+", background)[:3]) < 200
    colour = page.locator(".rl-strip dd").first.evaluate("element => getComputedStyle(element).color")
    assert colour != background


@pytest.mark.parametrize("path", PAGES)
def test_phone_needs_no_sideways_scrolling(open_page: Open, serve: Serve, own_site: Path, path: str) -> None:
    page = open_page(serve(own_site) + path, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_print_leaves_out_what_can_be_pressed(open_page: Open, serve: Serve, own_site: Path) -> None:
    page = open_page(serve(own_site) + "runbooks/postgresql-failover/")
    page.emulate_media(media="print")
    expect(page.locator(".rl-copy").first).to_be_hidden()
    # Material opens what is collapsed when the browser says that it prints.
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("details#rl-alerts")).to_have_attribute("open", "")
    expect(page.locator("pre.rl-alerts__rule").first).to_be_visible()
    expect(page.locator("details#rl-findings")).to_be_hidden()
    expect(page.locator("dl.rl-strip")).to_be_visible()
    day = page.locator("time.rl-age").first
    shown = day.evaluate("element => getComputedStyle(element, '::after').content")
    assert re.fullmatch(r'" \(" attr\(title\) "\)"|" \(\d+ \w+ \d{4}\)"', shown)
    wide = page.locator("pre > code").evaluate_all(
        "codes => codes.filter(c => c.scrollWidth > c.clientWidth + 1).length"
    )
    assert wide == 0


def test_site_is_there_for_assistants(own_site: Path) -> None:
    listed = (own_site / "llms.txt").read_text(encoding="utf-8")
    assert "## Runbooks" in listed
    assert "[Disk full](<runbooks/disk-full.md>)" in listed
    assert (own_site / "runbooks" / "disk-full.md").read_text(encoding="utf-8").startswith("---\nkind: runbook")


def test_reads_and_searches_from_a_folder(open_page: Open, tmp_path: Path) -> None:
    pages = {
        "index.md": "# Home\n",
        "runbooks/disk.md": "---\nkind: runbook\nowner: storage\nalerts: [VolumeFull]\n---\n# Disk full\n\n`df`\n",
    }
    config = knowledge_base(tmp_path, pages, "runbook-linter\n  - offline")
    assert mkdocs(config, tmp_path / "site", "-q").returncode == 0
    page = open_page((tmp_path / "site" / "index.html").as_uri())
    search = page.get_by_role("textbox", name="Search")
    search.click()
    search.press_sequentially("VolumeFull")
    first = page.locator(".md-search-result__item a").first
    expect(first).to_have_attribute("href", re.compile(r"runbooks/disk\.html"))
    page.goto((tmp_path / "site" / "dashboards" / "scores.html").as_uri())
    page.get_by_label("Filter").first.fill("disk")
    expect(page.locator("table.rl-table").first.locator("tbody tr:visible")).to_have_count(1)
