"""Each time in a timeline can be read, and says in which zone it is.

Somebody in another country reads `08:45` an hour or nine off. One line for the whole timeline is enough: "All times in
UTC.", a column called `Time (UTC)`, or `timezone:` in the front matter.

## Bad
~~~markdown
# INC-7

## Timeline

| Time | Event |
| --- | --- |
| 2025-10-20 14:03 | The alert fired |

## Root cause

A certificate expired.

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
| 2025-10-20 14:03 | The alert fired |

## Root cause

A certificate expired.

## Action items

- Renew certificates a month before they expire.
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule


class TimelineTime(PageRule):
    code = "P101"
    name = "timeline-time"
    severity = "warning"
    kinds = ("post-mortem",)

    def check(self, page: Page) -> Iterator[Problem]:
        timeline = page.timeline
        if timeline is None or page.is_template:
            return
        broken = [row for row in timeline.rows if row.written.broken]
        if broken:
            first = broken[0]
            more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
            written = page.text[first.span.start : first.span.end]
            message = f"this time cannot be read: {first.written.broken}{more}"
            yield self.finding(first.span, message, subject=written)
        bare = [row for row in timeline.rows if row.written.clock and not row.written.zone]
        if bare and not timeline.zone:
            message = "the timeline's times name no zone: say it once, as in `All times in UTC.`"
            yield self.finding(bare[0].span, message)
