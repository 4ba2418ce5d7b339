"""A reference link has its definition on the page.

`[text][label]` without a line `[label]: target` is shown with its brackets, and leads nowhere.

## Bad
~~~markdown
# Disk full

See [the vendor's guide][guide].
~~~

## Good
~~~markdown
# Disk full

See [the vendor's guide][guide].

[guide]: https://example.com/
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule


class UndefinedReference(PageRule):
    code = "L104"
    name = "undefined-reference"
    severity = "error"

    def check(self, page: Page) -> Iterator[Problem]:
        for reference in page.document.undefined_references:
            message = f"undefined reference: no line `[{reference.label}]: …` on this page; add it, or write the target"
            yield self.finding(reference, message, subject=reference.label)
