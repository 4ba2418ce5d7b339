"""A code block does not say which language it is in.

Off by default: markdownlint's MD040 and rumdl say it too. A language gives readers colours and a copy button without
prompts, and tells this linter surely that a block is shell code.

## Bad
~~~markdown
# Node broken

```
kubectl get nodes
```
~~~

## Good
~~~markdown
# Node broken

```bash
kubectl get nodes
```
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule


class FenceWithoutLanguage(PageRule):
    code = "C114"
    name = "fence-without-language"
    severity = "off"

    def check(self, page: Page) -> Iterator[Problem]:
        for block in page.code_blocks:
            if block.fenced and not block.info.strip():
                yield self.finding(block.span, "this block names no language: write one behind the fence")
