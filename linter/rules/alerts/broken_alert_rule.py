"""A rule file that Prometheus would refuse to load.

Broken YAML, an unknown key, a rule without an expression, a `for` that is no duration: Prometheus then keeps the rules
it had, or starts with none, and no alert of the file fires. PromQL itself is left to `promtool` and pint.

## Bad
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - alert: DiskFull
        expr: disk_free_bytes < 1e9
        for: 5 minutes
~~~

## Good
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - alert: DiskFull
        expr: disk_free_bytes < 1e9
        for: 5m
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Problem
from linter.project.project import Project
from linter.rules.rule import ProjectRule


class BrokenAlertRule(ProjectRule):
    code = "A101"
    name = "broken-alert-rule"
    severity = "error"
    sources = ("alerts",)

    def check(self, project: Project) -> Iterator[Problem]:
        for file in project.alert_files:
            for broken in file.broken:
                yield self.finding(file.path, broken.span, broken.message)
