"""A page has one title, and its headings nest without gaps.

The title is what a search shows and what a colleague reads out on the phone. It is the page's only
first-level heading, or `title:` in the front matter. None or several without it are a warning; a level
that is skipped (`##`, then `####`), a heading that stands twice under one parent, and a section that the
kind wants once and the page has twice, are information: links to them are ambiguous.

## Bad

~~~markdown
---
kind: runbook
---
## Overview

The node does not answer its kubelet's health check.
~~~

## Good

~~~markdown
---
kind: runbook
---
# NodeDown

## Overview

The node does not answer its kubelet's health check.

### On bare metal

The machine may be off.
~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule
from linter.rules.structure.text_layout import page_head


class Title(PageRule):
    """S106."""

    code = "S106"
    name = "title"
    severity = "warning"

    def check(self, page: Page) -> Iterator[Problem]:
        """Problems of the title, then of levels, then of headings that stand twice."""
        if page.kind is None:
            return
        if not page.data.get("title"):
            yield from self._check_title(page)
        yield from self._check_levels(page)
        yield from self._check_duplicates(page)

    def _check_title(self, page: Page) -> Iterator[Problem]:
        titles = [heading for heading in page.headings if heading.level == 1]
        if len(titles) > 1:
            yield self.finding(
                titles[1],
                f"`{titles[1].text}` is the {'second' if len(titles) == 2 else f'second of {len(titles)}'} first-level "
                f"{'heading' if len(titles) == 2 else 'headings'} of the page, after `{titles[0].text}`; "
                f"make it `## {titles[1].text}`",
                subject=titles[1].text,
            )
        elif not titles and not _has_html_title(page):
            yield self.finding(page_head(page), "no title; add `# Title`, or `title:` in the front matter")

    def _check_levels(self, page: Page) -> Iterator[Problem]:
        for upper, heading in pairwise(page.headings):
            if heading.level > upper.level + 1:
                yield self.finding(
                    heading,
                    f"`{heading.text}` is a heading of level {heading.level} below one of level {upper.level}; "
                    f"make it level {upper.level + 1}",
                    subject=heading.text,
                    severity="info",
                )

    def _check_duplicates(self, page: Page) -> Iterator[Problem]:
        seen: dict[tuple[int, str], int] = {}
        twice: set[int] = set()
        for section in page.sections:
            key = (id(section.parent), section.title.casefold())
            first = seen.setdefault(key, section.span.start)
            if first != section.span.start and section.title:
                twice.add(section.span.start)
                yield self.finding(
                    section.heading,
                    f"`{section.title}` already is a heading on line {page.document.place(first)[0]}; "
                    "give the two different names",
                    subject=section.title,
                    severity="info",
                )
        for claim in page.match.repeated:
            section = claim.section
            if section.span.start not in twice:
                yield self.finding(
                    section.heading,
                    f"`{section.title}` is a second {claim.spec.title} section; merge it with the first",
                    subject=section.title,
                    severity="info",
                )


def _has_html_title(page: Page) -> bool:
    return any(page.text[span.start : span.start + 3].casefold() == "<h1" for span in page.document.html)
