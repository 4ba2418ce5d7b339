"""A runbook speaks of another alert than the one it is for.

Its heading is another alert's name, or its example of a notification is (`alertname = …`): a page that was copied and
not finished. Names in prose are no finding.

## Bad
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/node.yml
groups:
  - name: node
    rules:
      - {alert: NodeFlapping, expr: "changes(up[15m]) > 2"}
      - {alert: NodeUnreachable, expr: "up == 0"}
~~~

~~~markdown NodeFlapping.md
---
kind: runbook
---
# NodeFlapping

```text
- alertname = NodeUnreachable
```
~~~

## Good
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/node.yml
groups:
  - name: node
    rules:
      - {alert: NodeFlapping, expr: "changes(up[15m]) > 2"}
      - {alert: NodeUnreachable, expr: "up == 0"}
~~~

~~~markdown NodeFlapping.md
---
kind: runbook
---
# NodeFlapping

See NodeUnreachable as well.

```text
- alertname = NodeFlapping
```
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.project.alerts import page_name, plain_name
from linter.project.project import Project
from linter.rules.rule import ProjectRule

_EXAMPLE = re.compile(r"^[ \t]*[-*]?[ \t]*alertname[ \t]*[=:][ \t]*[\"']?([A-Za-z]\w*)[\"']?[ \t]*$", re.MULTILINE)


class PageNamesAnotherAlert(ProjectRule):
    code = "A111"
    name = "page-names-another-alert"
    severity = "warning"
    sources = ("page", "alerts")

    def collect(self, source: Page) -> Iterator[Any]:
        """The page's own names, and each place that names an alert: [names, what, name, start, end]."""
        if source.kind_name != "runbook" or source.retired:
            return
        listed = source.data.get("alerts")
        own = [page_name(source.path), *(name for name in (listed if isinstance(listed, list) else []) if name)]
        for heading in source.headings:
            if heading.level == 1:
                yield [own, "heading", heading.text, heading.span.start, heading.span.end]
        for block in source.code_blocks:
            for line, place in zip(block.code.split("\n"), block.lines, strict=False):
                found = _EXAMPLE.match(line)
                if found:
                    start = place.start + found.start(1)
                    yield [own, "example", found[1], start, start + len(found[1])]

    def check(self, project: Project) -> Iterator[Problem]:
        alerts = {plain_name(rule.name): rule for file in project.alert_files for rule in file.rules}
        serves: dict[str, set[str]] = {}
        for rule in alerts.values():
            serves.setdefault(project.urls.page(rule.runbook_url).page, set()).add(plain_name(rule.name))
        for path, (own, what, name, start, end) in project.facts(PageNamesAnotherAlert):
            names = {plain_name(str(known)) for known in own} | serves.get(path, set())
            mine = [alerts[known].name for known in names if known in alerts]
            named = alerts.get(plain_name(name))
            if named is not None and mine and plain_name(name) not in names:
                said = "the heading is the name of" if what == "heading" else "the example shows"
                message = f"{said} another alert, `{named.name}`: this page is for `{mine[0]}`"
                yield self.finding(path, (start, end), message, subject=named.name, suggestions=(mine[0],))
