"""An alert for which the knowledge base has no page: no URL leads to one, and none is named after it.

A hint: not every alert needs a runbook. `runbook-linter alerts --write-stubs` makes one for each.

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

~~~markdown
---
kind: runbook
---
# Memory full
~~~

## Good
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - {alert: DiskFull, expr: "disk_free_bytes < 1e9"}
~~~

~~~markdown
---
kind: runbook
---
# Disk full
~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.project.alerts import names_served, plain_name
from linter.project.project import Project
from linter.rules.rule import ProjectRule


class AlertWithoutRunbook(ProjectRule):
    code = "A109"
    name = "alert-without-runbook"
    severity = "info"
    sources = ("page", "alerts")

    def collect(self, source: Page) -> Iterator[Any]:
        if source.kind_name in ("runbook", "playbook"):
            yield from names_served(source.path, source.title, source.data)

    def check(self, project: Project) -> Iterator[Problem]:
        names = {plain_name(name) for _, name in project.facts(AlertWithoutRunbook)}
        for file in project.alert_files:
            for rule in file.rules:
                # A URL of somebody else's site may well lead to a runbook; a dead one is runbook-url-dead's.
                if not rule.runbook_url and not rule.paging and plain_name(rule.name) not in names:
                    message = f"no page is about `{rule.name}`"
                    yield self.finding(file.path, rule.span, message, subject=rule.name)
