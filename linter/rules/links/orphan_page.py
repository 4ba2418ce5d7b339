"""A page can be reached from the navigation or from another page.

A runbook that nothing points at is found by search alone. Off by default: pages for alerts are reached from
the pager, and a site without an explicit `nav` lists every page anyway.

## Bad
~~~yaml mkdocs.yml
site_name: Runbooks
docs_dir: .
nav: [index.md]
~~~

~~~markdown
# Disk full

Nothing points here.
~~~

## Good
~~~yaml mkdocs.yml
site_name: Runbooks
docs_dir: .
nav: [index.md]
~~~

~~~markdown
---
alerts: [DiskFull]
---
# Disk full

The alert points here.
~~~
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.links.local_links import links_of, resolved
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project

_ENTRANCES = frozenset({"index", "readme", "_index", "404"})


class OrphanPage(ProjectRule):
    code = "L108"
    name = "orphan-page"
    severity = "off"

    def collect(self, source: Page) -> Iterator[Any]:
        if not source.data.get("alerts"):
            yield ["", 0, source.document.line_span(1).end, False]
        yield from links_of(source)

    def check(self, project: Project) -> Iterator[Problem]:
        if not project.whole:
            return
        reached = {entry.path for entry in project.site.nav or ()}
        pages: dict[str, tuple[int, int]] = {}
        for path, target, place, found in resolved(project, OrphanPage):
            if not target:
                pages.setdefault(path, place)
            elif found.state == "found" and found.path != path:
                reached.add(found.path)
        for path, place in pages.items():
            name = posixpath.splitext(posixpath.basename(path))[0].casefold()
            if path not in reached and name not in _ENTRANCES:
                yield self.finding(path, place, "no page and no navigation entry leads here: link to it, or remove it")
