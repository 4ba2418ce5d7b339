"""An action item is done by the day it was promised for.

Known from the section's due dates and states. A hint, since only the calendar made it.

## Bad
~~~markdown
# INC-7

## Timeline

All times in UTC.

| Time | Event |
| --- | --- |
| 2025-10-20 13:50 | Started: the certificate expired |
| 2025-10-20 14:20 | Resolved: the new certificate is in place |

## Root cause

The certificate was renewed by hand, once a year, from a calendar that nobody kept.

## Action items

| Action | Owner | Due | Ticket | Status |
| --- | --- | --- | --- | --- |
| Renew certificates a month before they expire | platform-team | 2025-11-03 | PLAT-12 | open |
~~~

## Good
~~~markdown
# INC-7

## Timeline

All times in UTC.

| Time | Event |
| --- | --- |
| 2025-10-20 13:50 | Started: the certificate expired |
| 2025-10-20 14:20 | Resolved: the new certificate is in place |

## Root cause

The certificate was renewed by hand, once a year, from a calendar that nobody kept.

## Action items

| Action | Owner | Due | Ticket | Status |
| --- | --- | --- | --- | --- |
| Renew certificates a month before they expire | platform-team | 2025-11-03 | PLAT-12 | done |
~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from linter.kinds.scaffold import holds_placeholder
from linter.model.finding import Problem
from linter.model.page import Page
from linter.project.project import Project
from linter.rules.rule import ProjectRule


class ActionItemOverdue(ProjectRule):
    code = "P107"
    name = "action-item-overdue"
    severity = "info"
    kinds = ("post-mortem",)

    def collect(self, source: Page) -> Iterator[Any]:
        """[text, owner, due, link, status, done, start, end] of each action item of a post-mortem."""
        for item in () if source.is_template else source.action_items:
            # What a new page begins with promises nothing yet.
            if holds_placeholder(item.text):
                continue
            due = item.due.isoformat() if item.due else None
            yield [item.text, item.owner, due, item.link, item.status, item.done, item.span.start, item.span.end]

    def check(self, project: Project) -> Iterator[Problem]:
        for path, (text, owner, due, _, _, done, start, end) in project.facts(ActionItemOverdue):
            if due and not done and date.fromisoformat(due) < project.today:
                days = (project.today - date.fromisoformat(due)).days
                whose = f" ({owner})" if owner else ""
                message = f"due since {due}{whose}: {days} day{'' if days == 1 else 's'} ago"
                yield self.finding(path, (start, end), message, subject=text, by_clock=True)
