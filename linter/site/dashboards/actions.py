"""What the post-mortems promise to change: open, overdue, by owner, and how old."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from linter.parsing.plain_text import plain_text
from linter.rules.post_mortems.action_item_overdue import ActionItemOverdue
from linter.site.dashboards.dashboard import Dashboard, count
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Bar, Bars, Cell, Column, Number, PageLink, Part, Table, Text, Tone, WebLink

_NOBODY = "nobody"
_MOST_OWNERS = 12
_LINK = re.compile(r"!?\[([^\[\]\n]{1,200})\]\([^()\s]{0,500}\)")


class Action(NamedTuple):
    """An action item of a page; `due` is None where the page names no day."""

    path: str
    line: int
    text: str
    owner: str
    due: date | None
    link: str
    status: str
    done: bool


class Actions(Dashboard):
    """Action items of all post-mortems."""

    name = "actions"
    title = "Action items"
    summary = "What the post-mortems promise to change, and what is overdue."
    order = 45

    def parts(self, base: KnowledgeBase) -> Iterable[Part]:
        """How many are done, who has how many, and all that are open."""
        actions = actions_of(base)
        if not actions:
            yield Text("No post-mortem has action items yet.")
            return
        opened = [action for action in actions if not action.done]
        overdue = [action for action in opened if action.due and action.due < base.today]
        states: tuple[tuple[str, int, Tone], ...] = (
            ("overdue", len(overdue), "poor"),
            ("open", len(opened) - len(overdue), "fair"),
            ("closed", len(actions) - len(opened), "good"),
        )
        yield Bars(
            "states", "By state", tuple(Bar(name, number, str(number), tone) for name, number, tone in states if number)
        )
        owners = Counter(action.owner or _NOBODY for action in opened).most_common(_MOST_OWNERS)
        if owners:
            yield Bars("owners", "Open ones by owner", tuple(Bar(name, number, str(number)) for name, number in owners))
        columns = (
            Column("action", "Action"),
            Column("owner", "Owner", filtered=True),
            Column("due", "Due", "date"),
            Column("state", "State", filtered=True),
            Column("ticket", "Ticket"),
            Column("page", "Post-mortem"),
        )
        order = sorted(opened, key=lambda action: (action.due or date.max, action.path, action.line))
        yield Table("open", "Open", columns, tuple(_row(base, action) for action in order), "Nothing is open.")

    def headline(self, base: KnowledgeBase) -> Number:
        """How many are open."""
        opened = [action for action in actions_of(base) if not action.done]
        overdue = sum(1 for action in opened if action.due and action.due < base.today)
        return Number(
            "Open action items",
            str(len(opened)),
            f"{overdue} overdue" if overdue else "",
            "poor" if overdue else "plain",
        )

    def next_steps(self, base: KnowledgeBase) -> Iterable[tuple[PageLink, str]]:
        """What is overdue, the oldest first."""
        late = [action for action in actions_of(base) if not action.done and action.due and action.due < base.today]
        for action in sorted(late, key=lambda action: (action.due or date.max, action.path)):
            days = count((base.today - (action.due or base.today)).days, "day")
            yield _page(base, action), f"action item overdue for {days}: {action.text}"


def actions_of(base: KnowledgeBase) -> list[Action]:
    """The action items of all post-mortems that are reported."""
    found = []
    for path, (text, owner, due, link, status, done, start, end) in base.run.project.facts(ActionItemOverdue):
        page = base.by_path.get(path)
        if page is None or not page.report:
            continue
        written = base.run.project.text_of(path) or ""
        line = written.count("\n", 0, start) + 1
        # A list's item is told as it is written, markup and all; a table's cell is not.
        said = plain_text(_LINK.sub(r"\1", text), ()) if written[start:end] == text else text
        found.append(Action(path, line, said, owner, date.fromisoformat(due) if due else None, link, status, done))
    return found


def _row(base: KnowledgeBase, action: Action) -> tuple[Cell, ...]:
    state = "overdue" if action.due and action.due < base.today else action.status or "open"
    ticket = WebLink(action.link, action.link.rstrip("/").rpartition("/")[2]) if action.link else None
    return action.text, action.owner or _NOBODY, action.due, state, ticket, _page(base, action)


def _page(base: KnowledgeBase, action: Action) -> PageLink:
    page = base.by_path.get(action.path)
    return PageLink(action.path, page.title if page else action.path, action.line)
