"""A suppression that suppresses nothing must go.

A comment that outlives the defect it excused hides the next one. So does one that names a rule that does
not exist: it never did anything.

## Bad
~~~markdown
# Disk full

<!-- runbook-linter: ignore[dead-link] reason="the wiki moves next week" -->
Delete old files.
~~~

## Good
~~~markdown
# Disk full

<!-- runbook-linter: ignore[dead-link] reason="the wiki moves next week" -->
Ask [the storage team](storage.md).
~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import ProjectRule
from linter.suppression import ignores_in

if TYPE_CHECKING:
    from linter.project.project import Project


class UnusedIgnore(ProjectRule):
    code = "M110"
    name = "unused-ignore"
    severity = "warning"
    after_suppression = True

    def collect(self, source: Page) -> Iterator[Any]:
        for ignore in ignores_in(source.document):
            for name in ignore.rules:
                yield [ignore.span.start, ignore.span.end, name, ignore.until]

    def check(self, project: Project) -> Iterator[Problem]:
        for path, (start, end, name, until) in project.facts(UnusedIgnore):
            if not project.is_rule(name):
                message = f"no rule is called `{name}`: correct the name or remove it from this comment"
                yield self.finding(path, (start, end), message, subject=name)
            elif until and until < project.today.isoformat():
                continue
            elif project.ran(path, name) and (start, name) not in project.used_ignores.get(path, ()):
                message = f"`{name}` finds nothing here any more: remove it from this comment"
                yield self.finding(path, (start, end), message, subject=name)
