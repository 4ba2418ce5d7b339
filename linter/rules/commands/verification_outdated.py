"""The page's commands are no longer those that were verified.

`runbook-linter verify` stamps a page with a hash of its commands. When a command changes afterwards, the page still
says that somebody tried it: try it again and stamp it anew.

## Bad
~~~markdown
---
last_verified: 2026-10-01
verified_by: dana
verified_commands: "0123456789abcdef"
---
# Node broken

```bash
kubectl get nodes
```
~~~

## Good
~~~markdown
---
last_verified: 2026-10-01
verified_by: dana
verified_commands: "651f6b59a0351909"
---
# Node broken

```bash
kubectl get nodes
```
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule
from linter.verification.stamp import STAMP_KEY, stamp_of


class VerificationOutdated(PageRule):
    code = "C113"
    name = "verification-outdated"
    severity = "warning"

    def check(self, page: Page) -> Iterator[Problem]:
        stamp = page.data.get(STAMP_KEY)
        if stamp is None or str(stamp) == stamp_of(page):
            return
        when = page.data.get("last_verified")
        since = f" on {when}" if when else ""
        message = f"the commands changed since they were verified{since}: try them, then run `runbook-linter verify`"
        yield self.finding(page.front_matter.values.get(STAMP_KEY, page.front_matter.span), message)
