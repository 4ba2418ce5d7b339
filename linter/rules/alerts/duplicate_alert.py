"""Two alerts with the same name, labels and expression: one of them is a leftover.

Both fire, and the reader is woken for one thing twice. The same name with other labels or another expression (a warning
and a critical level) is fine.

## Bad
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - {alert: DiskFull, expr: "disk_free_bytes < 1e9", labels: {severity: critical}}
  - name: more
    rules:
      - {alert: DiskFull, expr: "disk_free_bytes  < 1e9", labels: {severity: critical}}
~~~

## Good
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - {alert: DiskFull, expr: "disk_free_bytes < 1e9", labels: {severity: critical}}
      - {alert: DiskFull, expr: "disk_free_bytes < 9e9", labels: {severity: warning}}
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Problem
from linter.project.project import Project
from linter.rules.rule import ProjectRule


class DuplicateAlert(ProjectRule):
    code = "A102"
    name = "duplicate-alert"
    severity = "warning"
    sources = ("alerts",)

    def check(self, project: Project) -> Iterator[Problem]:
        seen: dict[tuple[str, str, tuple[tuple[str, str], ...]], str] = {}
        for file in project.alert_files:
            for rule in file.rules:
                key = (rule.name, " ".join(rule.expr.split()), tuple(sorted(rule.labels.items())))
                line = file.text.count("\n", 0, rule.span.start) + 1
                place = seen.setdefault(key, f"{file.path}:{line}")
                if place != f"{file.path}:{line}":
                    message = f"`{rule.name}` with the same labels and expression is in {place} already"
                    yield self.finding(file.path, rule.span, message, subject=rule.name)
