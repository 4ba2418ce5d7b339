"""Front matter can be read, and says what the kind asks for.

Owner, service and last verification are read by the site, by `find` and by other rules. A block that does not
parse loses them all, silently; a misspelt key loses one, and one that stands twice loses its first value. Keys that
other tools use are left alone: an unknown key is reported only where it is a near miss of a known one. Templates are
left alone; on plain pages only what every kind of page shares is looked at.

## Bad
~~~markdown
---
kind: runbook
tags: disk
onwer: storage-team
---
# Disk full
~~~

## Good
~~~markdown
---
kind: runbook
tags: [disk]
owner: storage-team
weight: 20
---
# Disk full
~~~
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from linter.kinds.load import common_front_matter
from linter.kinds.values import what_is_wrong
from linter.model.finding import Problem
from linter.model.kind import Kind
from linter.model.page import Page
from linter.rules.rule import PageRule

# What these keys mean does not depend on the kind of page.
_ON_ANY_PAGE = ("tags", "last_verified", "review_every")


class FrontMatterRule(PageRule):
    code = "M101"
    name = "front-matter"
    severity = "error"

    def check(self, page: Page) -> Iterator[Problem]:
        block = page.front_matter
        if page.is_template:
            return
        if block.error:
            yield self.finding(
                block.error_span, f"this front matter cannot be read, so all of it is lost: {block.error}"
            )
            return
        for key, span in block.repeated.items():
            # Jekyll and mkdocs take the last one; Hugo and Docusaurus refuse the page.
            message = f"the key `{key}` stands twice: the last one counts, where the page is read at all; remove one"
            yield self.finding(span, message, subject=key, severity="warning")
        if page.kind:
            yield from self._missing(page, page.kind)
        if not block.data:
            return
        properties = _properties(page.kind)
        for key, value in block.data.items():
            if key in properties:
                wrong = what_is_wrong(value, properties[key]) if value is not None else ""
                if wrong:
                    span = block.values.get(key, block.error_span)
                    yield self.finding(span, f"`{key}` {wrong}", severity="info")
            elif page.kind:
                near = _near_misses(key, [name for name in properties if name not in block.data])
                if near:
                    message = f"`{key}` is no known key; did you mean `{near[0]}`?"
                    span = block.keys.get(key, block.error_span)
                    yield self.finding(span, message, subject=key, suggestions=near, severity="info")

    def _missing(self, page: Page, kind: Kind) -> Iterator[Problem]:
        required = kind.front_matter_required.get(page.profile, ())
        missing = [key for key in required if page.data.get(key) in (None, "", [])]
        if missing and not (page.retired or page.is_draft):
            listed = ", ".join(f"`{key}`" for key in missing)
            message = f"the front matter lacks {listed}, as the profile `{page.profile}` asks for"
            yield self.finding(page.front_matter.error_span, message, severity="info")


def _properties(kind: Kind | None) -> Mapping[str, Any]:
    """The schema of each known key."""
    if kind:
        found: Mapping[str, Any] = kind.front_matter_schema.get("properties", {})
        return found
    common = common_front_matter()["properties"]
    return {key: common[key] for key in _ON_ANY_PAGE}


def _near_misses(key: str, known: list[str]) -> list[str]:
    if len(key) < 5:
        return []
    from difflib import get_close_matches

    return [name for name in get_close_matches(key, known, 1, 0.8) if abs(len(name) - len(key)) <= 2]
