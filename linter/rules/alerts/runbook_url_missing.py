"""An alert that wakes somebody says where its runbook is.

Paging severities are critical, page, emergency, high, P0, P1, SEV0 and SEV1. Where a page of the knowledge base is
named after the alert, the finding says which.

## Bad
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - {alert: DiskFull, expr: "disk_free_bytes < 1e9", labels: {severity: critical}}
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
        labels: {severity: critical}
        annotations: {runbook_url: "https://runbooks.example.com/disk-full/"}
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


class RunbookUrlMissing(ProjectRule):
    code = "A105"
    name = "runbook-url-missing"
    severity = "warning"
    sources = ("page", "alerts")

    def collect(self, source: Page) -> Iterator[Any]:
        if source.kind_name in ("runbook", "playbook"):
            yield from names_served(source.path, source.title, source.data)

    def check(self, project: Project) -> Iterator[Problem]:
        pages = {plain_name(name): path for path, name in project.facts(RunbookUrlMissing)}
        for file in project.alert_files:
            for rule in file.rules:
                if rule.paging and not rule.runbook_url:
                    page = pages.get(plain_name(rule.name), "")
                    url = project.urls.url_of(page) if page else ""
                    there = f": `{url or page}` is about it" if page else ": write one, and link it as `runbook_url`"
                    message = f"`{rule.name}` wakes somebody and names no runbook{there}"
                    suggestions = (url,) if url else ()
                    yield self.finding(file.path, rule.span, message, subject=rule.name, suggestions=suggestions)
