"""Dashboards as pure functions: a knowledge base in, parts out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linter.config import Config
from linter.site.as_html import parts_as_html
from linter.site.as_markdown import escape_markdown, part_as_json, part_as_markdown
from linter.site.charts import bar_chart
from linter.site.dashboards.actions import Actions
from linter.site.dashboards.alerts import Alerts, alerts_of
from linter.site.dashboards.available import load_dashboards
from linter.site.dashboards.commands import Commands
from linter.site.dashboards.freshness import Freshness, state
from linter.site.dashboards.incidents import Incidents
from linter.site.dashboards.links import Links
from linter.site.dashboards.services import Services
from linter.site.dashboards.severities import Severities
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Bar, Bars, Column, Numbers, PageLink, Table
from linter.web.store import Record, Store
from tests.conftest import TODAY, lint_folder

Write = Callable[[Mapping[str, str]], Path]

FRESH = """---
last_verified: 2026-11-01
review_every: 90
owner: a
service: [db, cache]
severity: 1
---
# Fresh
"""
ODD = """---
last_verified: soon
review_every: 9999999999
owner: {a: b}
service: 7
status: [x]
---
# Odd
"""
PAGES = {
    "runbooks/fresh.md": FRESH,
    "runbooks/soon.md": "---\nlast_verified: 2026-09-01\nreview_every: 90\nowner: b\n---\n# Soon\n",
    "runbooks/late.md": "---\nlast_verified: 2026-01-01\nreview_every: 90\nowner: [a, b]\n---\n# Late\n",
    "runbooks/never.md": "---\nalerts: [DiskFull, DiskFuller]\n---\n# Never\n",
    "runbooks/KubePodCrashLooping.md": "# KubePodCrashLooping\n",
    "runbooks/gone.md": "---\nstatus: retired\nlast_verified: 2020-01-01\nreview_every: 1\n---\n# Gone\n",
    "runbooks/odd.md": ODD,
    "guide.md": "# Guide\n",
}


@pytest.fixture
def base(knowledge_base: Write) -> KnowledgeBase:
    return KnowledgeBase(lint_folder(knowledge_base(PAGES)))


class NoLinks:
    def page(self, path: str) -> str | None:
        return f"/{path}"

    def rule(self, name: str) -> str | None:
        return None

    def dashboard(self, name: str) -> str | None:
        return None


def _table(parts: list[object], name: str) -> list[tuple[object, ...]]:
    return next(list(part.rows) for part in parts if isinstance(part, Table) and part.name == name)


def test_freshness_of_each_page(base: KnowledgeBase) -> None:
    states = {page.title: state(page, TODAY) for page in base.operational}
    assert states == {
        "Fresh": "verified",
        "Soon": "due within 30 days",
        "Late": "overdue",
        "Never": "never verified",
        "KubePodCrashLooping": "never verified",
        "Odd": "never verified",
    }
    rows = _table(list(Freshness().parts(base)), "pages")
    assert [row[0] for row in rows] == ["overdue", *["never verified"] * 3, "due within 30 days", "verified"]
    assert next(iter(Freshness().next_steps(base)))[0] == PageLink("runbooks/late.md", "Late")


def test_rule_and_dashboard_agree_on_what_is_overdue(base: KnowledgeBase) -> None:
    overdue = {finding.path for finding in base.findings if finding.name == "verification-overdue"}
    assert overdue == {page.path for page in base.operational if state(page, TODAY) == "overdue"}


def test_index_by_alert(base: KnowledgeBase) -> None:
    rows = _table(list(Alerts().parts(base)), "alerts")
    assert [row[0] for row in rows] == ["DiskFull", "DiskFuller", "KubePodCrashLooping"]
    assert alerts_of(base.by_path["runbooks/gone.md"]) == ()


def test_index_by_service_and_severity(base: KnowledgeBase) -> None:
    assert [row[0] for row in _table(list(Services().parts(base)), "pages")] == ["7", "cache", "db"]
    assert [row[0] for row in _table(list(Severities().parts(base)), "pages")] == ["1"]


def test_each_dashboard_has_a_table_beside_each_picture(base: KnowledgeBase) -> None:
    for dashboard in load_dashboards(Config()):
        parts = list(dashboard.parts(base))
        html = parts_as_html(parts, NoLinks())
        pictures = [part for part in parts if isinstance(part, Bars)]
        assert html.count("<svg") == html.count('class="rl-data"') == len(pictures)
        assert all(isinstance(part_as_json(part)["type"], str) for part in parts)
        assert all(part_as_markdown(part, NoLinks()) for part in parts if not isinstance(part, Numbers))


def test_an_empty_knowledge_base_has_dashboards(knowledge_base: Write) -> None:
    empty = KnowledgeBase(lint_folder(knowledge_base({"note.txt": ""})))
    for dashboard in load_dashboards(Config()):
        assert parts_as_html(dashboard.parts(empty), NoLinks())


def test_charts_are_the_same_bytes_each_time() -> None:
    bars = Bars("grades", "Pages & grades", (Bar("A<b>", 3, "3", "good"), Bar("F", 1, "1", "poor"), Bar("-", 0, "0")))
    drawn = bar_chart(bars, "grades", standalone=True)
    assert drawn == bar_chart(bars, "grades", standalone=True)
    assert drawn.startswith('<svg class="rl-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 84" role="img"')
    assert re.findall(r'<rect [^>]*width="([\d.]+)"', drawn)[-1] == "0"
    assert '<title id="grades-title">Pages &amp; grades</title>' in drawn
    assert '<desc id="grades-desc">A&lt;b&gt;: 3; F: 1; -: 0</desc>' in drawn


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a | b", r"a \| b"),
        ("**x** _y_ `z`", r"\*\*x\*\* \_y\_ \`z\`"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("[x](y) ![z](w)", r"\[x\](y) \!\[z\](w)"),
        ("{{ secrets }} #1 \\", r"\{\{ secrets \}\} \#1 \\"),
        ("https://x.y ~~z~~ $1 @me", "https&#58;//x.y &#126;&#126;z&#126;&#126; &#36;1 &#64;me"),
        ("a\n\n# b", r"a \# b"),
    ],
)
def test_markdown_is_escaped(text: str, escaped: str) -> None:
    assert escape_markdown(text) == escaped


def test_a_column_that_says_nothing_is_left_out() -> None:
    columns = (Column("page", "Page"), Column("owner", "Owner", filtered=True), Column("n", "Findings", "number"))
    table = Table("pages", "Pages", columns, (("A", "", 0), ("B", None, 2), ("C", (), None)))
    assert [column.key for column in table.filled.columns] == ["page", "n"]
    assert table.filled.rows == (("A", 0), ("B", 2), ("C", None))
    assert "Owner" not in parts_as_html([table], NoLinks())
    assert "Owner" not in part_as_markdown(table, NoLinks())


def test_commands_that_are_gone_come_first(knowledge_base: Write) -> None:
    page = "# A\n\n```bash\nkubectl get pods\nkubectl get pods --export\nkubectl get cs\nfrobnicate x\n```\n"
    base = KnowledgeBase(lint_folder(knowledge_base({"runbooks/a.md": page})))
    bars, _, mend, every = Commands().parts(base)
    assert isinstance(bars, Bars)
    assert [(bar.label, bar.value) for bar in bars.bars] == [
        ("removed", 1),
        ("deprecated", 1),
        ("known", 1),
        ("not described", 1),
    ]
    assert isinstance(mend, Table)
    assert [row[1] for row in mend.rows] == ["kubectl get --export", "kubectl get cs"]
    assert mend.rows[0][0] == PageLink("runbooks/a.md", "A", 5)
    assert isinstance(every, Table)
    assert [row[0] for row in every.rows] == [
        "kubectl get --export",
        "kubectl get cs",
        "kubectl get",
        "frobnicate",
    ]
    headline = Commands().headline(base)
    assert headline is not None
    assert (headline.value, headline.note, headline.tone) == ("1", "1 deprecated", "poor")
    assert [link.line for link, _ in Commands().next_steps(base)] == [5]


def test_a_knowledge_base_without_commands_says_so(knowledge_base: Write) -> None:
    base = KnowledgeBase(lint_folder(knowledge_base({"a.md": "# A\n"})))
    assert [str(part) for part in Commands().parts(base)] == ["Text(text='No page has a command in it.')"]


def test_links_say_what_the_last_look_found_and_ask_nobody(knowledge_base: Write) -> None:
    page = "# A\n\n[x](https://one.example.org/x#y) [z](https://user:secret@two.example.org/z) [gone](gone.md)\n"
    root = knowledge_base({"a.md": page, "runbook-linter.yml": "links: {cache: found.sqlite}\n"})
    asked = datetime(2026, 11, 20, tzinfo=UTC)
    record = Record("https://one.example.org/x", "ok", "", "", None, False, {"y": False}, "", "", None, (), asked)
    with Store(root / "found.sqlite") as store:
        store.put([record])
    base = KnowledgeBase(lint_folder(root))
    parts = list(Links().parts(base))
    assert [row[1:] for row in _table(parts, "inside")] == [(3, "dead link: `gone.md` is not there")]
    ((url, verdict, why, _, checked),) = _table(parts, "outside")
    assert (url, verdict, why) == ("https://one.example.org/x#y", "dead", "the page has no anchor `#y`")
    assert checked == asked.date()
    assert _table(parts, "sites") == [("one.example.org", 1, 1, asked.date()), ("two.example.org", 1, None, None)]
    assert "secret" not in parts_as_html(parts, NoLinks())
    assert Links().headline(base).value == "2"
    assert [what for _, what in Links().next_steps(base)] == [
        "dead link: `gone.md` is not there",
        "dead link: https://one.example.org/x#y (the page has no anchor `#y`)",
    ]


ACTIONS = """---
kind: post-mortem
---
# INC-1

