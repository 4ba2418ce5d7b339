"""`kubectl logs pod NAME` looks for a pod called "pod": these commands take `TYPE/NAME`.

`get`, `describe` and `delete` take a type and a name as two words; `logs`, `exec`, `debug`, `rsh`, `attach` and
`port-forward` take one, and read a type that stands alone as the name of a pod.

## Bad
~~~markdown
# Node broken

```bash
oc debug node <node-name>
```
~~~

## Good
~~~markdown
# Node broken

```bash
oc debug node/<node-name>
```
~~~

## Fix
`--fix` joins the two words by a `/`.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.catalogue.look_up import reading_of
from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.rules.rule import PageRule

_VERBS = frozenset({"logs", "exec", "debug", "rsh", "attach", "port-forward"})
_TYPES = frozenset(
    {
        *("pod", "pods", "po", "node", "nodes", "deployment", "deployments", "deploy", "statefulset", "sts", "job"),
        *("daemonset", "ds", "replicaset", "rs", "service", "svc", "deploymentconfig", "dc"),
    }
)


class TypeApartFromName(PageRule):
    code = "C121"
    name = "type-apart-from-name"
    severity = "error"

    def check(self, page: Page) -> Iterator[Problem]:
        for command in page.commands:
            if command.tool not in ("kubectl", "oc", "k"):
                continue
            reading = reading_of(command, page.tools)
            if reading is None or len(reading.path) != 1 or reading.path[0] not in _VERBS or len(reading.operands) < 2:
                continue
            kind, name = reading.operands[:2]
            between = page.text[kind.span.end : name.span.start]
            if kind.text not in _TYPES or kind.quoted or between.strip(" \t"):
                continue
            written = f"{kind.text}/{name.written}"
            message = f"`{command.tool} {reading.path[0]}` reads `{kind.text}` as the name of a pod: write `{written}`"
            fix = Fix((Edit(kind.span.end, name.span.start, "/"),), True)
            yield self.finding(kind.span, message, subject=command.text, suggestions=(written,), fix=fix)
