"""A page has the sections that its profile requires.

Somebody woken at three looks for Impact to decide how urgent it is, and for Mitigation to end it. Where
a section is missing they search for it, and then guess. A section is found by its title or a synonym
(`Meaning` is an Overview, `Remediation` a Mitigation). README, index and template pages, stubs and
retired pages are left alone. A heading that a code block without end swallows is none to its reader.

A warning where the page's kind was recognised; an error where the page or the configuration names its
kind or profile, because then the demand is your own.

## Bad

~~~markdown
---
kind: runbook
---
# NodeDown

## Overview

The node does not answer its kubelet's health check.

## Diagnosis

- Is the machine running? `ping node-1` answers.

## Mitigation

1. Reboot it: `ipmitool chassis power cycle`.
~~~

## Good

~~~markdown
---
kind: runbook
---
# NodeDown

## Meaning

The node does not answer its kubelet's health check.

## Impact

Its pods move to other nodes within five minutes; nobody notices unless capacity is short.

## Diagnosis

- Is the machine running? `ping node-1` answers.

## Mitigation

1. Reboot it: `ipmitool chassis power cycle`.
~~~

## Fix

Unsafe: inserts the section's scaffold where the kind's order wants it. Its `‹…›` placeholders are then
reported (`placeholder`) until somebody writes the section.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.kinds.scaffold import section_scaffold
from linter.model.finding import Edit, Fix, Problem
from linter.model.kind import Claim, SectionSpec
from linter.model.page import Page
from linter.model.severity import Severity
from linter.model.span import Span
from linter.rules.rule import PageRule
from linter.rules.structure.swallowed import swallowed_sections
from linter.rules.structure.text_layout import content_end, ends_in_open_fence, newline_of, page_head

_SYNONYMS_SHOWN = 3


class MissingSection(PageRule):
    """S101."""

    code = "S101"
    name = "missing-section"
    severity = "warning"

    def check(self, page: Page) -> Iterator[Problem]:
        """One problem per section, or per group of which one would do."""
        if page.kind is None or page.retired:
            return
        severity: Severity | None = "error" if page.named else None
        swallowed = list(swallowed_sections(page)) if page.match.missing else []
        for group in page.match.missing:
            title = group[0].title
            lost = next((section for section in swallowed if section.spec in group), None)
            if lost is None:
                fix = _insertion(page, group[0])
                yield self.finding(page_head(page), _message(page, group), subject=title, fix=fix, severity=severity)
            elif lost.marker is None:
                message = f"no {title} section: {lost.cause}; close the block before this heading"
                yield self.finding(lost.span, message, subject=title, severity=severity)
            # A swallowed heading with nothing below it is empty-section's.


def _message(page: Page, group: tuple[SectionSpec, ...]) -> str:
    titles = " or ".join(spec.title for spec in group)
    synonyms = [synonym for spec in group for synonym in spec.synonyms][:_SYNONYMS_SHOWN]
    also = f" (also read: {', '.join(synonyms)})" if synonyms else ""
    guidance = group[0].guidance.rstrip(".")
    wanted = f": {guidance[0].lower()}{guidance[1:]}" if guidance else ""
    message = f"no {titles} section{also}{wanted}"
    near = next((near for near in page.match.near_misses if near.spec in group), None)
    return f"{message}; is `{near.section.title}` meant to be it?" if near else message


def _insertion(page: Page, spec: SectionSpec) -> Fix | None:
    """The edit that puts the section's scaffold behind what it follows, or before what follows it."""
    holder = next((claim for claim in page.match.claims if spec in claim.spec.sections), None)
    scope = holder.spec.sections if holder else page.kind.sections if page.kind else ()
    rank = {other.id: number for number, other in enumerate(scope)}
    # A misspelled title is a section all the same; the one that is missing may be just that.
    misspelled = [Claim(near.spec, near.section) for near in page.match.near_misses]
    if any(claim.spec == spec for claim in misspelled):
        return None
    claims = (*page.match.claims, *misspelled)
    placed = [claim for claim in claims if claim.spec in scope and not claim.spec.anywhere]
    own = rank[spec.id]
    before = max((c for c in placed if rank[c.spec.id] < own), key=lambda c: (rank[c.spec.id], _end(c)), default=None)
    after = min((c for c in placed if rank[c.spec.id] > own), key=lambda c: (rank[c.spec.id], -_end(c)), default=None)
    newline = newline_of(page.text)
    if before:
        level, end = before.section.level, before.section.span.end
    elif after:
        level, end = after.section.level, -1
    else:
        level = holder.section.level + 1 if holder else 2
        end = holder.section.span.end if holder else len(page.text)
    text = section_scaffold(spec, min(level, 6), page.profile, page.data, newline)
    # A heading that stands in the text and is none (swallowed by an unclosed fence) is not mended by a second one.
    if text.split(newline, 1)[0] in page.text:
        return None
    if after and end < 0:
        start = after.section.span.start
        return Fix((Edit(start, start, text + newline * 2),), safe=False)
    if ends_in_open_fence(page, Span(0, end)):
        return None
    place = content_end(page.text, end)
    return Fix((Edit(place, place, newline * 2 + text),), safe=False)


def _end(claim: Claim) -> int:
    return claim.section.span.end
