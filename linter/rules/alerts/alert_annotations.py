"""An alert tells its reader what happened: `summary`, and `description` with the values.

The summary is the line on the phone at 3 am. An alert with neither is a warning; one of the two missing is a hint.

## Bad
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - {alert: DiskFull, expr: "disk_free_bytes < 1e9"}
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
        annotations:
          summary: A disk is nearly full.
          description: "{{ $labels.device }} on {{ $labels.instance }} has {{ $value | humanize1024 }}B left."
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.severity import Severity
from linter.project.project import Project
from linter.rules.rule import ProjectRule

_SUMMARY = ("summary", "title")
_DESCRIPTION = ("description", "message", "details")


class AlertAnnotations(ProjectRule):
    code = "A104"
    name = "alert-annotations"
    severity = "warning"
    sources = ("alerts",)

    def check(self, project: Project) -> Iterator[Problem]:
        for file in project.alert_files:
            for rule in file.rules:
                summary = any(rule.annotations.get(key, "").strip() for key in _SUMMARY)
                description = any(rule.annotations.get(key, "").strip() for key in _DESCRIPTION)
                if summary and description:
                    continue
                missing = "`description`" if summary else "`summary`" if description else "`summary` and `description`"
                message = f"`{rule.name}` does not tell its reader what happened: write a {missing}"
                severity: Severity = "info" if summary or description else "warning"
                yield self.finding(file.path, rule.span, message, subject=rule.name, severity=severity)
