"""A runbook's queries and its alert's expression have no metric in common.

The reader then looks at something else than what woke them: the alert counts `avail_bytes`, the page graphs
`free_bytes`. A hint: a page may rightly look at other figures.

## Bad
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/node.yml
groups:
  - name: node
    rules:
      - {alert: DiskFull, expr: "node_filesystem_avail_bytes < 1e9"}
~~~

~~~markdown DiskFull.md
---
kind: runbook
---
# DiskFull

```promql
node_filesystem_free_bytes
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
      - {alert: DiskFull, expr: "node_filesystem_avail_bytes < 1e9"}
~~~

~~~markdown DiskFull.md
---
kind: runbook
---
# DiskFull

```promql
node_filesystem_avail_bytes
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

# A metric's name has two underscores at least; labels and functions rarely have.
_METRIC = re.compile(r"\b[a-z][a-z0-9]*(?:[_:][a-z0-9]+){2,}\b")
_TEXT = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*")
_GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)")
_FUNCTIONS = re.compile(r"(?:histogram_quantile|label_replace|label_join|\w+_over_time|predict_linear|sort_desc)$")
_COMMANDS = re.compile(r"^\s*(?:\$|#|kubectl|oc|curl|promtool|-\s)", re.MULTILINE)
_LINE = re.compile(r"\s*[\w:(){}/*+\-<>=,.\"\[]")
_LANGUAGES = frozenset({"promql", "promql-query", "prometheus", "", "text", "txt", "console", "bash", "sh", "shell"})


class PageContradictsRule(ProjectRule):
    code = "A112"
    name = "page-contradicts-rule"
    severity = "info"
    sources = ("page", "alerts")

    def collect(self, source: Page) -> Iterator[Any]:
        """The metrics in the page's queries: [names, metrics, start, end] of the first block that has any."""
        if source.kind_name != "runbook" or source.retired:
            return
        found: dict[str, None] = {}
        first: list[int] = []
        for block in source.code_blocks:
            metrics = metrics_in(block.code) if block.language in _LANGUAGES and _is_query(block.code) else ()
            if metrics and not first:
                first = [block.span.start, block.span.end]
            found.update(dict.fromkeys(metrics))
        if first:
            listed = source.data.get("alerts")
            own = [page_name(source.path), *(name for name in (listed if isinstance(listed, list) else []) if name)]
            yield [own, list(found), *first]

    def check(self, project: Project) -> Iterator[Problem]:
        alerts = [rule for file in project.alert_files for rule in file.rules]
        for path, (own, metrics, start, end) in project.facts(PageContradictsRule):
            names = {plain_name(str(name)) for name in own}
            mine = [
                rule
                for rule in alerts
                if plain_name(rule.name) in names or project.urls.page(rule.runbook_url).page == path
            ]
            used = {metric for rule in mine for metric in metrics_in(rule.expr)}
            if used and not used & set(metrics):
                shown, wanted = ", ".join(f"`{m}`" for m in metrics[:2]), ", ".join(f"`{m}`" for m in sorted(used)[:2])
                message = f"the page looks at {shown}, its alert `{mine[0].name}` at {wanted}"
                yield self.finding(path, (start, end), message, subject=mine[0].name)


def metrics_in(expression: str) -> list[str]:
    """The names in a PromQL expression that look like metrics, in order."""
    plain = _GROUPING.sub(" ", re.sub(r"\{[^{}]*\}", "", _TEXT.sub("", expression)))
    return [name for name in dict.fromkeys(_METRIC.findall(plain)) if not _FUNCTIONS.search(name)]


def _is_query(code: str) -> bool:
    """True for a block that is one query: each line is a metric, an operator or a function's call."""
    if _COMMANDS.search(code):
        return False
    lines = [line for line in code.split("\n") if line.strip()]
    return 0 < len(lines) <= 20 and all(_LINE.match(line) for line in lines)
