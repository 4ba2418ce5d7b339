"""A script or file that a verified page names was changed after it was verified.

Only pages with `verified_commands`, the stamp of `runbook-linter verify`, are looked at: they promise that the
commands worked on that day.

## Bad
With `scripts/promote.sh` changed in Git on 2026-10-05:

~~~markdown
---
last_verified: 2026-10-01
verified_commands: "fc971068574b0de1"
---
# Primary down

```bash
./scripts/promote.sh replica-1
```
~~~

## Good
After another try and `runbook-linter verify docs/primary-down.md --by dana`:

~~~markdown
---
last_verified: 2026-10-06
verified_by: dana
verified_commands: "fc971068574b0de1"
---
# Primary down

```bash
./scripts/promote.sh replica-1
```
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from linter.catalogue.scripts import places, script_call
from linter.model.finding import Problem
from linter.model.page import Page
from linter.project.freshness import read_day
from linter.project.project import Project
from linter.rules.rule import ProjectRule
from linter.verification.stamp import STAMP_KEY

_FILE = re.compile(r"(?:\./)?[\w.@+-]+(?:/[\w.@+-]+)*\.[A-Za-z]\w{0,7}")
_PAGES = (".md", ".markdown")


class ChangedSinceVerified(ProjectRule):
    code = "C112"
    name = "changed-since-verified"
    severity = "warning"
    needs_git = True

    def collect(self, source: Page) -> Iterator[Any]:
        """Of a stamped page: the day, and each file that its commands and inline code name."""
        verified = read_day(source.data.get("last_verified"))
        if verified is None or STAMP_KEY not in source.data:
            return
        for command in source.commands:
            call = script_call(command)
            named = [(call.word, call.path)] if call else []
            named += [(word, word.text) for word in command.words[1:] if word.fixed and _FILE.fullmatch(word.text)]
            for word, path in named:
                yield [verified.isoformat(), path.removeprefix("./"), word.span.start, word.span.end]
        for code in source.code_spans:
            if _FILE.fullmatch(code.code) and not code.code.endswith(_PAGES):
                yield [verified.isoformat(), code.code.removeprefix("./"), code.span.start, code.span.end]

    def check(self, project: Project) -> Iterator[Problem]:
        for page, (verified, path, start, end) in project.facts(ChangedSinceVerified):
            file = next((place for place in places(page, path) if project.tree.is_file(place)), None)
            changed = project.history.changed.get(file) if file else None
            if file and changed and changed.isoformat() > verified:
                message = (
                    f"`{file}` changed on {changed}, after this page was verified on {verified}:"
                    " try it, then run `runbook-linter verify`"
                )
                yield self.finding(page, (start, end), message, subject=file)
