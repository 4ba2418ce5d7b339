"""A page is reviewed as often as it promises.

A runbook that nobody has tried for a year is a guess. `last_verified` in the front matter says when somebody
did; without it the date of the last change in Git is only a hint. Off until `review_every` (days) is set by
the page, its kind in the configuration, or the configuration at large. The configuration at large does not
mean plain pages, post-mortems and communications: they are records of their day.

## Bad
~~~markdown
---
last_verified: 2020-01-31
review_every: 180
---
# Disk full
~~~

## Good
~~~markdown
---
last_verified: 2026-10-31
review_every: 180
---
# Disk full
~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.project.freshness import is_to_come, read_day, review_days
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project


class VerificationOverdue(ProjectRule):
    code = "M102"
    name = "verification-overdue"
    severity = "warning"
    needs_git = True

    def collect(self, source: Page) -> Iterator[Any]:
        if source.retired or source.is_draft or source.is_template:
            return
        block = source.front_matter
        every = source.data.get("review_every")
        written = source.data.get("last_verified")
        verified = read_day(written)
        if written is not None and verified is None:
            return  # `front-matter` says that this is no date.
        span = block.values.get("last_verified", block.error_span)
        days = every if isinstance(every, int) else None
        yield [source.kind_name, days, verified.isoformat() if verified else "", span.start, span.end]

    def check(self, project: Project) -> Iterator[Problem]:
        for path, (kind, own, verified, start, end) in project.facts(VerificationOverdue):
            days = review_days(kind, own, project.config)
            if not days:
                continue
            if verified:
                day = date.fromisoformat(verified)
                if is_to_come(day, project.today):
                    message = f"`last_verified` is {verified}, which is still to come, so this page never falls due"
                    yield self.finding(path, (start, end), message, by_clock=True)
                elif (project.today - day).days > days:
                    due = day + timedelta(days=days)
                    late = (project.today - due).days
                    message = (
                        f"last verified on {verified}, review due {late} days ago: try it, then set `last_verified`"
                    )
                    yield self.finding(path, (start, end), message, by_clock=True)
                continue
            changed = project.history.changed.get(path)
            if changed and (project.today - changed).days > days:
                message = f"never verified, last changed on {changed}: try it, then set `last_verified`"
                yield self.finding(path, (start, end), message, severity="info", by_clock=True)
