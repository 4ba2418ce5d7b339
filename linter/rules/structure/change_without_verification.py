"""A section changes the system, and nothing says how one sees that it worked.

Off by default, a warning in the `full` profile. Mitigation and Rollback are looked at, one finding each. What counts
as a check: a command that only looks (`get`, `status`, `curl`), a word such as verify, check, expect, wait, or a
Verification section on the page.

## Bad
~~~markdown
---
kind: runbook
profile: full
---
# API down

## Mitigation

```bash
kubectl rollout restart deploy/api
```
~~~

## Good
~~~markdown
---
kind: runbook
profile: full
---
# API down

## Mitigation

```bash
kubectl rollout restart deploy/api
kubectl rollout status deploy/api
```
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from linter.catalogue.effects import changes
from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule
from linter.rules.structure.hollow import written_sections


class ChangeWithoutVerification(PageRule):
    code = "S109"
    name = "change-without-verification"
    severity = "off"
    kinds = ("runbook", "playbook")

    def check(self, page: Page) -> Iterator[Problem]:
        if any(page.claims("verification")):
            return
        for section in written_sections(page, "mitigation", "rollback"):
            commands = [command for command in page.commands if section.span.contains(command.span)]
            last = max((at for at, command in enumerate(commands) if changes(command.text)), default=None)
            if last is None or last + 1 < len(commands):
                continue
            if not _checked().search(page.prose[section.span.start : section.span.end]):
                message = f"`{commands[last].tool}` changes the system here: say how one sees that it worked"
                yield self.finding(commands[last].span, message, subject=section.title)


@cache
def _checked() -> re.Pattern[str]:
    # Dear to compile, and asked of few pages.
    return re.compile(
        r"\b(?:verif|confirm|check|expect|should|wait|until|observe|watch|monitor|see (?:that|if|whether)|succe|recover"
        r"|resolves?|disappear|drops?|falls?|green|healthy|ready|test)",
        re.IGNORECASE,
    )
