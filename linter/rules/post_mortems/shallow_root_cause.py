"""A root cause goes deeper than what was done wrong: it says what made it possible.

"Human error" and "a misconfiguration" are where the questions begin. A hint, for a root cause of a few words.

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

Human error.

## Action items

- x
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
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule

_FEWEST_WORDS = 8
_SURFACE = re.compile(
    r"\W*(?:the )?(?:root )?(?:cause (?:was|is) )?(?:a |an )?(?:human error|operator error|user error|misconfiguration"
    r"|configuration error|bug|unknown|bad deploy(?:ment)?|mistake|typo)\W*",
    re.IGNORECASE,
)


class ShallowRootCause(PageRule):
    code = "P110"
    name = "shallow-root-cause"
    severity = "info"
    kinds = ("post-mortem",)

    def check(self, page: Page) -> Iterator[Problem]:
        if page.is_template or page.is_draft:
            return
        for claim in page.claims("root-cause"):
            within = page.within(claim.section.content)
            shallow = _SURFACE.fullmatch(within.prose.strip()) or 0 < within.words < _FEWEST_WORDS
            if shallow and not within.links and not within.lists and not within.code_blocks:
                message = "this is where the questions begin: say what in the system made it possible"
                yield self.finding(claim.section.heading, message)
                return
