"""An Escalation section says who to call, by which channel, and when.

"Escalate if needed" leaves all three to somebody who has tried everything and is out of time. Each of the
three is looked for in the section's words: a team, role, person or handle; a link, number, address or the
name of a channel; a time or a condition.

## Bad

~~~markdown
---
kind: runbook
---
# NodeDown

## Escalation

Escalate as needed.
~~~

## Good

~~~markdown
---
kind: runbook
---
# NodeDown

## Escalation

After 30 minutes without success, page the platform team's on-call through PagerDuty.
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule
from linter.rules.structure.hollow import visible_text, written_sections

# Compiled, and kept by `re`, once a page has an Escalation section.
_WHO = (
    r"(?<![\w.])@\w|\b(?:teams?|group|squad|on-?call|sres?|engineers?|engineering|leads?|managers?|owners?|dbas?|"
    r"admins?|administrators?|commander|support|vendor|specialists?|experts?|maintainers?|desk|operations|ops|ciso|"
    r"cto|head|director|responders?|primary|secondary|developers?|devs?|contact)\b|[\w.+-]{1,64}@[\w-]{1,64}\.\w"
)
_CHANNEL = (
    r"(?<!\w)#[a-z][\w-]+|[\w.+-]{1,64}@[\w-]{1,64}\.\w|\+?\d[\d ()/-]{6,20}\d|https?://|(?<![\w.])@\w|"
    r"\b(?:page|paging|pager|pagerduty|opsgenie|victorops|slack|teams|zoom|phone|call|sms|text|mail|e-?mail|chat|"
    r"tickets?|jira|servicenow|issue|case|portal|channel|bridge|hotline|war room|rota|schedule|bugzilla)\b"
)
_WHEN = (
    r"\b(?:if|when|whenever|once|after|within|unless|until|before|as soon as|immediately|at once|every|always|"
    r"\d+ ?(?:s|m|h|min|mins|minutes?|hours?|days?)|p[0-4]|sev-?\d|critical|severity)\b"
)
_ASPECTS = {"who": _WHO, "by which channel": _CHANNEL, "when": _WHEN}
_EMPTY_CONDITION = r"\b(?:if|when|as) (?:needed|necessary|required|appropriate)\b"


class EscalationWithoutTarget(PageRule):
    """S111."""

    code = "S111"
    name = "escalation-without-target"
    severity = "info"

    def check(self, page: Page) -> Iterator[Problem]:
        """One problem per Escalation section, naming what it leaves open."""
        if page.retired:
            return
        for section in written_sections(page, "escalation"):
            text = re.sub(_EMPTY_CONDITION, " ", visible_text(page, section.content), flags=re.IGNORECASE)
            lacks = [aspect for aspect, pattern in _ASPECTS.items() if not re.search(pattern, text, re.IGNORECASE)]
            if "by which channel" in lacks and page.within(section.content).links:
                lacks.remove("by which channel")
            if lacks:
                yield self.finding(
                    section.heading,
                    f"`{section.title}` does not say {_listed(lacks)}: name whom to call, by which channel, and when",
                    subject=section.title,
                )


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
