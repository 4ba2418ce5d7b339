"""An impact has a number: how many, of whom, for how long.

"Some users were affected" cannot be compared with the next incident, nor with what it costs to prevent one. A section
of figures elsewhere on the page counts.

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

- x

## Impact

Some customers could not log in for a while.
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

- x

## Impact

About 400 customers could not log in for 30 minutes.
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule
from linter.rules.structure.hollow import is_written

_NUMBER = re.compile(
    r"\d|%|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|millions?|half|third|quarter|all"
    r"|every|each|none|nobody|no (?:one|impact|customers?|users?|data|downtime|effect)|entire|whole|any)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\b(?:stats?|statistics|metrics|figures|numbers|timing)\b", re.IGNORECASE)


class ImpactUnquantified(PageRule):
    code = "P109"
    name = "impact-unquantified"
    severity = "info"
    kinds = ("post-mortem",)

    def check(self, page: Page) -> Iterator[Problem]:
        section = page.section("impact")
        if section is None or page.is_template or not is_written(page, section):
            return
        within = page.within(section.content)
        figures = any(
            _FIGURES.search(other.title) and _NUMBER.search(page.within(other.content).prose) for other in page.sections
        )
        if within.words > 2 and not figures and not within.tables and not _NUMBER.search(within.prose):
            yield self.finding(section.heading, "no number: say how many were affected, and for how long")
