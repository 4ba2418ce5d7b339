"""The site while an incident is open: who is on call finds it, its people and places, and its runbook."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from linter.site.as_html import parts_as_html
from linter.site.as_markdown import part_as_json, part_as_markdown
from linter.site.dashboards.incidents import Incidents
from linter.site.incident_page import incident_facts, incident_parts
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Facts, NextUpdate, PageLink, Table, Text, WebLink
from tests.conftest import lint_folder
from tests.site.conftest import Serve, knowledge_base, mkdocs
from tests.site.test_dashboards import NoLinks

Open = Callable[..., Page]
Write = Callable[[Mapping[str, str]], Path]

RECORD = """id: INC-7
title: "Payments <b>fail</b> | {{ secrets }}"
severity: P1
status: identified
service: payments
impact: Customers cannot pay
roles: {incident_commander: Dana Okafor}
times: {started: 2026-11-23T06:00:00Z, detected: 2026-11-23T06:07:00Z}
links: {channel: "https://app.slack.com/client/T1/C012AB3CD", ticket: "https://example.com/browse/OPS-500"}
steps:
  page: {state: failed, attempts: 1, error: connection refused}
  channel: {state: done, attempts: 1}
updates:
  - time: 2026-11-23T06:14:00Z
    status: investigating
    message: Payments fail.
    channels: [status page]
    next_update: 2026-11-23T06:40:00Z
events:
  - {time: 2026-11-23T06:10:00Z, text: The certificate has expired, by: Mei Tanaka}
