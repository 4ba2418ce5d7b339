"""The kind and profile that a page names exist.

A page whose `kind:` is misspelt is checked as something else, or as nothing. Off by default, because other
tools use a key of this name too.

## Bad
~~~markdown
---
kind: runbok
---
# Disk full
~~~

## Good
~~~markdown
---
kind: runbook
---
# Disk full
~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project


class UnknownKind(ProjectRule):
    code = "M103"
    name = "unknown-kind"
    severity = "off"

    def collect(self, source: Page) -> Iterator[Any]:
        block = source.front_matter
        for key in ("kind", "profile"):
            value = source.data.get(key)
            known = source.kind.profiles if key == "profile" and source.kind else ()
            if isinstance(value, str) and not (key == "profile" and (value in known or not source.kind)):
                span = block.values.get(key, block.span)
                yield [key, value, list(known), span.start, span.end]

    def check(self, project: Project) -> Iterator[Problem]:
        for path, (key, value, profiles, start, end) in project.facts(UnknownKind):
            known = profiles if key == "profile" else [*project.kinds, "page"]
            if value in known:
                continue
            from difflib import get_close_matches

            near = get_close_matches(value, known, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(sorted(known))}"
            yield self.finding(
                path, (start, end), f"there is no {key} `{value}`; {hint}", subject=value, suggestions=near
            )
