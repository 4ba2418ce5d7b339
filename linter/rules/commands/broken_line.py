"""A command is broken over two lines without a `\\` at the end of the first.

The shell runs the first line without the rest, and then the rest as a command of its own: `oc port-forward pod 9093 -n`
fails, and so does a line that begins with `--no-headers`. Editors that wrap at 80 columns do this to runbooks.

## Bad
~~~markdown
# Alerts of Alertmanager

```bash
oc port-forward alertmanager-main-0 9093 -n
openshift-monitoring
```
~~~

## Good
~~~markdown
# Alerts of Alertmanager

```bash
oc port-forward alertmanager-main-0 9093 -n \\
  openshift-monitoring
```
~~~

## Fix
`--fix` writes the `\\` where the next line begins with an option of the command; with `--unsafe-fixes` also where the
next line is taken for the missing value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from linter.catalogue.look_up import reading_of
from linter.model.command import Command
from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.model.tools import Tools
from linter.rules.rule import PageRule

_OPTION = re.compile(r"--[a-z][\w-]*(?:=.*)?|-[A-Za-z]", re.DOTALL)


class BrokenLine(PageRule):
    code = "C120"
    name = "broken-line"
    severity = "error"

    def check(self, page: Page) -> Iterator[Problem]:
        commands = sorted(page.commands, key=lambda command: command.span)
        for command, following in pairwise([*commands, None]):
            assert command is not None
            option = _waiting(command, page.tools) if _ends_here(page, command) else None
            on_next_line = following is not None and _on_next_line(page, command, following)
            fix = Fix((Edit(command.span.end, command.span.end, " \\"),), False)
            if option is not None:
                message = f"`{option}` needs a value, and the line ends here"
                yield self.finding(
                    command.words[-1].span,
                    message + (": end the line with ` \\`" if on_next_line else ""),
                    subject=command.text,
                    fix=fix if on_next_line else None,
                )
            elif following is not None and on_next_line and _goes_on(command, following, page.tools):
                name = following.words[0].text.split("=", 1)[0]
                message = (
                    f"`{name}` begins a line of its own, so `{command.tool}` runs without it:"
                    " end the line before with ` \\`"
                )
                yield self.finding(
                    following.words[0].span, message, subject=following.text, fix=fix._replace(safe=True)
                )


def _waiting(command: Command, tools: Tools) -> str | None:
    """The option at the end of a command whose value is missing."""
    last = command.words[-1]
    if not _OPTION.fullmatch(last.text) or "=" in last.text or last.quoted:
        return None
    reading = reading_of(command, tools)
    if reading is None or not reading.complete or reading.dashes or not reading.options:
        return None
    option = reading.options[-1]
    return option.name if option.word is last and (option.entry or "").startswith("=") else None


def _ends_here(page: Page, command: Command) -> bool:
    """True where the line, or the substitution or pipe, ends behind the command."""
    return re.match(r"[ \t]*(?:$|\r?\n|[|;)])", page.text[command.span.end : command.span.end + 80]) is not None


def _goes_on(command: Command, following: Command, tools: Tools) -> bool:
    """True where what follows begins with an option that the command before it takes."""
    if not _OPTION.fullmatch(following.words[0].text) or following.words[0].quoted:
        return False
    joined = command._replace(words=(*command.words, *following.words))
    reading = reading_of(joined, tools)
    if reading is None or not reading.complete:
        return False
    return any(
        option.word is following.words[0] and (option.entry is not None or reading.open) for option in reading.options
    )


def _on_next_line(page: Page, command: Command, following: Command) -> bool:
    if following.block is not command.block or following.depth != command.depth:
        return False
    between = page.text[command.span.end : following.span.start]
    return between.count("\n") == 1 and not between.strip(" \t\r\n$>")
