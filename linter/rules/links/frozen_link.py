"""A dashboard link in a runbook shows now, not the day it was written.

A link copied from the browser carries the absolute time range of that day, or the one host that was broken
then. The next reader looks at an old incident and believes it. In a post-mortem such a link is right.

## Bad
~~~markdown
---
kind: runbook
---
# Disk full

See [the graph](https://grafana.example.com/d/abc/disk?from=1599013800000&to=1599017400000).
~~~

## Good
~~~markdown
---
kind: runbook
---
# Disk full

See [the graph](https://grafana.example.com/d/abc/disk?from=now-1h&to=now).
~~~

## Fix
Unsafe: replaces the range by the last hour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.document import Link
from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.rules.rule import PageRule

_RANGE = re.compile(
    r"(?<=[?&;])(from|to|start|end|from_ts|to_ts)=(\d{10}(?:\d{3})?|\d{4}-\d{2}-\d{2}T[\d:.%A-Za-z+-]{1,40})(?=[&;#]|$)"
)
_HOST = re.compile(r"(?<=[?&])var-(node|instance|host|pod)=((?!All\b|\$)[\w.%-]*\d[\w.%-]*)")
_RELATIVE = {"from": "now-1h", "to": "now"}


class FrozenLink(PageRule):
    code = "L110"
    name = "frozen-link"
    severity = "warning"
    kinds = ("runbook", "playbook")

    def check(self, page: Page) -> Iterator[Problem]:
        for link in page.links:
            if "?" in link.target:
                yield from self._frozen(link, page)

    def _frozen(self, link: Link, page: Page) -> Iterator[Problem]:
        written = page.text[link.target_span.start : link.target_span.end]
        ranges = list(_RANGE.finditer(written))
        if ranges:
            start = link.target_span.start
            edits = tuple(
                Edit(start + found.start(2), start + found.end(2), _RELATIVE[found[1]])
                for found in ranges
                if found[1] in _RELATIVE
            )
            message = "this link always shows the day it was copied: use a relative range such as `from=now-1h&to=now`"
            fix = Fix(edits, safe=False) if len(edits) == len(ranges) else None
            yield self.finding(link, message, subject=link.target, fix=fix)
            return
        host = _HOST.search(written)
        if host:
            message = (
                f"this link shows only the {host[1]} `{host[2]}`: leave `var-{host[1]}` out, let the reader choose"
            )
            yield self.finding(link, message, subject=link.target)
