"""A variable that a command uses is set, or explained, on the page.

`kubectl delete pvc data -n $NS` with an empty `NS` deletes in the wrong namespace, or fails. A destructive command
with a variable that the page neither sets nor mentions is a warning; other commands are a hint, once per variable.
A placeholder such as `<namespace>` explains itself.

## Bad
~~~markdown
---
kind: runbook
---
# Volume broken

```bash
kubectl delete pvc data-0 -n $NS
```
~~~

## Good
~~~markdown
---
kind: runbook
---
# Volume broken

Set `NS` to the namespace in the alert.

```bash
kubectl delete pvc data-0 -n $NS
```
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.catalogue.destructive import destructive_command
from linter.model.command import Command
from linter.model.finding import Problem
from linter.model.page import Page
from linter.model.span import Span
from linter.parsing.variables import variables_set
from linter.rules.rule import PageRule

_USE = re.compile(r"(?<![\\$])\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})")
# What every shell has, and what tools' documentation takes for granted.
_GIVEN = frozenset(
    {
        *("HOME", "PATH", "PWD", "OLDPWD", "USER", "LOGNAME", "HOSTNAME", "SHELL", "TERM", "TMPDIR", "UID", "EUID"),
        *("PPID", "RANDOM", "SECONDS", "LINENO", "IFS", "KUBECONFIG", "EDITOR", "LANG", "DISPLAY", "OSTYPE"),
        *("NF", "NR", "FS"),
    }
)


class UndefinedVariable(PageRule):
    code = "C110"
    name = "undefined-variable"
    severity = "warning"
    kinds = ("runbook", "playbook")

    def check(self, page: Page) -> Iterator[Problem]:
        known = _GIVEN | variables_set(page.code_blocks)
        used = {found[1] or found[2] for block in page.code_blocks for found in _USE.finditer(block.code)}
        if used <= known:
            return
        uses: dict[str, tuple[Span, str]] = {}
        for command in page.commands:
            destroys = destructive_command(command.text) if "$" in command.text else ""
            for name, span in _uses(command):
                # The use that destroys something is the one to speak of.
                if name not in uses or (destroys and not uses[name][1]):
                    uses[name] = (span, destroys)
        for name, (span, destroys) in uses.items():
            if name in known or _mentioned(page, name):
                continue
            message = f"nothing on this page sets or explains `${name}`: say what to put there"
            if destroys:
                message = f"`{destroys}` uses `${name}`, but {message}"
            yield self.finding(span, message, subject=f"${name}", severity="warning" if destroys else "info")


def _uses(command: Command) -> Iterator[tuple[str, Span]]:
    for word in command.words:
        # In single quotes, and in a Go template, it is not the shell's.
        if "$" in word.written and not word.written.startswith("'") and "{{" not in word.written:
            for found in _USE.finditer(word.written):
                start = word.span.start + found.start()
                yield found[1] or found[2], Span(start, start + len(found[0]))


def _mentioned(page: Page, name: str) -> bool:
    """True where prose or inline code speaks of the variable."""
    whole = re.compile(rf"(?<![\w]){re.escape(name)}(?![\w])")
    return any(whole.search(code.code) for code in page.code_spans) or whole.search(page.prose) is not None
