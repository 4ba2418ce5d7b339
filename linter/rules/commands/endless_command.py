"""A command that never ends, with more commands after it in the same block.

Who pastes the block waits for ever at `kubectl logs -f`, and what follows is typed into the running program. The
block is better divided, or the command given an end (`--tail=100`, `timeout 60 …`).

## Bad
~~~markdown
# Queue grows

```bash
kubectl logs -f deploy/worker
kubectl get pods
```
~~~

## Good
~~~markdown
# Queue grows

```bash
kubectl logs --tail=100 deploy/worker
kubectl get pods
```
~~~
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from linter.model.command import Command
from linter.model.finding import Problem
from linter.model.page import Page
from linter.parsing.sessions import prompts
from linter.rules.rule import PageRule

_ENDLESS = re.compile(
    r"(?:kubectl|oc|k)\s(?:.*\s)?(?:logs\s.*(?:-f|--follow)|get\s.*(?:-w|--watch)|port-forward\s.*|proxy)(?:\s|$)"
    r"|tail\s(?:.*\s)?(?:-[a-zA-Z0-9]*[fF]|--follow)(?:\s|$|=)"
    r"|journalctl\s(?:.*\s)?(?:-[a-z]*f|--follow)(?:\s|$)"
    r"|docker\s(?:compose\s)?logs\s(?:.*\s)?(?:-f|--follow)(?:\s|$)"
    r"|watch\s"
)


class EndlessCommand(PageRule):
    code = "C111"
    name = "endless-command"
    severity = "info"

    def check(self, page: Page) -> Iterator[Problem]:
        commands = [command for command in page.commands if command.depth == 0]
        for command, following in itertools.pairwise(commands):
            if following.block is not command.block or not _ENDLESS.match(command.text[:2000]):
                continue
            between = page.text[command.span.end : following.span.start]
            # A pipe's other end, a command in the background and a prompted session do not wait for each other.
            if "|" in between or "&" in between or "\n" not in between or "|" in _line_before(page, command):
                continue
            if prompts(command.block.code, command.block.language) is None:
                yield self.finding(
                    command.span,
                    f"`{command.tool}` does not end by itself, and more commands follow: divide the block here",
                    subject=command.text,
                )


def _line_before(page: Page, command: Command) -> str:
    start = page.text.rfind("\n", 0, command.span.start) + 1
    return page.text[start : command.span.start]