"""
OVER = """id: INC-3
title: Disk full
severity: P2
status: resolved
service: orders
times: {started: 2026-09-01T06:00:00Z, detected: 2026-09-01T06:10:00Z, resolved: 2026-09-01T07:40:00Z}
"""
RUNBOOK = "---\nkind: runbook\nservice: Payments\n---\n# Certificate expiry\n\nText.\n"
LEARNED = "---\nkind: post-mortem\nincident: INC-3\n---\n# Full disk\n\nSee [the record](../incidents/INC-3.yml).\n"
PAGES = {
    "incidents/INC-7.yml": RECORD,
    "incidents/INC-3.yml": OVER,
    "runbooks/certificate.md": RUNBOOK,
    "runbooks/other.md": "---\nkind: runbook\nservice: orders\n---\n# Other\n",
    "post-mortems/disk.md": LEARNED,
    "incidents/INC-9.yml": "id: INC-9\ntitle: [broken\n",
    "incidents/names.yml": "one: two\n",
    "index.md": "# Home\n",
}

SCHEMES = {"light": "default", "dark": "slate"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("open")
    config = knowledge_base(folder, PAGES, "runbook-linter: {today: 2026-11-23, score_history: month}")
    palette = ", ".join(
        f'{{media: "(prefers-color-scheme: {system})", scheme: {name}}}' for system, name in SCHEMES.items()
    )
    config.write_text(config.read_text("utf-8").replace("font: false", f"font: false, palette: [{palette}]"), "utf-8")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x", "--date", "2026-10-01T10:00:00Z"]):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
        day = {**os.environ, "GIT_COMMITTER_DATE": "2026-10-01T10:00:00Z"}
        subprocess.run(["git", "-C", str(folder), *identity, *command], check=True, env=day)
    done = mkdocs(config, folder / "site")
    assert done.returncode == 0, done.stderr
    assert "contains a link" not in done.stderr
    return folder / "site"


def text(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def test_facts_of_an_open_incident(knowledge_base: Write) -> None:
    base = KnowledgeBase(lint_folder(knowledge_base(PAGES)))
    (record,) = base.open_incidents
    facts = dict(incident_facts(record, base, "open", "Open").rows)
    assert facts["Incident Commander"] == "Dana Okafor"
    assert facts["Communications Lead"] == "nobody yet"
    assert facts["Channel"] == WebLink("https://app.slack.com/client/T1/C012AB3CD", "open the channel")
    assert facts["Ticket"] == WebLink("https://example.com/browse/OPS-500", "OPS-500")
    assert facts["Runbook"] == (PageLink("runbooks/certificate.md", "Certificate expiry"),)
    assert isinstance(facts["Next update due"], NextUpdate)
    assert f"{facts['Next update due'].time:%H:%M}" == "06:40"
    assert "Resolved" not in facts
    about, times, timeline, _, steps = incident_parts(record, base)
    assert isinstance(about, Facts)
    assert part_as_json(times)["facts"]["MTTD"] == {"seconds": 420.0}
    assert isinstance(timeline, Table)
    assert [row[1] for row in timeline.rows] == [
        "The certificate has expired (Mei Tanaka)",
        "Update, investigating: Payments fail.",
    ]
    assert isinstance(steps, Table)
    assert steps.rows == (("page", "failed", "connection refused"),)
    assert "| Ticket | [OPS-500](<https://example.com/browse/OPS-500>) |" in part_as_markdown(about, NoLinks())


def test_an_incident_that_is_over_wants_nobody(knowledge_base: Write) -> None:
    base = KnowledgeBase(lint_folder(knowledge_base(PAGES)))
    record = base.incident("inc-3")
    assert record is not None
    facts = dict(incident_facts(record, base, "about", "About").rows)
    assert not {"Incident Commander", "Communications Lead", "Next update due", "Since"} & set(facts)
    assert facts["Post-mortem"] == PageLink("post-mortems/disk.md", "Full disk")
    assert not [part for part in incident_parts(record, base) if isinstance(part, Text)]
    unknown = record._replace(times=record.times._replace(started=None))
    (hint,) = (part.text for part in incident_parts(unknown, base) if isinstance(part, Text))
    assert "runbook-linter incident start INC-3 --time HH:MM" in hint


def test_an_address_that_is_none_is_text(knowledge_base: Write) -> None:
    record = RECORD.replace("https://example.com/browse/OPS-500", "javascript:alert(1)//OPS-500")
    base = KnowledgeBase(lint_folder(knowledge_base({"incidents/INC-7.yml": record})))
    shown = parts_as_html(Incidents().parts(base), NoLinks())
    assert "OPS-500" in shown
    assert 'href="javascript' not in shown


def test_a_record_has_a_page_and_is_not_published(site: Path) -> None:
    assert "Not shown, as nobody can read it: docs/incidents/INC-9.yml." in text(site, "dashboards/incidents")
    assert [path.name for path in site.rglob("*.yml")] == ["names.yml"]
    assert 'href="../../dashboards/incidents/INC-3/"' in text(site, "post-mortems/disk")
    shown = text(site, "dashboards/incidents/INC-7")
    assert "<b>fail" not in shown
    assert "Payments &lt;b&gt;fail&lt;/b&gt; | {{ secrets }}" in shown
    assert "Certificate expiry" in shown


def test_home_and_runbook_name_the_open_incident(site: Path) -> None:
    for path, where in (("", "dashboards/"), ("runbooks/certificate", "../../dashboards/")):
        assert f'Open incident, P1 identified: <a href="{where}incidents/INC-7/">INC-7: ' in text(site, path)
    assert "Open incident" not in text(site, "runbooks/other")


def test_dashboard_counts_what_the_command_line_counts(site: Path) -> None:
    command = [sys.executable, "-m", "linter", "incident", "metrics", "--by", "severity", "--format", "json"]
    done = subprocess.run(command, cwd=site.parent, capture_output=True, text=True, check=False)
    told = [(group["severity"], group["incidents"]) for group in json.loads(done.stdout)["groups"]]
    table = re.search(r'aria-labelledby="by-severity".*?</table>', text(site, "dashboards/incidents"), re.DOTALL)
    assert table is not None
    shown = re.findall(r'<tr><td>(P\d)</td><td class="rl-right" data-rl-order="\d+">(\d+)</td>', table[0])
    assert [(name, int(number)) for name, number in shown] == told == [("P1", 1), ("P2", 1)]


def test_overdue_is_told_by_the_readers_clock(open_page: Open, serve: Serve, site: Path) -> None:
    home = open_page(serve(site))
    assert home.get_by_role("link", name="INC-7").get_attribute("href") == "dashboards/incidents/INC-7/"

    def at(time: str) -> Page:
        # A page of its own each time: to leave one while its search index is on its way is an error in the console.
        page = open_page("about:blank")
        page.clock.set_fixed_time(time)
        page.goto(f"{serve(site)}dashboards/incidents/INC-7/")
        expect(page.locator(".rl-facts").first).to_contain_text("2026-11-23 06:40 UTC")
        return page

    expect(at("2026-11-23T06:30:00Z").locator(".rl-overdue")).to_have_count(0)
    page = at("2026-11-23T06:41:00Z")
    expect(page.locator(".rl-overdue")).to_have_text("overdue")
    page.get_by_role("textbox", name="Search").click()
    page.get_by_role("textbox", name="Search").press_sequentially("INC-7")
    expect(page.locator(".md-search-result__item a").first).to_have_attribute("href", re.compile("INC-7"))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_on_incidents_and_on_the_trend(
    open_page: Open, serve: Serve, site: Path, scheme: str
) -> None:
    found: list[str] = []
    for path in ("", "dashboards/incidents/", "dashboards/incidents/INC-7/", "dashboards/scores/"):
        page = open_page(
            serve(site) + path, color_scheme=scheme, viewport={"width": 360, "height": 740}, is_mobile=True
        )
        assert page.locator("body").get_attribute("data-md-color-scheme") == SCHEMES[scheme]
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.locator(".rl-spark").count() or "scores" not in path
        include = [[name] for name in (".rl-notice", ".rl-dashboard") if page.locator(name).count()]
        results = Axe().run(page, context={"include": include})
        for violation in results.response["violations"]:
            found.append(f"{path} {violation['id']}: {[node['html'][:120] for node in violation['nodes'][:3]]}")
    assert found == []


def test_a_site_without_a_home_begins_with_its_state(tmp_path: Path) -> None:
    config = knowledge_base(tmp_path, {"guide/a.md": "# A\n"})
    assert mkdocs(config, tmp_path / "site", "-q", "--strict").returncode == 0
    assert 'href="dashboards/scores/"' in text(tmp_path / "site", "")
    config = knowledge_base(tmp_path, {"README.md": "# Ours\n"})
    assert mkdocs(config, tmp_path / "site", "-q", "--strict").returncode == 0
    assert "Ours" in text(tmp_path / "site", "")
