"""An alert that can never fire, or always does: a ratio asked to be above 1, a percentage above 100, no comparison.

Only what the names say is judged: a metric called `…_ratio` or `…_percent`.
What a metric really is, and whether a query finds it, a linter of PromQL such as pint can say: it asks the server.

## Bad
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - {alert: DiskFull, expr: "disk_used_ratio > 90"}
~~~

## Good
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - {alert: DiskFull, expr: "disk_used_ratio > 0.9"}
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Problem
from linter.project.project import Project
from linter.rules.rule import ProjectRule

_UNREAD = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*|\{[^{}]*\}")
_SIMPLE = re.compile(
    r"\s*(?:(?:avg|min|max)\s*(?:(?:by|without)\s*\([^()]*\)\s*)?\(\s*)?"
    r"[a-z_:][\w:]*_(?P<unit>ratio|percent|percentage)\s*\)?\s*>=?\s*(?P<number>\d+(?:\.\d+)?)\s*",
    re.IGNORECASE,
)
# Each of these is true or false by itself, or an alert that is meant to fire always.
_DECIDES = re.compile(r"[<>]|==|!=|\b(?:absent|absent_over_time|vector|unless|and)\b", re.IGNORECASE)
_RECORDED = re.compile(r"\s*[\w:]+\s*")
_MOST = {"ratio": ("ratio", 1.0), "percent": ("percentage", 100.0), "percentage": ("percentage", 100.0)}


class AlertThreshold(ProjectRule):
    code = "A108"
    name = "alert-threshold"
    severity = "info"
    sources = ("alerts",)

    def check(self, project: Project) -> Iterator[Problem]:
        for file in project.alert_files:
            for rule in file.rules:
                expr = _UNREAD.sub(" ", rule.expr)
                simple = _SIMPLE.fullmatch(expr)
                what, most = _MOST[simple["unit"].casefold()] if simple else ("", 0.0)
                if simple and float(simple["number"]) > most:
                    message = f"`{rule.name}` waits for a {what} above {simple['number']}: it is {most:g} at most"
                # A metric by itself is often a recording rule that has decided already.
                elif expr.strip() and not _DECIDES.search(expr) and not _RECORDED.fullmatch(expr):
                    message = f"`{rule.name}` compares with nothing: it fires for every series that its query finds"
                else:
                    continue
                yield self.finding(file.path, rule.place("expr"), message, subject=rule.name)
