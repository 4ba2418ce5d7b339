"""Nothing points at a retired page.

A link, or an entry of the navigation, to a page with `status: retired` leads the reader to steps that no
longer hold. Where the page names its `successor`, that is where to point.

## Bad
~~~markdown
---
status: retired
successor: new.md
---
# Disk full (old)

See [the top of this old page](runbook.md).
~~~

## Good
~~~markdown
---
status: published
---
# Disk full

See [the top of this page](runbook.md).
~~~

## Fix
Unsafe: points at the successor.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.rules.links.local_links import links_of, resolved
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project


class RetiredPage(ProjectRule):
    code = "M106"
    name = "retired-page"
    severity = "warning"

    def collect(self, source: Page) -> Iterator[Any]:
        if source.data.get("status") == "retired":
            successor = source.data.get("successor")
            yield ["", 0, 0, successor if isinstance(successor, str) else ""]
        yield from links_of(source)

    def check(self, project: Project) -> Iterator[Problem]:
        retired = {path: fact[3] for path, fact in project.facts(RetiredPage) if fact[0] == "" and isinstance(fact[3], str)}
        if not retired:
            return
        for path, target, place, found in resolved(project, RetiredPage):
            if not target or target.startswith("#") or found.path not in retired:
                continue
            message, fix = self._advice(path, found.path, retired[found.path], place)
            yield self.finding(path, place, message, subject=target, fix=fix)
        for entry in project.site.nav or ():
            if entry.path in retired:
                message, _ = self._advice("mkdocs.yml", entry.path, retired[entry.path], entry.span)
                yield self.finding("mkdocs.yml", entry.span, message, subject=entry.path)

    def _advice(self, path: str, page: str, successor: str, place: tuple[int, int]) -> tuple[str, Fix | None]:
        if not successor:
            return f"`{page}` is retired and names no `successor`: remove this link, or name one", None
        full = posixpath.normpath(posixpath.join(posixpath.dirname(page), successor))
        relative = posixpath.relpath(full, posixpath.dirname(path) or ".")
        fix = Fix((Edit(place[0], place[1], relative),), safe=False)
        return f"`{page}` is retired: point at its successor, `{relative}`", fix
