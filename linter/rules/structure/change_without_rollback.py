"""A page destroys data for good and says no word of undoing, backup or loss.

Off by default, a warning in the `full` profile; one finding a page. Meant are commands whose effect cannot be taken
back: `delete pvc`, `delete namespace`, `rm -rf`, `DROP`, a forced delete. `delete pod` is none of them.

## Bad
~~~markdown
---
kind: runbook
profile: full
---
# Volume full

## Mitigation

```bash
rm -rf /var/lib/api/queue
```
~~~

## Good
~~~markdown
---
kind: runbook
profile: full
---
# Volume full

## Mitigation

The queue's messages are lost by this; they are in the nightly backup.

```bash
rm -rf /var/lib/api/queue
```
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from linter.catalogue.effects import irreversible
from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule


class ChangeWithoutRollback(PageRule):
    code = "S110"
    name = "change-without-rollback"
    severity = "off"
    kinds = ("runbook", "playbook")

    def check(self, page: Page) -> Iterator[Problem]:
        if any(page.claims("rollback")) or _undone().search(page.prose):
            return
        for command in page.commands:
            lost = irreversible(command.text)
            if lost:
                message = f"`{lost}` cannot be undone: say how to get back, or that there is no way"
                yield self.finding(command.span, message, subject=lost)
                return


@cache
def _undone() -> re.Pattern[str]:
    # Dear to compile, and asked of few pages.
    return re.compile(
        r"\b(?:roll(?:ed|ing)?[- ]?back|undo|undone|revert|restor|back(?:ed)?[- ]?up|snapshot|data[- ]loss"
        r"|los(?:e|es|ing|t|s)\b|irrevers|permanent|unrecoverab|cannot be (?:recovered|taken back))",
        re.IGNORECASE,
    )
