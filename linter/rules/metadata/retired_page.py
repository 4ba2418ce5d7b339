"""Nothing points at a retired page.

A link, or an entry of the navigation, to a page that is retired (`status: retired`, or its title says so)
leads the reader to steps that no longer hold. Where the page names its `successor`, that is where to point.
Links between retired pages do not matter, nor do those whose own line says what they lead to: "deprecated",
"retired", "replaces", "formerly".

## Bad
~~~markdown
# Disk full

See [what to delete first](cleaning.md).
~~~

~~~markdown cleaning.md
---
status: retired
successor: volumes.md
---
# Cleaning volumes
~~~

## Good
~~~markdown
# Disk full

See [what to delete first](cleaning.md).
~~~

~~~markdown cleaning.md
---
status: published
---
# Cleaning volumes
~~~

## Fix
Unsafe: points at the successor.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.project.resolve import is_external
from linter.project.successors import successor_file
from linter.rules.links.local_links import links_of, resolved
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project

_KNOWS = re.compile(
    r"\b(?:deprecated|retired|obsolete|replaces|replaced|supersedes|superseded|formerly)\b", re.IGNORECASE
)


class RetiredPage(ProjectRule):
    code = "M106"
    name = "retired-page"
    severity = "warning"

    def collect(self, source: Page) -> Iterator[Any]:
        if source.retired:
            successor = source.data.get("successor")
            yield ["", 0, 0, successor if isinstance(successor, str) else ""]
            return
        # Each line once: one of them may hold ten thousand links.
        knows: dict[int, bool] = {}
        for link in links_of(source):
            number = source.document.place(link[1])[0]
            if number not in knows:
                line = source.document.line_span(number)
                knows[number] = _KNOWS.search(source.text, line.start, line.end) is not None
            if not knows[number]:
                yield link

    def check(self, project: Project) -> Iterator[Problem]:
        facts = project.facts(RetiredPage)
        retired = {path: fact[3] for path, fact in facts if fact[0] == "" and isinstance(fact[3], str)}
        if not retired:
            return
        for path, target, place, found in resolved(project, RetiredPage):
            if not target or target.startswith("#") or found.path not in retired:
                continue
            message, fix = self._advice(path, found.path, retired[found.path], place, project)
            yield self.finding(path, place, message, subject=target, fix=fix)
        for entry in project.site.nav or ():
            if entry.path in retired:
                message, _ = self._advice("mkdocs.yml", entry.path, retired[entry.path], entry.span, project)
                yield self.finding("mkdocs.yml", entry.span, message, subject=entry.path)

    def _advice(
        self, path: str, page: str, successor: str, place: tuple[int, int], project: Project
    ) -> tuple[str, Fix | None]:
        if not successor:
            return f"`{page}` is retired and names no `successor`: remove this link, or name one", None
        if is_external(successor):
            return f"`{page}` is retired: point at its successor, {successor}", None
        full = successor_file(page, successor, project.docs, project.tree)
        if full is None:
            return f"`{page}` is retired, and its successor `{successor}` is not there: remove this link", None
        if full == path:
            return f"`{page}` is retired and this page is its successor: remove this link, or say so beside it", None
        relative = quote(posixpath.relpath(full, posixpath.dirname(path) or "."), safe="/+@,:")
        fix = Fix((Edit(place[0], place[1], relative),), safe=False)
        return f"`{page}` is retired: point at its successor, `{relative}`", fix
