"""A procedure of several commands is a numbered list, or is divided by sub-headings.

"I am at step 3" is how two people work through a page together. Off by default, for many good pages have
one block after another; the `full` profile raises it. It looks at Mitigation and Rollback with three or
more shell blocks (those without a language count) and no list, table or sub-heading; Diagnosis is left
alone, for its commands are alternatives and not steps.

## Bad

~~~markdown
---
kind: runbook
profile: full
---
# NodeDown

## Mitigation

Stop new pods.

```bash
kubectl cordon node-1
```

Move those that are there.

```bash
kubectl drain node-1
```

Reboot the machine.

```bash
ipmitool chassis power cycle
```
~~~

## Good

~~~markdown
---
kind: runbook
profile: full
---
# NodeDown

## Mitigation

1. Stop new pods: `kubectl cordon node-1`

2. Move those that are there.

    ```bash
    kubectl drain node-1
    ```

3. Reboot the machine.

    ```bash
    ipmitool chassis power cycle
    ```
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.document import CodeBlock
from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule
from linter.rules.structure.hollow import written_sections

_SHELLS = frozenset(
    {"sh", "bash", "shell", "zsh", "fish", "console", "shell-session", "sh-session", "terminal", "powershell", "pwsh"}
)


class UnnumberedProcedure(PageRule):
    """S107."""

    code = "S107"
    name = "unnumbered-procedure"
    severity = "off"
    at_least = PageRule.option(3, "how many shell blocks make a procedure")

    def check(self, page: Page) -> Iterator[Problem]:
        """One problem per section."""
        if page.retired:
            return
        for section in written_sections(page, "mitigation", "rollback"):
            part = page.within(section.content)
            if section.children or part.lists or part.tables:
                continue
            blocks = [block for block in part.code_blocks if _is_shell(block)]
            if len(blocks) >= self.at_least:
                yield self.finding(
                    section.heading,
                    f"`{section.title}` runs {len(blocks)} blocks of commands one after another; "
                    "number the steps, so that two people can say where they are",
                    subject=section.title,
                )


def _is_shell(block: CodeBlock) -> bool:
    return block.language in _SHELLS or not block.language
