"""The metrics that a page states are those of its timeline.

MTTD is from the start to the detection, MTTA from the detection to the acknowledgement, MTTR from the start to the end;
a time to recovery may also count from the detection. Compared are only rows that say so by their first word
("Detected: …"), within five percent or two minutes.

## Bad
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

## Metrics

- MTTR: 20 minutes
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

## Metrics

- MTTR: 30 minutes
~~~

## Fix
Safe: writes the duration that the timeline gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.rules.rule import PageRule

_SLACK = timedelta(minutes=2)


class MetricMismatch(PageRule):
    code = "P104"
    name = "metric-mismatch"
    severity = "warning"
    kinds = ("post-mortem",)

    def check(self, page: Page) -> Iterator[Problem]:
        if page.timeline is None or page.is_template:
            return
        from linter.parsing.stated_metrics import BETWEEN, stated_metrics, written_duration

        found = page.timeline.milestones
        # Where it began or ended twice nobody can tell which one a metric means.
        known = {name: instants[0] for name, instants in found.items() if len(instants) == 1}
        for stated in stated_metrics(page.prose):
            possible = [
                (known[end] - known[start], start, end)
                for start, end in BETWEEN[stated.metric]
                if start in known and end in known and (known[start].tzinfo is None) == (known[end].tzinfo is None)
            ]
            if not possible or any(_agree(stated.value, value) for value, _, _ in possible):
                continue
            value, start, end = next((entry for entry in possible if stated.says(entry[1])), possible[0])
            if value < timedelta():
                continue
            right = written_duration(value, stated.text)
            message = f"the timeline gives {right} from {start} to {end}, not {stated.text}"
            fix = Fix((Edit(stated.span.start, stated.span.end, right),), True)
            yield self.finding(stated.span, message, subject=stated.text, suggestions=[right], fix=fix)


def _agree(stated: timedelta, computed: timedelta) -> bool:
    return abs(stated - computed) <= max(_SLACK, abs(computed) * 0.05)
