"""A suppression says why.

In a year nobody knows whether it may go. One `reason="…"` saves the search.

## Bad
~~~markdown
# Disk full

<!-- runbook-linter: ignore[dead-link] -->
Ask [the storage team](storage.md).
~~~

## Good
~~~markdown
# Disk full

<!-- runbook-linter: ignore[dead-link] reason="the page is generated at build time" -->
Ask [the storage team](storage.md).
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule
from linter.suppression import ignores_in


class IgnoreWithoutReason(PageRule):
    code = "M112"
    name = "ignore-without-reason"
    severity = "info"

    def check(self, page: Page) -> Iterator[Problem]:
        for ignore in ignores_in(page.document):
            if not ignore.reason:
                yield self.finding(ignore, 'this suppression gives no reason: add reason="…"')
