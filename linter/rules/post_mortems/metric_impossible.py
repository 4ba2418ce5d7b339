"""An incident is detected after it began, and over after it was taken up.

Times that cannot be are times that were mistyped, and the metrics are made of them.

## Bad
~~~markdown
# INC-7

## Timeline

All times in UTC.

| Time | Event |
| --- | --- |
| 2025-10-20 13:03 | Detected: the alert fired |
| 2025-10-20 13:50 | Started: the certificate expired |
| 2025-10-20 14:20 | Resolved: the new certificate is in place |

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
from linter.model.timeline import Milestone
from linter.rules.rule import PageRule

_ORDER: tuple[tuple[Milestone, Milestone], ...] = (
    ("started", "detected"),
    ("detected", "acknowledged"),
    ("acknowledged", "resolved"),
    ("started", "resolved"),
)


class MetricImpossible(PageRule):
    code = "P105"
    name = "metric-impossible"
    severity = "error"
    kinds = ("post-mortem",)

    def check(self, page: Page) -> Iterator[Problem]:
        if page.timeline is None or page.is_template:
            return
        from linter.parsing.stated_metrics import stated_metrics

        rows, found = page.timeline.rows, page.timeline.milestones
        # It may have been over and begin again: what counts is the first of all, and the last end.
        known = {name: instants[-1 if name == "resolved" else 0] for name, instants in found.items()}
        for first, second in _ORDER:
            one, two = known.get(first), known.get(second)
            if one is None or two is None or (one.tzinfo is None) != (two.tzinfo is None) or two >= one:
                continue
            row = next(row for row in rows if row.instant == two)
            if not row.written.approximate:
                message = f"{second} before it was {first}: one of the two times is wrong"
                yield self.finding(row.span, message, subject=f"{first} {second}")
        for stated in stated_metrics(page.prose):
            if stated.negative:
                yield self.finding(stated.span, "no duration is negative", subject=stated.text)
