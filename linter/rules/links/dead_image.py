"""An image is there.

A diagram that does not load is worse than none: the reader waits for it. Raw HTML images on an mkdocs site
are resolved against the address the page is published at, which is not where its source lies.

## Bad
~~~markdown
# Disk full

![which volume is which](volumes.svg)
~~~

## Good
~~~markdown
# Disk full

![which volume is which](https://example.com/volumes.svg)
~~~

## Fix
Safe where Git knows the file's new name, or that the linking page was moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.project.resolve import split
from linter.rules.links.local_links import local_targets, resolved
from linter.rules.links.repairing import offer
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project


class DeadImage(ProjectRule):
    code = "L103"
    name = "dead-image"
    severity = "error"
    needs_git = True

    def collect(self, source: Page) -> Iterator[Any]:
        if source.is_template:
            return iter(())
        return local_targets(source.images)

    def check(self, project: Project) -> Iterator[Problem]:
        for path, target, place, found in resolved(project, DeadImage):
            if found.state != "missing":
                continue
            hint, near, fix = offer(project, path, target, place, found)
            message = f"dead image: `{split(target)[0]}` is not there{hint}"
            yield self.finding(path, place, message, subject=target, suggestions=near, fix=fix)
