"""A heading has something below it.

An empty section looks like an answer in the table of contents and is none. So does one that holds
nothing but a bare marker: `TODO`, `TBD`, `FIXME`, `XXX`, `N/A`. A heading whose sub-headings hold text is not empty.
Drafts, templates and retired pages are left alone, and a section that still holds its scaffold's `‹…›`
is reported by `placeholder` instead. A known section that a code block without end swallows counts as the heading it
was meant to be.

## Bad

~~~markdown
---
kind: runbook
---
# NodeDown

## Overview

The node does not answer its kubelet's health check.

## Impact

## Diagnosis

- Is the machine running? `ping node-1` answers.

## Mitigation

TODO
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

None: its pods move to other nodes.

## Diagnosis

- Is the machine running? `ping node-1` answers.

## Mitigation

### Machines

1. Reboot it: `ipmitool chassis power cycle`.
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.kinds.match import page_title
from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule
from linter.rules.structure.hollow import hollow_marker
from linter.rules.structure.swallowed import swallowed_sections


class EmptySection(PageRule):
    """S103."""

    code = "S103"
    name = "empty-section"
    severity = "warning"

    def check(self, page: Page) -> Iterator[Problem]:
        """One problem per heading with nothing below it."""
        if page.kind is None or page.is_draft or page.is_template or page.retired:
            return
        title = page_title(page.document, page.kind)
        for section in page.sections:
            marker = None if section is title else hollow_marker(page, section)
            if marker is None:
                continue
            yield self.finding(section.heading, _message(section.title, marker), subject=section.title)
        for lost in swallowed_sections(page):
            if lost.marker is not None:
                yield self.finding(lost.span, f"{_message(lost.title, lost.marker)}; {lost.cause}", subject=lost.title)


def _message(title: str, marker: str) -> str:
    state = f"holds nothing but `{marker}`" if marker else "is empty"
    return f"`{title}` {state}; write it, or remove the heading"
