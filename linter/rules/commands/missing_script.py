"""A command starts a script of this repository that was renamed or deleted.

Reported only with proof in Git: the commit that took the script away, and its new path if it has one. A path that
never was here may belong to another repository or to the host, and is left alone. So are the records of a day, which
tell what was run then: post-mortems, communications, pages with a date at the head of their names.

## Bad
~~~markdown
# Primary down

```bash
./scripts/promote.sh replica-1
```
~~~

## Good
~~~markdown
# Primary down

```bash
./scripts/failover/promote.sh replica-1
```
~~~

## Fix
A rename that Git knows is put right by `--fix`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from linter.catalogue.scripts import places, script_call
from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.project.project import Project
from linter.rules.rule import ProjectRule

_RECORDS = frozenset({"post-mortem", "communication"})
_DATED = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?(?!\d)")


class MissingScript(ProjectRule):
    code = "C105"
    name = "missing-script"
    severity = "error"
    needs_git = True

    def collect(self, source: Page) -> Iterator[Any]:
        """The scripts the page's commands start: as written, the path, and where it stands."""
        if source.kind_name in _RECORDS or _DATED.match(posixpath.basename(source.path)):
            return
        for command in source.commands:
            call = script_call(command)
            if call:
                yield [call.word.written, call.path, call.word.span.start, call.word.span.end]

    def check(self, project: Project) -> Iterator[Problem]:
        for page, (written, path, start, end) in project.facts(MissingScript):
            candidates = list(places(page, path))
            if any(project.tree.is_file(candidate) for candidate in candidates):
                continue
            for candidate in candidates:
                renamed = project.history.renames.get(candidate)
                deleted = project.history.deletions.get(candidate)
                if renamed is None and deleted is None:
                    continue
                fix = None
                if renamed is not None:
                    # Written from the same folder as before.
                    above = candidate[: len(candidate) - len(path)]
                    message = f"`{candidate}` is `{renamed.path}` since {renamed.commit} ({renamed.day})"
                    if renamed.path.startswith(above):
                        new = ("./" if written.startswith("./") else "") + renamed.path[len(above) :]
                        fix = Fix((Edit(start, end, new),), True) if path in written else None
                        message += f": write `{new}`"
                else:
                    assert deleted is not None
                    message = f"`{candidate}` was deleted in {deleted.commit} ({deleted.day}): say what replaces it"
                yield self.finding(page, (start, end), message, subject=written, fix=fix)
                break
