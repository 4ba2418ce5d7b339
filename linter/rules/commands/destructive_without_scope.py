"""A destructive command that does not say how far it may go.

`kubectl delete pods --all` deletes in whatever namespace the reader's shell happens to be in; `DELETE FROM orders`
empties the table; `rm -rf "$DIR"/*` with an empty `DIR` empties the disk.

## Bad
~~~markdown
# Workers hang

```bash
kubectl delete pods --all
```
~~~

## Good
~~~markdown
# Workers hang

```bash
kubectl delete pods --all -n workers
```
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.command import Command
from linter.model.finding import Problem
from linter.model.page import Page
from linter.parsing.variables import variables_set
from linter.rules.rule import PageRule

_NAMESPACE = re.compile(r"(?:^|\s)(?:-n\S*|--namespace|-A|--all-namespaces|--context)(?:[\s=]|$)")
_WITHOUT_NAMESPACE = frozenset(
    {"node", "nodes", "no", "pv", "pvs", "persistentvolumes", "crd", "crds", "namespaces", "ns"}
)
_EVERYTHING = frozenset({"/", "/*", "~", "~/", "~/*", "*", ".", "./*", "/."})
_FROM_VARIABLE = re.compile(r"[\"']?\$\{?(\w+)\}?[\"']?/\*?")
_WHOLE_TABLE = re.compile(
    r"\b(?:delete\s+from\s+[\w.\"]+|update\s+[\w.\"]+\s+set\b[^;]{0,400})\s*(?:;|$)", re.IGNORECASE
)


class DestructiveWithoutScope(PageRule):
    code = "C109"
    name = "destructive-without-scope"
    severity = "warning"

    def check(self, page: Page) -> Iterator[Problem]:
        known: frozenset[str] | None = None
        for command in page.commands:
            message = ""
            if command.tool in ("kubectl", "oc", "k") and "delete" in command.argv and "--all" in command.argv:
                message = _delete_all(command)
            elif command.tool == "rm":
                known = variables_set(page.code_blocks) if known is None else known
                message = _remove_all(command, known)
            elif command.tool in ("psql", "mysql", "mariadb"):
                message = _whole_table(command)
            if message:
                yield self.finding(command.span, message, subject=command.text)


def _delete_all(command: Command) -> str:
    if _NAMESPACE.search(command.text) or _WITHOUT_NAMESPACE & set(command.argv):
        return ""
    return f"`{command.tool} delete … --all` works in whatever namespace is current: name one with `-n`"


def _remove_all(command: Command, known: frozenset[str]) -> str:
    options = [word.text for word in command.words[1:] if word.text.startswith("-")]
    if not any("r" in option.lower() for option in options):
        return ""
    for word in command.words[1:]:
        if word.text in _EVERYTHING and word.text != ".":
            return f"`rm -r {word.written}` deletes everything there is: name the folder"
        variable = _FROM_VARIABLE.fullmatch(word.written)
        if variable and variable[1] not in known:
            return f"`{word.written}` is `/` where `${variable[1]}` is empty: write `${{{variable[1]}:?}}`"
    return ""


def _whole_table(command: Command) -> str:
    for word in command.words[1:]:
        found = _WHOLE_TABLE.search(word.text[:4000]) if word.quoted else None
        if found and " where " not in f" {' '.join(found[0].lower().split())} ":
            return "this changes every row of the table: add a WHERE"
    return ""
