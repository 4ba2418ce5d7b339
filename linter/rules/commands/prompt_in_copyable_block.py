"""A block of commands has prompts in it, which a reader would copy along.

Off by default: a house style. The site's copy button leaves prompts out; elsewhere `$ kubectl …` pasted is "command
not found". Only blocks without output are meant: in a session the prompt tells commands from output.

## Bad
~~~markdown
# Node broken

```bash
$ kubectl get nodes
```
~~~

## Good
~~~markdown
# Node broken

```bash
kubectl get nodes
```
~~~

## Fix
`--fix` takes the prompts out where each line has one, or goes on from one that has.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.parsing.sessions import OUTPUT, prompts
from linter.parsing.shell import is_shell
from linter.rules.rule import PageRule


class PromptInCopyableBlock(PageRule):
    code = "C107"
    name = "prompt-in-copyable-block"
    severity = "off"

    def check(self, page: Page) -> Iterator[Problem]:
        for block in page.code_blocks:
            if not is_shell(block):
                continue
            lines = block.code.rstrip("\n").split("\n")
            cuts = prompts("\n".join(lines), block.language)
            if cuts is None or any(cut == OUTPUT and line.strip() for cut, line in zip(cuts, lines, strict=True)):
                continue
            edits = tuple(
                Edit(place.start + len(line) - len(line.lstrip()), place.start + cut, "")
                for place, line, cut in zip(block.lines, lines, cuts, strict=False)
                if cut > 0
            )
            if edits:
                message = "who copies these commands copies the prompts too: leave them out"
                yield self.finding(block.span, message, fix=Fix(edits, True))