## Timeline

- 2026-01-01 10:00 UTC: Started

## Root cause

Text.

## Action items

| Action | Owner | Due | Ticket | Status |
| --- | --- | --- | --- | --- |
| Alert earlier | Ana | 2026-01-31 | https://jira.example.com/browse/OPS-1 | open |
| Write it down | | | [x](javascript:alert) | |
| Renew it | Bo | 2026-01-02 | OPS-3 | done |
"""


def test_action_items_with_what_is_overdue_first(knowledge_base: Write) -> None:
    base = KnowledgeBase(lint_folder(knowledge_base({"post-mortems/a.md": ACTIONS})))
    parts = list(Actions().parts(base))
    rows = _table(parts, "open")
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("Alert earlier", "Ana", "overdue"),
        ("Write it down", "nobody", "open"),
    ]
    shown = parts_as_html(parts, NoLinks())
    assert '<a href="https://jira.example.com/browse/OPS-1">OPS-1</a>' in shown
    assert 'href="javascript' not in shown
    assert (Actions().headline(base).value, Actions().headline(base).note) == ("2", "1 overdue")
    ((_, step),) = Actions().next_steps(base)
    assert step.startswith("action item overdue for ")
    assert step.endswith(": Alert earlier")


RECORD = """id: {id}
title: The <b>certificate</b> expired
severity: {severity}
status: {status}
service: payments
times: {{started: 2026-0{month}-20T13:50:00Z, detected: 2026-0{month}-20T14:03:00Z{resolved}}}
"""


def test_incidents_with_their_metrics(knowledge_base: Write) -> None:
    over = RECORD.format(
        id="INC-1", severity="P1", status="resolved", month=1, resolved=", resolved: 2026-01-20T15:20:00Z"
    )
    running = RECORD.format(id="INC-2", severity="SEV-2", status="investigating", month=2, resolved="")
    page = ACTIONS.replace("kind: post-mortem", "kind: post-mortem\nincident: inc-1")
    files = {"incidents/INC-1.yml": over, "incidents/INC-2.yml": running, "post-mortems/one.md": page}
    base = KnowledgeBase(lint_folder(knowledge_base(files)))
    parts = list(Incidents().parts(base))
    numbers = next(part for part in parts if isinstance(part, Numbers))
    assert [(number.label, number.value) for number in numbers.numbers] == [
        ("Incidents", "2"),
        ("MTTD", "13 min"),
        ("MTTR", "1 h 30 min"),
    ]
    noticed, over_after = timedelta(minutes=13), timedelta(minutes=90)
    assert _table(parts, "by-severity") == [
        ("P1", 1, noticed, noticed, None, None, over_after, over_after),
        ("P2", 1, noticed, noticed, None, None, None, None),
    ]
    assert [(row[1], row[6], row[7]) for row in _table(parts, "incidents")] == [
        (PageLink("incidents/INC-2.yml", "INC-2"), None, None),
        (PageLink("incidents/INC-1.yml", "INC-1"), over_after, PageLink("post-mortems/one.md", "INC-1")),
    ]
    shown = parts_as_html(parts, NoLinks())
    assert "<b>" not in shown
    assert '<td class="rl-right" data-rl-order="5400">1 h 30 min</td>' in shown
    assert "| 1 h 30 min |" in "".join(part_as_markdown(part, NoLinks()) for part in parts)
    assert (Incidents().headline(base).label, Incidents().headline(base).value) == ("Open incidents", "1")
    ((_, step),) = Incidents().next_steps(base)
    assert step.startswith("SEV-2 investigating: ")
