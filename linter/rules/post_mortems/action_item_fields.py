"""An action item has an owner, a day, and a ticket.

What nobody is to do, by no day, is not done. One finding for the section says how many items lack what; a page is not
marked line by line.

## Bad
~~~markdown
# INC-7

## Timeline

All times in UTC.

| Time | Event |
| --- | --- |
| 2025-10-20 13:50 | Started: the certificate expired |
| 2025-10-20 14:20 | Resolved: the new certificate is in place |

## Root cause

The certificate was renewed by hand, once a year, from a calendar that nobody kept.

## Action items

- Renew certificates a month before they expire
~~~

## Good
~~~markdown
# INC-7

## Timeline

All times in UTC.

| Time | Event |
| --- | --- |
| 2025-10-20 13:50 | Started: the certificate expired |
| 2025-10-20 14:20 | Resolved: the new certificate is in place |

## Root cause

The certificate was renewed by hand, once a year, from a calendar that nobody kept.

## Action items

| Action | Owner | Due | Ticket | Status |
| --- | --- | --- | --- | --- |
| Renew certificates a month before they expire | platform-team | 2099-11-03 | PLAT-12 | open |
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.kinds.scaffold import holds_placeholder
from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule


class ActionItemFields(PageRule):
    code = "P106"
    name = "action-item-fields"
    severity = "info"
    kinds = ("post-mortem",)
    fields: list[str] = PageRule.option(["owner", "due date", "ticket"], "what each item must have")

    def check(self, page: Page) -> Iterator[Problem]:
        section = page.section("action-items")
        if section is None or page.is_template:
            return
        # What a new page holds in place of an item is none yet.
        items = [item for item in page.action_items if not item.done and not holds_placeholder(item.text)]
        has = {"owner": lambda item: item.owner, "due date": lambda item: item.due, "ticket": lambda item: item.link}
        lacking = {name: sum(not has[name](item) for item in items) for name in self.fields if name in has}
        said = [f"{number} no {name}" for name, number in lacking.items() if number]
        if said:
            total = f"{len(items)} open item{'' if len(items) == 1 else 's'}"
            yield self.finding(section.heading, f"of {total}, {_listed(said)}")


def _listed(parts: list[str]) -> str:
    first = parts[0].replace(" no ", " ha" + ("s" if parts[0].startswith("1 ") else "ve") + " no ")
    return ", ".join([first, *parts[1:]])
