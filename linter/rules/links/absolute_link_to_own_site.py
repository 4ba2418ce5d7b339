"""A link to a page of this site is relative.

An absolute link to the published site escapes every check, breaks in previews and on the offline copy, and
sends the reader of a draft to the old page. Needs `site_url` in mkdocs.yml.

## Bad
~~~yaml mkdocs.yml
site_name: Runbooks
docs_dir: .
site_url: https://runbooks.example.com/
~~~

~~~markdown
# Disk full

See [more](https://runbooks.example.com/runbook/).
~~~

## Good
~~~yaml mkdocs.yml
site_name: Runbooks
docs_dir: .
site_url: https://runbooks.example.com/
~~~

~~~markdown
# Disk full

See [more](runbook.md).
~~~

## Fix
Safe where the page it leads to is found: writes the relative link.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.project.resolve import is_external, resolve
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project


class AbsoluteLinkToOwnSite(ProjectRule):
    code = "L109"
    name = "absolute-link-to-own-site"
    severity = "warning"

    def collect(self, source: Page) -> Iterator[Any]:
        for link in source.links:
            if link.form in ("inline", "reference") and is_external(link.target):
                yield [link.target, link.target_span.start, link.target_span.end]

    def check(self, project: Project) -> Iterator[Problem]:
        base = project.site.url.rstrip("/") + "/"
        if "://" not in base:
            return
        for path, (target, start, end) in project.facts(AbsoluteLinkToOwnSite):
            if not target.startswith(base):
                continue
            found = resolve(path, "/" + target[len(base) :], project.site, project.tree, None)
            if found.state != "found" or not found.path.endswith(".md"):
                continue
            relative = posixpath.relpath(found.path, posixpath.dirname(path) or ".")
            relative += f"#{found.fragment}" if found.fragment else ""
            message = f"absolute link to this very site: write `{relative}`, which is checked and works in previews"
            fix = Fix((Edit(start, end, relative),), safe=True)
            yield self.finding(path, (start, end), message, subject=target, suggestions=[relative], fix=fix)
