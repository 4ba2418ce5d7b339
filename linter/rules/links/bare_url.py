"""A bare URL is not a link on this site.

GitHub makes a link of every address in the text; python-markdown, which renders mkdocs sites, does not unless
an extension such as pymdownx.magiclink is on. The reader of the site then has to copy it by hand. One finding
per page, and only where mkdocs.yml has no such extension.

## Bad
~~~yaml mkdocs.yml
site_name: Runbooks
docs_dir: .
~~~

~~~markdown
# Disk full

See https://example.com/ for more.
~~~

## Good
~~~yaml mkdocs.yml
site_name: Runbooks
docs_dir: .
~~~

~~~markdown
# Disk full

See <https://example.com/> for more.
~~~

## Fix
Safe: puts angle brackets around each address.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project

_LINKING = ("pymdownx.magiclink", "mdx_linkify", "markdown_autolink", "linkify")


class BareUrl(ProjectRule):
    code = "L107"
    name = "bare-url"
    severity = "info"

    def collect(self, source: Page) -> Iterator[Any]:
        spans = [list(link.span) for link in source.links if link.form == "bare"]
        if spans:
            yield spans

    def check(self, project: Project) -> Iterator[Problem]:
        if not project.site.is_mkdocs or any(name in project.site.extensions for name in _LINKING):
            return
        for path, spans in project.facts(BareUrl):
            if project.site.is_forge_only(path):
                continue
            edits = [edit for start, end in spans for edit in (Edit(start, start, "<"), Edit(end, end, ">"))]
            count = f" ({len(spans)} on this page)" if len(spans) > 1 else ""
            message = f"bare address{count}: on the site this is no link; put it in angle brackets"
            yield self.finding(path, spans[0], message, fix=Fix(tuple(edits), safe=True))
