"""A paging alert that fires on a single sample: no `for`, and an expression that looks at one instant.

One missed scrape, or one slow one, then wakes somebody. Wait with `for`, or look over a range with `rate`,
`avg_over_time` and the like. Off unless asked for: some teams page at once on purpose.

## Bad
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
rules: {missing-for: info}
~~~

~~~yaml rules/latency.yml
groups:
  - name: latency
    rules:
      - {alert: TooSlow, expr: "latency_seconds > 1", labels: {severity: critical}}
~~~

## Good
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
rules: {missing-for: info}
~~~

~~~yaml rules/latency.yml
groups:
  - name: latency
    rules:
      - {alert: TooSlow, expr: "latency_seconds > 1", for: 5m, labels: {severity: critical}}
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Problem
from linter.project.project import Project
from linter.rules.rule import ProjectRule

_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_NO_TIME = re.compile(r"0+(?:ms|[smhdwy])?")


class MissingFor(ProjectRule):
    code = "A107"
    name = "missing-for"
    severity = "off"
    sources = ("alerts",)

    def check(self, project: Project) -> Iterator[Problem]:
        for file in project.alert_files:
            for rule in file.rules:
                waits = rule.duration and not _NO_TIME.fullmatch(rule.duration)
                if rule.paging and not waits and "[" not in _QUOTED.sub("", rule.expr):
                    message = f"`{rule.name}` pages on a single sample: wait with `for`, or look over a range"
                    yield self.finding(file.path, rule.place("for"), message, subject=rule.name, severity="info")
