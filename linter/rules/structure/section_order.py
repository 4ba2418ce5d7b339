"""Sections stand in the order of their kind.

Readers under pressure do not read, they jump: to Impact first, to Mitigation next. Pages that keep one
order let them jump without looking. The fewest sections whose move puts all in order are reported, each
with the place it belongs to; pages about several alerts are judged alert by alert.

## Bad

~~~markdown
---
kind: runbook
---
# NodeDown

## Mitigation

1. Reboot it: `ipmitool chassis power cycle`.

## Overview

The node does not answer its kubelet's health check.

## Impact

Its pods move to other nodes within five minutes.

## Diagnosis

- Is the machine running? `ping node-1` answers.
~~~

## Good

~~~markdown
---
kind: runbook
---
# NodeDown

## Overview

The node does not answer its kubelet's health check.

## Impact

Its pods move to other nodes within five minutes.

## Diagnosis

- Is the machine running? `ping node-1` answers.

## Mitigation

1. Reboot it: `ipmitool chassis power cycle`.
~~~

## Fix

Unsafe: moves the section whole, sub-sections included. Text such as "see above" may need a look afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.document import Section
from linter.model.finding import Edit, Fix, Problem
from linter.model.kind import Misplaced
from linter.model.page import Page
from linter.rules.rule import PageRule
from linter.rules.structure.text_layout import content_end, ends_in_open_fence, newline_of


class SectionOrder(PageRule):
    """S102."""

    code = "S102"
    name = "section-order"
    severity = "info"

    def check(self, page: Page) -> Iterator[Problem]:
        """One problem per section that stands out of order."""
        if page.retired:
            return
        for misplaced in page.match.misplaced:
            section, other = misplaced.claim.section, misplaced.other.section
            wrong = "before" if misplaced.side == "after" else "after"
            yield self.finding(
                section.heading,
                f"`{section.title}` stands {wrong} `{other.title}`; move it {misplaced.side} that section",
                subject=section.title,
                fix=_move(page, misplaced),
            )


def _move(page: Page, misplaced: Misplaced) -> Fix | None:
    """The edits that cut the section out and put it beside the other; None where that is no plain move."""
    text = page.text
    section, other = misplaced.claim.section, misplaced.other.section
    if section.level != other.level or ends_in_open_fence(page, section.span) or ends_in_open_fence(page, other.span):
        return None
    newline = newline_of(text)
    moved = text[section.span.start : content_end(text, section.span.end)]
    if misplaced.side == "before":
        place = other.span.start
        return Fix((Edit(place, place, moved + newline * 2), _cut(text, section)), safe=False)
    place = content_end(text, other.span.end)
    return Fix((_cut(text, section), Edit(place, place, newline * 2 + moved)), safe=False)


def _cut(text: str, section: Section) -> Edit:
    """Removes the section; at the page's end, the blank lines before it as well."""
    start, end = section.span
    if not text[end:].strip():
        return Edit(content_end(text, start), content_end(text, end), "")
    return Edit(start, end, "")
