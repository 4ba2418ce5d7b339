"""One alert has one runbook, one title one page.

Two pages that claim the same alert or title: the pager links one, the reader finds the other, and only one
of them was kept up to date. Titles are compared within a kind and folder, those that are the name of an alert
across folders, too: there they are mostly left over from the page that was copied. Post-mortems may share a
title, because incidents repeat; retired pages, drafts, templates and pages that only point elsewhere do not count.

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
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project

_RECORDS = frozenset({"post-mortem", "communication"})
_ALERT_NAME = re.compile(r"[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+")


class _Claim(NamedTuple):
    path: str
    name: str
    place: tuple[int, int]


class DuplicatePage(ProjectRule):
    code = "M104"
    name = "duplicate-page"
    severity = "warning"

    def collect(self, source: Page) -> Iterator[Any]:
        if source.retired or source.is_draft or source.is_template or source.kind_name in _RECORDS:
            return
        values = source.front_matter.values
        for key, what in (("alerts", "alert"), ("aliases", "alias")):
            names = source.data.get(key)
            for name in names if isinstance(names, list) and key in values else ():
                if isinstance(name, str) and name.strip():
                    start, end = values[key]
                    at = source.text.find(name, start, end)
                    yield [what, name.strip(), "", *((at, at + len(name)) if at >= 0 else (start, end))]
        if source.kind is None:
            return
        titles = {}
        heading = next((found for found in source.headings if found.level == 1), None)
        if heading:
            titles[heading.text] = heading.text_span
        written = source.data.get("title")
        if isinstance(written, str) and "title" in values:
            titles[written.strip()] = values["title"]
        for title, span in titles.items():
            if title:
                yield ["title", title, source.kind_name, span.start, span.end]

    def check(self, project: Project) -> Iterator[Problem]:
        claims: dict[tuple[str, str, str], list[_Claim]] = {}
        for path, (what, name, kind, start, end) in project.facts(DuplicatePage):
            by_folder = what == "title" and not _ALERT_NAME.fullmatch(name)
            scope = f"{kind} {posixpath.dirname(path)}" if by_folder else kind
            claims.setdefault((what, scope, name.casefold()), []).append(_Claim(path, name, (start, end)))
        for (what, _, _), claimed in claims.items():
            owner = next((claim for claim in claimed if _is_named_after(claim)), claimed[0])
            for claim in claimed:
                # Folders for versions, sites or languages hold the same page each.
                if claim is owner or (what == "title" and _are_copies(claim.path, owner.path)):
                    continue
                where = "this page already" if claim.path == owner.path else f"`{owner.path}` too"
                remedy = "rename one" if what == "title" else "keep it in one"
                message = f"the {what} `{claim.name}` is claimed by {where}: {remedy}, or retire the other page"
                yield self.finding(claim.path, claim.place, message, subject=claim.name)


def _is_named_after(claim: _Claim) -> bool:
    return posixpath.splitext(posixpath.basename(claim.path))[0].casefold() == claim.name.casefold()


def _are_copies(path: str, other: str) -> bool:
    return path == other or posixpath.basename(path) == posixpath.basename(other)
