"""A suppression whose end has passed counts no longer.

`until=` is a promise to look again. When the day has come the finding is back, and this one says why.

## Bad
~~~markdown
# Disk full

<!-- runbook-linter: ignore[placeholder] until=2020-01-31 reason="the vendor answers in January" -->
Call TODO.
~~~

## Good
~~~markdown
# Disk full

<!-- runbook-linter: ignore[placeholder] until=2999-01-31 reason="the vendor answers in January" -->
Call TODO.
~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import ProjectRule
from linter.suppression import ignores_in

if TYPE_CHECKING:
    from linter.project.project import Project


class ExpiredIgnore(ProjectRule):
    code = "M111"
    name = "expired-ignore"
    severity = "error"

    def collect(self, source: Page) -> Iterator[Any]:
        for ignore in ignores_in(source.document):
            if ignore.until:
                yield [ignore.span.start, ignore.span.end, ignore.until]

    def check(self, project: Project) -> Iterator[Problem]:
        for path, (start, end, until) in project.facts(ExpiredIgnore):
            try:
                last_day = date.fromisoformat(until)
            except ValueError:
                message = f"`until={until}` is not a date such as 2027-01-31, so this comment suppresses nothing"
                yield self.finding(path, (start, end), message)
                continue
            if last_day < project.today:
                message = f"this suppression ended on {until}: mend what it hid, or give it a new end"
                yield self.finding(path, (start, end), message, by_clock=True)
