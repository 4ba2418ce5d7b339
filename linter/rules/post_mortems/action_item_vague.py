"""An action item says what will be different.

"Be more careful" changes nothing, and nobody can tell when "better monitoring" is done. Name the change: which alert,
which check, which page.

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

- Be more careful with certificates
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

- Alert a month before a certificate expires
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule

_CARE = re.compile(
    r"\W*(?:we (?:should|must|need to|have to) )?(?:be(?: more)? (?:careful|cautious|vigilant|aware|mindful)"
    r"|pay (?:more )?attention|(?:try|remember) (?:not )?to\b|do(?:n't| not) (?:do|make) (?:this|that|it)"
    r"|raise awareness|keep (?:this|it|that) in mind)",
    re.IGNORECASE,
)
# Without an object of its own: "improve monitoring", not "improve monitoring of the queue's length".
_MORE = re.compile(
    r"\W*(?:improve|better|more|increase|enhance|strengthen|review)\s+(?:our |the )?"
    r"(?:monitoring|alerting|alerts|observability|documentation|docs|communication|processes|process|testing|tests|training"
    r"|visibility|resilience|reliability|governance|awareness)\W*",
    re.IGNORECASE,
)


class ActionItemVague(PageRule):
    code = "P108"
    name = "action-item-vague"
    severity = "info"
    kinds = ("post-mortem",)

    def check(self, page: Page) -> Iterator[Problem]:
        for item in () if page.is_template else page.action_items:
            if not item.done and (_CARE.match(item.text) or _MORE.fullmatch(item.text)):
                yield self.finding(item.span, "nobody can tell when this is done: name the change", subject=item.text)
