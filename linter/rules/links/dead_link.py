"""A link leads to a file that is there.

At 3 am a dead link is a dead end: the page promised the next step and nobody knows where it went. Checked
are relative links, links from the site's root where its base is known, and links out of `docs/` into the
repository; case counts on every system, because it counts on the server. Links to other sites are not
opened. Targets such as `TBD` or an empty pair of brackets are links to nowhere too.

## Bad
~~~markdown
# Disk full

Ask [the storage team](storage-team.md), or see [the dashboard](TBD).
~~~

## Good
~~~markdown
# Disk full

Start [at the top](runbook.md), or see [the vendor](https://example.com/).
~~~

## Fix
Safe where Git knows the file's new name, or that the linking page was moved: writes the path as it is now. Otherwise
the files that may have been meant are suggested.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.project.resolve import split
from linter.rules.links.local_links import links_of, resolved
from linter.rules.links.repairing import offer
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project

_NOWHERE = frozenset({"", "tbd", "todo", "…", "...", "xxx", "tba", "fixme"})


class DeadLink(ProjectRule):
    code = "L101"
    name = "dead-link"
    severity = "error"
    needs_git = True

    def collect(self, source: Page) -> Iterator[Any]:
        if source.is_template:
            return iter(())
        return links_of(source)

    def check(self, project: Project) -> Iterator[Problem]:
        for path, target, place, found in resolved(project, DeadLink):
            if target.strip().casefold() in _NOWHERE:
                shown = f"`{target.strip()}`" if target.strip() else "nothing between its brackets"
                yield self.finding(
                    path, place, f"dead link: {shown}; name the page, or remove the link", subject=target
                )
            elif found.state == "missing":
                hint, near, fix = offer(project, path, target, place, found)
                message = f"dead link: `{split(target)[0]}` is not there{hint}"
                yield self.finding(path, place, message, subject=target, suggestions=near, fix=fix)
