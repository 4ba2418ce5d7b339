"""Alerts on the site: addresses that lead to runbooks, the rule on the page, the coverage both ways."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ROOT
from tests.site.conftest import knowledge_base, mkdocs

Open = Callable[..., Page]

RULES = """groups:
  - name: disks
    rules:
      - alert: DiskFull
        expr: disk_free_bytes{a="<script>x</script>"} < 1e9
        for: 5m
        labels: {severity: critical}
        annotations: {runbook_url: "https://kb.example.com/runbooks/disk/", summary: s, description: d}
      - alert: DiskSlow
        expr: disk_seconds > 1
        annotations: {runbook_url: "https://kb.example.com/alerts/DiskSlow/", summary: s, description: d}
      - alert: DiskGone
        expr: up == 0
        annotations: {runbook_url: "https://kb.example.com/runbooks/gone/", summary: s, description: d}
"""
SETTINGS = """alerts:
  rules: ["rules.yml"]
  runbook_urls: {"https://kb.example.com/": "docs/"}
  addresses: ["https://kb.example.com/alerts/"]
"""
PAGES = {
    "index.md": "# Index\n",
    "runbooks/disk.md": "---\nkind: runbook\nalerts: [DiskFull]\n---\n# Disk\n\n## Overview\n\n`df $NODE`\n\n"
    "```bash\ndf -h $NODE\n```\n",
    "runbooks/slow.md": "---\nkind: runbook\nalerts: [DiskSlow]\n---\n# Slow\n",
    "runbooks/old.md": "---\nkind: runbook\nstatus: retired\nsuccessor: slow.md\nalerts: [DiskOld]\n---\n# Old\n",
    "runbooks/lonely.md": "---\nkind: runbook\n---\n# Lonely\n",
    "alerts/Own.md": "---\nalerts: [Own]\nkind: runbook\n---\n# My own page\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alerts")
    config = knowledge_base(folder, PAGES, more="site_url: https://kb.example.com/kb/\n")
    (folder / "rules.yml").write_text(RULES, encoding="utf-8")
    (folder / "runbook-linter.yml").write_text(SETTINGS, encoding="utf-8")
    done = mkdocs(config, folder / "site", "-q")
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """A static host below /kb/ that shows the site's 404.html, as GitHub Pages does."""

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, directory=str(site), **options)

        def translate_path(self, path: str) -> str:
            return super().translate_path(path.removeprefix("/kb"))

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            body = (site / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/kb"
    server.shutdown()


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("DiskFull", "runbooks/disk/"),
        ("DiskSlow", "runbooks/slow/"),
        ("DiskOld", "runbooks/slow/"),
        ("diskfull", "runbooks/disk/"),
    ],
)
def test_an_address_leads_to_the_runbook(host: str, open_page: Open, address: str, page: str) -> None:
    shown = open_page(f"{host}/alerts/{address}/?node=db-1#overview")
    expect(shown).to_have_url(f"{host}/{page}?node=db-1#overview")


def test_values_in_an_address_fill_the_commands(host: str, open_page: Open) -> None:
    shown = open_page(f"{host}/alerts/DiskFull/?node=db-1")
    expect(shown.locator("pre code", has_text="df -h")).to_have_text("df -h db-1\n")


def test_an_unknown_name_leads_to_names_like_it_and_the_search(host: str, open_page: Open) -> None:
    shown = open_page(f"{host}/alerts/DiskFul/?node=db-1")
    unknown = shown.locator(".rl-unknown")
    expect(unknown).to_contain_text("No runbook is known for the alert DiskFul.")
    expect(unknown.get_by_role("link", name="DiskFull", exact=True)).to_have_attribute(
        "href", "/kb/runbooks/disk/?node=db-1"
    )
    expect(unknown.get_by_role("link", name="Search for DiskFul")).to_have_attribute("href", "/kb/?q=DiskFul")
    hostile = open_page(f"{host}/alerts/%3Cimg%20src=x%20onerror=alert(1)%3E/")
    expect(hostile.locator(".rl-unknown")).to_contain_text("alert <img src=x onerror=alert(1)>.")
    elsewhere = open_page(f"{host}/nowhere/")
    expect(elsewhere.locator("h1")).to_contain_text("404")
    expect(elsewhere.locator(".rl-unknown")).to_have_count(0)


def test_nobodys_page_is_overwritten(site: Path) -> None:
    assert "My own page" in (site / "alerts/Own/index.html").read_text("utf-8")
    assert sorted(path.name for path in (site / "alerts").iterdir()) == [
        "DiskFull",
        "DiskOld",
        "DiskSlow",
        "Own",
        "Own.md",
    ]


def test_the_page_shows_its_alert(host: str, open_page: Open) -> None:
    shown = open_page(f"{host}/runbooks/disk/")
    panel = shown.locator(".rl-alerts")
    expect(panel.locator("summary")).to_have_text("Alert rule critical, after 5m")
    panel.locator("summary").click()
    expect(panel.locator("pre code")).to_contain_text('disk_free_bytes{a="<script>x</script>"} < 1e9')
    expect(panel.get_by_role("link", name="DiskSlow")).to_be_visible()
    expect(panel).to_contain_text("DiskGone")
    expect(panel).to_contain_text("rules.yml, line 4")


def test_the_dashboard_shows_both_ways(host: str, open_page: Open) -> None:
    shown = open_page(f"{host}/dashboards/alerts/")
    rows = shown.locator("table.rl-table").first.locator("tbody tr")
    assert [row.split("\t")[0] for row in rows.all_inner_texts()] == ["DiskGone", "DiskFull", "DiskSlow", "Own"]
    expect(rows.first).to_contain_text("dead URL")
    expect(shown.locator("table.rl-table").last).to_contain_text("Lonely")


def test_own_addresses(own_site: Path) -> None:
    assert "ApiLatencyHigh" in (own_site / "alerts/ApiLatencyHigh/index.html").read_text("utf-8")
    assert "docs/alert-rules/platform.yml" in (own_site / "runbooks/api-latency/index.html").read_text("utf-8")
    assert (ROOT / "docs/alert-rules/platform.yml").exists()
