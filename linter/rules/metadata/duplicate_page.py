"""One alert has one runbook, one title one page.

Two pages that claim the same alert or title: the pager links one, the reader finds the other, and only one
of them was kept up to date. Titles are compared within a kind and folder; retired pages, drafts and templates
do not count.

## Bad
~~~markdown
---
alerts: [DiskFull, DiskFull]
---
# Disk full
~~~

## Good
~~~markdown
---
alerts: [DiskFull, DiskFillingUp]
---
# Disk full
~~~
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project


class DuplicatePage(ProjectRule):
    code = "M104"
    name = "duplicate-page"
    severity = "warning"

    def collect(self, source: Page) -> Iterator[Any]:
        if source.retired or source.is_draft or source.is_template:
            return
        block = source.front_matter
        for key in ("alerts", "aliases"):
            names = source.data.get(key)
            span = block.values.get(key, block.span)
            for name in names if isinstance(names, list) else ():
                if isinstance(name, str):
                    yield [key[:-2] if key == "aliases" else "alert", name, span.start, span.end]
        # Incidents repeat, and so do their titles.
        if source.kind and source.kind.name != "post-mortem" and source.title:
            heading = next((found.text_span for found in source.headings if found.level == 1), block.span)
            span = block.values.get("title", heading)
            folder = posixpath.dirname(source.path)
            yield ["title", f"{folder}\n{source.kind_name}\n{source.title}", span.start, span.end]

    def check(self, project: Project) -> Iterator[Problem]:
        first: dict[tuple[str, str], str] = {}
        for path, (what, name, start, end) in project.facts(DuplicatePage):
            shown = name.rsplit("\n", 1)[-1]
            key = (what, name.casefold())
            if key in first:
                where = "this page already" if first[key] == path else f"`{first[key]}` too"
                message = f"the {what} `{shown}` is claimed by {where}: keep one, or retire the other"
                yield self.finding(path, (start, end), message, subject=shown)
            first.setdefault(key, path)
