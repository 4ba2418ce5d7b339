"""Which runbooks and playbooks somebody tried, when, and which are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from linter.project.freshness import is_to_come
from linter.site.dashboards.dashboard import Dashboard, count, page_link
from linter.site.knowledge_base import KnowledgeBase, PageRecord
from linter.site.parts import Bar, Bars, Cell, Column, Number, Numbers, PageLink, Part, Table, Text, Tone

SOON = timedelta(days=30)
_STATES: tuple[tuple[str, Tone], ...] = (
    ("overdue", "poor"),
    ("due within 30 days", "fair"),
    ("verified", "good"),
    ("never verified", "plain"),
)


class Freshness(Dashboard):
    """Verification of runbooks and playbooks."""

    name = "freshness"
    title = "Freshness"
    summary = "Which runbooks were tried, when, and which are due."
    order = 20

    def parts(self, base: KnowledgeBase) -> Iterable[Part]:
        """Figures, a picture and the pages, overdue ones first."""
        yield Text(
            "A runbook counts as verified when somebody followed it and found it right, which is not the same as"
            f" edited. As of {base.today.isoformat()}; runbooks and playbooks in force."
        )
        if not base.operational:
            yield Text("No runbook or playbook is in force.")
            return
        states = {page.path: state(page, base.today) for page in base.operational}
        counts = {name: sum(1 for found in states.values() if found == name) for name, _ in _STATES}
        yield Numbers(
            tuple(
                Number(name.capitalize(), str(counts[name]), tone=tone if counts[name] else "plain")
                for name, tone in _STATES
            )
        )
        yield Bars(
            "states",
            "Runbooks and playbooks by freshness",
            tuple(Bar(name, counts[name], str(counts[name]), tone) for name, tone in _STATES),
        )
        yield _pages(base, states)

    def headline(self, base: KnowledgeBase) -> Number | None:
        """How many are overdue; None where nothing can be."""
        if not base.operational:
            return None
        states = [state(page, base.today) for page in base.operational]
        overdue, never = states.count("overdue"), states.count("never verified")
        tone: Tone = "poor" if overdue else "plain"
        return Number("Overdue", str(overdue), f"{never} never verified" if never else "all verified once", tone)

    def next_steps(self, base: KnowledgeBase) -> Iterable[tuple[PageLink, str]]:
        """The overdue pages, the longest due first; then those that were never tried, where others were."""
        overdue = [page for page in base.operational if page.due and page.due < base.today]
        for page in sorted(overdue, key=lambda page: (page.due or base.today, page.path)):
            yield page_link(page), f"follow it and verify it: due since {page.due}"
        if base.dates_verification:
            for page in base.operational:
                if page.report and page.verified is None:
                    yield page_link(page), "follow it once: it was never verified"
                elif page.report and page.verified and is_to_come(page.verified, base.today):
                    yield page_link(page), f"mend `last_verified`: {page.verified} is still to come"


def state(page: PageRecord, today: date) -> str:
    """Where a page stands between two reviews."""
    if page.verified is None or is_to_come(page.verified, today):
        return "never verified"
    if page.due is None or page.due - today > SOON:
        return "verified"
    return "overdue" if page.due < today else "due within 30 days"


def _pages(base: KnowledgeBase, states: dict[str, str]) -> Table:
    urgency = ("overdue", "never verified", "due within 30 days", "verified")
    pages = sorted(
        base.operational,
        key=lambda page: (urgency.index(states[page.path]), page.due or date.max, page.path),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            states[page.path],
            page_link(page),
            page.services,
            page.owners,
            page.verified,
            page.verified_by,
            page.due,
            page.changed,
        )
        for page in pages
    ]
    columns = (
        Column("state", "State", filtered=True),
        Column("page", "Page"),
        Column("service", "Service", filtered=True),
        Column("owner", "Owner", filtered=True),
        Column("verified", "Verified", "date"),
        Column("verified_by", "By"),
        Column("due", "Review due", "date"),
        Column("edited", "Edited", "date"),
    )
    return Table("pages", f"{count(len(rows), 'page')}, the most urgent first", columns, tuple(rows), "No runbooks.")
