"""A heading that almost is a known title is spelled like it.

`Atendees` is not found by a reader who searches the page for Attendees, nor by a tool that collects them.
Only what is almost certainly a typo counts: every word right but for a letter or two, in words long
enough to tell. Other headings are your own business, unless the kind's schema says `strict: true`: then
each heading that it does not know is a finding.

## Bad

~~~markdown
---
kind: post-mortem
---
# Checkout was down

## Summary

Customers could not pay for 12 minutes.

## Timeline

| Time (UTC) | Event |
| --- | --- |
| 14:03 | first failed payment |

## Atendees

- the payments team
~~~

## Good

~~~markdown
---
kind: post-mortem
---
# Checkout was down

## Summary

Customers could not pay for 12 minutes.

## Timeline

| Time (UTC) | Event |
| --- | --- |
| 14:03 | first failed payment |

## Attendees

- the payments team

## The card network's view

They saw nothing.
~~~

## Fix

Safe for a typo: the title in the heading is replaced, its numbering kept. Where the page itself links to
the heading, the fix is unsafe.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.kinds.titles import fold_title, split_title
from linter.model.document import Section
from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.rules.rule import PageRule


class UnknownSection(PageRule):
    """S104."""

    code = "S104"
    name = "unknown-section"
    severity = "warning"

    def check(self, page: Page) -> Iterator[Problem]:
        """One problem per misspelled title, and in a strict kind per title it does not know."""
        if page.kind is None or page.retired:
            return
        for near in page.match.near_misses:
            title = near.section.title
            yield self.finding(
                near.section.heading.text_span,
                f"`{title}` is no known section; did you mean `{near.title}`?",
                subject=title,
                suggestions=(near.title,),
                fix=_respelling(page, near.section, near.title),
            )
        if page.kind.strict:
            for section in page.match.unknown:
                yield self.finding(
                    section.heading.text_span,
                    f"a {page.kind.title.lower()} has no section `{section.title}`; "
                    "use one it knows, or make this a sub-heading of one",
                    subject=section.title,
                )


def _respelling(page: Page, section: Section, title: str) -> Fix | None:
    """The edit that puts `title` in place of the misspelled one, around it everything as it was."""
    wrong = split_title(section.title).core
    start, end = section.heading.text_span
    at = page.text.find(wrong, start, end)
    if not wrong or at < 0:
        return None
    right = title.upper() if wrong.isupper() else title
    anchor = fold_title(section.title)
    linked = any(link.target.startswith("#") and fold_title(link.target) == anchor for link in page.links)
    return Fix((Edit(at, at + len(wrong), right),), safe=not linked)
