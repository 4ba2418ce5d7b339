"""A runbook that serves no alert there is: none leads to it, none has its name.

The alert may have been removed or renamed, and the page with it. A hint, once alert rules are known: some runbooks are
about symptoms that no alert reports. `alerts: []` in the front matter says so.

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
# MemoryFull
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
alerts: [DiskFull]
---
# Disks
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


class RunbookWithoutAlert(ProjectRule):
    code = "A110"
    name = "runbook-without-alert"
    severity = "info"
    sources = ("page", "alerts")

    def collect(self, source: Page) -> Iterator[Any]:
        if source.kind_name != "runbook" or source.retired or source.is_template or source.data.get("alerts") == []:
            return
        heading = next((heading for heading in source.headings if heading.level == 1), None)
        span = heading.span if heading else source.front_matter.span
        yield [list(names_served(source.path, source.title, source.data)), span.start, span.end]

    def check(self, project: Project) -> Iterator[Problem]:
        rules = [rule for file in project.alert_files for rule in file.rules]
        if not rules:
            return
        known = {plain_name(rule.name) for rule in rules}
        linked = {project.urls.page(rule.runbook_url).page for rule in rules if rule.runbook_url}
        for path, (names, start, end) in project.facts(RunbookWithoutAlert):
            if path not in linked and not known & {plain_name(name) for name in names}:
                yield self.finding(path, (start, end), "no alert leads to this runbook, and none has its name")
