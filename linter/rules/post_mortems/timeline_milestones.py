"""A timeline says when the incident began and when it was over.

The metrics are made of these times: a row that begins with "Started", "Detected", "Acknowledged", "Mitigated" or
"Resolved" gives them. A hint, where neither the beginning nor the end can be found.

## Bad
~~~markdown
# INC-7

## Timeline

All times in UTC.

| Time | Event |
| --- | --- |
| 2025-10-20 13:50 | The certificate expired |
| 2025-10-20 14:03 | Ana looked at it |
| 2025-10-20 14:20 | A new certificate is in place |

## Root cause

The certificate was renewed by hand, once a year, from a calendar that nobody kept.

## Action items

- Renew certificates a month before they expire.
~~~

## Good
~~~markdown
# INC-7

## Timeline

All times in UTC.

| Time | Event |
| --- | --- |
| 2025-10-20 13:50 | Started: the certificate expired |
| 2025-10-20 14:03 | Detected: the alert fired |
| 2025-10-20 14:20 | Resolved: the new certificate is in place |

## Root cause

The certificate was renewed by hand, once a year, from a calendar that nobody kept.

## Action items

- Renew certificates a month before they expire.
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule


class TimelineMilestones(PageRule):
    code = "P103"
    name = "timeline-milestones"
    severity = "info"
    kinds = ("post-mortem",)

    def check(self, page: Page) -> Iterator[Problem]:
        section, timeline = page.section("timeline"), page.timeline
        if section is None or timeline is None or page.is_template:
            return
        if timeline.rows and not {"started", "detected", "resolved"} & set(timeline.milestones):
            message = "no row says when it began or when it was over: begin them with `Started:` and `Resolved:`"
            yield self.finding(section.heading, message)
