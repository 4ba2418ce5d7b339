"""What dashboards and pages say where a date is wrong, still to come or unknown: never a figure that nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from linter.site.as_html import parts_as_html
from linter.site.dashboards.actions import Actions, actions_of
from linter.site.dashboards.freshness import Freshness, state
from linter.site.dashboards.incidents import Incidents
from linter.site.dashboards.links import Links
from linter.site.incident_page import incident_parts
from linter.site.knowledge_base import KnowledgeBase
from linter.site.page_parts import Look, before_page
from linter.site.parts import Facts, Numbers, PageLink, Table
from tests.conftest import TODAY, lint_folder
from tests.site.test_dashboards import NoLinks

Write = Callable[[Mapping[str, str]], Path]

RUNBOOK = "---\nkind: runbook\nowner: a\nlast_verified: {verified}\nreview_every: 30\n---\n# {title}\n"
RECORD = "id: {id}\ntitle: x\nseverity: P2\nstatus: resolved\nservice: search\n{times}"
BACKWARDS = "times: {started: 2026-11-20T10:00:00Z, detected: 2026-11-20T09:00:00Z, resolved: 2026-11-20T08:00:00Z}\n"
ZONES = (
    "times: {started: 2026-10-31T23:30:00-05:00, detected: 2026-11-01T05:00:00Z,"
    " acknowledged: 2026-11-01T14:10:00+09:00, resolved: 2026-11-01T06:30:00+01:00}\n"
)
LISTED = "---\nkind: post-mortem\n---\n# INC-2\n\n## Action items\n\n- **Alert** [earlier](https://example.com/a_b_c)\n"
POST_MORTEM = """---
kind: post-mortem
---
# INC-1

## Action items

| Action | Owner | Due | Status |
| --- | --- | --- | --- |
| ‹what will change› | ‹who› | | |
| Alert **earlier** on `a*b*c` | Ana | 2026-01-31 | not done |
| Buy a mainframe | Bo | 2026-01-31 | won't do |
| Due on this very day | Bo | 2026-11-23 | open |
"""


def test_a_verification_still_to_come_is_none(knowledge_base: Write) -> None:
    days = {"soon": TODAY + timedelta(days=1), "later": TODAY + timedelta(days=2)}
    pages = {f"runbooks/{name}.md": RUNBOOK.format(verified=day, title=name) for name, day in days.items()}
    base = KnowledgeBase(lint_folder(knowledge_base(pages)))
    soon, later = (base.by_path[f"runbooks/{name}.md"] for name in days)
    assert (state(soon, TODAY), state(later, TODAY)) == ("verified", "never verified")
    assert later.due is None
    assert [step for _, step in Freshness().next_steps(base)] == [
        f"mend `last_verified`: {days['later']} is still to come"
    ]
    look = Look("panel", {}, datetime(2026, 11, 23, tzinfo=UTC))
    assert "25 November 2026</time>, which is still to come" in before_page(later, base, NoLinks(), look)
    assert "still to come" not in before_page(soon, base, NoLinks(), look)


def test_times_that_run_backwards_give_no_duration(knowledge_base: Write) -> None:
    records = {"INC-1": BACKWARDS, "INC-2": ZONES, "INC-3": ""}
    files = {f"incidents/{id}.yml": RECORD.format(id=id, times=times) for id, times in records.items()}
    base = KnowledgeBase(lint_folder(knowledge_base(files)))
    parts = list(Incidents().parts(base))
    (numbers,) = (part for part in parts if isinstance(part, Numbers))
    assert [(number.label, number.value, number.note) for number in numbers.numbers[1:]] == [
        ("MTTD", "30 min", "median of 1; p90 30 min"),
        ("MTTA", "10 min", "median of 1; p90 10 min"),
        ("MTTR", "1 h", "median of 1; p90 1 h"),
    ]
    (table,) = (part for part in parts if isinstance(part, Table) and part.name == "incidents")
    assert {str(row[1].text): row[6] for row in table.rows if isinstance(row[1], PageLink)} == {
        "INC-1": None,
        "INC-2": timedelta(hours=1),
        "INC-3": None,
    }
    backwards = next(record for record in base.run.project.incidents if record.id == "INC-1")
    facts = [part for part in incident_parts(backwards, base) if isinstance(part, Facts)]
    assert [name for name, _ in facts[1].rows] == ["Started", "Detected", "Resolved"]
    assert "-1 h" not in parts_as_html(parts, NoLinks())


def test_no_record_with_times_means_no_metric(knowledge_base: Write) -> None:
    files = {"incidents/INC-3.yml": RECORD.format(id="INC-3", times="")}
    base = KnowledgeBase(lint_folder(knowledge_base(files)))
    shown = parts_as_html(Incidents().parts(base), NoLinks())
    assert "0 min" not in shown
    assert 'rl-number__label">MTT' not in shown
    assert Incidents().headline(base).note == ""
    (record,) = base.run.project.incidents
    assert [part.name for part in incident_parts(record, base) if isinstance(part, Facts)] == ["about"]


def test_action_items_that_nobody_has_to_do(knowledge_base: Write) -> None:
    pages = {"post-mortems/a.md": POST_MORTEM, "post-mortems/b.md": LISTED}
    base = KnowledgeBase(lint_folder(knowledge_base(pages)))
    assert [(action.text, action.done) for action in actions_of(base)] == [
        ("Alert earlier on a*b*c", False),
        ("Buy a mainframe", True),
        ("Due on this very day", False),
        ("Alert earlier", False),
    ]
    assert (Actions().headline(base).value, Actions().headline(base).note) == ("3", "1 overdue")


def test_without_runbooks_nothing_is_overdue_and_nothing_verified(knowledge_base: Write) -> None:
    base = KnowledgeBase(lint_folder(knowledge_base({"guide.md": "# Guide\n\nSee <https://example.com/x>.\n"})))
    assert Freshness().headline(base) is None
    shown = parts_as_html(Freshness().parts(base), NoLinks())
    assert "No runbook or playbook is in force." in shown
    assert "rl-number" not in shown
    assert "Nobody was asked yet" in parts_as_html(Links().parts(base), NoLinks())
