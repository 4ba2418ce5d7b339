"""A command that destroys data for good stands there without a word of warning.

Somebody tired pastes what the page shows. `kubectl delete pvc`, `rm -rf`, `DROP TABLE`, a forced delete: say before
it what is lost, when it is right, and what to save first. A restart of a pod is no such command.

## Bad
~~~markdown
---
kind: runbook
---
# Disk full

## Mitigation

Run:

```bash
kubectl delete pvc data-api-0
```
~~~

## Good
~~~markdown
---
kind: runbook
---
# Disk full

## Mitigation

This loses the replica's data for good; go on only if the other two replicas are in sync:

```bash
kubectl delete pvc data-api-0
```
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from linter.catalogue.effects import irreversible
from linter.model.command import Command
from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule

_NAMESPACE = re.compile(r"\b(?:ns|namespaces?|projects?)$")
_TAKEN_AWAY = re.compile(r"\b(?:remov|delet|uninstall)\w*\b[^\n]*\b(?:namespace|project)", re.IGNORECASE)


class DestructiveWithoutWarning(PageRule):
    code = "C108"
    name = "destructive-without-warning"
    severity = "warning"
    kinds = ("runbook", "playbook")

    def check(self, page: Page) -> Iterator[Problem]:
        for command in page.commands:
            lost = irreversible(command.text)
            if lost and not _warned(page, command) and not _announced(page, command, lost):
                message = f"`{lost}` cannot be undone: say before it what is lost, and when it is right to go on"
                yield self.finding(command.span, message, subject=lost)


def _warned(page: Page, command: Command) -> bool:
    """True where the section says something before the block, or just after it, or the block in a comment."""
    section = next((s for s in reversed(page.sections) if s.span.contains(command.span)), None)
    start = section.span.start if section else 0
    # Prose leaves code out; a comment within the block counts as well.
    after = page.prose[command.block.span.end : command.block.span.end + 300].lstrip().split("\n\n")[0]
    comments = "\n".join(line for line in command.block.code.split("\n") if line.lstrip().startswith("#"))
    return any(_warning().search(text) for text in (page.prose[start : command.span.start], after, comments))


def _announced(page: Page, command: Command, lost: str) -> bool:
    """True where the sentence before the block says that the namespace itself is to go."""
    if not _NAMESPACE.search(lost):
        return False
    before = page.text[: command.block.span.start].rstrip().rsplit("\n\n", 1)[-1].rsplit("\n", 2)
    return _TAKEN_AWAY.search("\n".join(before[-2:])) is not None


@cache
def _warning() -> re.Pattern[str]:
    # Dear to compile, and asked of few pages.
    return re.compile(
        r"\b(?:warn|caution|careful|danger|destructive|irrevers|permanent|unrecoverab|undo|undone|revert|restor"
        r"|data[- ]loss|los(?:e|es|ing|t|s)\b|back(?:ed)?[- ]?up|snapshot|wip(?:e|es|ing)\b|eras|destroy|discard"
        r"|delet(?:es|ing)\b|remov(?:es|ing)\b|clean(?:s|ing)?\b|only (?:if|when|after|do)|make sure|ensure|be sure"
        r"|confirm|verify|no longer|not (?:needed|used|in use|required)|unused|unneeded|obsolete|stale|orphan|important"
        r"|last resort|safe|risk|!!|\bnote\b|\bmust\b|attention|before you|do not|never)",
        re.IGNORECASE,
    )
