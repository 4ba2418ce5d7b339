"""A reference link has its definition on the page.

`[text][label]` without a line `[label]: target` is shown with its brackets, and leads nowhere. Lines that a site
generator fills in first, such as `[label]: {{< relref "page" >}}`, count as lines.

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

import re
from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule

_LINE = r" {0,3}\[([^\]\n]{1,200})\]:[^\n]*"
_DEFINITION = re.compile(f"^{_LINE}$", re.MULTILINE)
# One that is none as it stands makes text of those below it, too.
_DEFINITIONS = re.compile(f"^{_LINE}(?:\n{_LINE})*", re.MULTILINE)


class UndefinedReference(PageRule):
    code = "L104"
    name = "undefined-reference"
    severity = "error"

    def check(self, page: Page) -> Iterator[Problem]:
        filled_in = _filled_in(page.text) if page.document.undefined_references else frozenset()
        for reference in page.document.undefined_references:
            if reference.label.casefold() in filled_in:
                continue
            message = f"undefined reference: no line `[{reference.label}]: …` on this page; add it, or write the target"
            yield self.finding(reference, message, subject=reference.label)


def _filled_in(text: str) -> frozenset[str]:
    """The labels, folded, of definitions that a site generator completes before they are read as Markdown."""
    if "{{" not in text and "{%" not in text:
        return frozenset()
    blocks = (found[0] for found in _DEFINITIONS.finditer(text))
    return frozenset(
        label.casefold() for block in blocks if "{{" in block or "{%" in block for label in _DEFINITION.findall(block)
    )
