"""Front matter can be read, and says what the kind asks for.

Owner, service and last verification are read by the site, by `find` and by other rules. A block that does not
parse loses them all, silently; a misspelt key loses one. Keys that other tools use are left alone: an unknown
key is reported only where it is a near miss of a known one.

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
from datetime import date
from difflib import get_close_matches
from typing import Any

from linter.model.finding import Problem
from linter.model.kind import Kind
from linter.model.page import Page
from linter.rules.rule import PageRule

_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), "text"),
    "integer": ((int,), "a whole number"),
    "number": ((int, float), "a number"),
    "boolean": ((bool,), "true or false"),
    "array": ((list,), "a list"),
    "object": ((dict,), "a mapping"),
}


class FrontMatterRule(PageRule):
    code = "M101"
    name = "front-matter"
    severity = "error"

    def check(self, page: Page) -> Iterator[Problem]:
        block = page.front_matter
        if block.error:
            yield self.finding(block.error_span, f"this front matter cannot be read, so all of it is lost: {block.error}")
            return
        if page.kind is None:
            return
        properties: Mapping[str, Any] = page.kind.front_matter_schema.get("properties", {})
        yield from self._missing(page, page.kind)
        for key, value in block.data.items():
            if key in properties:
                wrong = _wrong(value, properties[key])
                if wrong:
                    yield self.finding(block.values.get(key, block.span), f"`{key}` {wrong}", severity="info")
            elif len(key) > 4:
                near = get_close_matches(key, [name for name in properties if name not in block.data], 1, 0.8)
                if near:
                    message = f"`{key}` is no known key; did you mean `{near[0]}`?"
                    span = block.keys.get(key, block.span)
                    yield self.finding(span, message, subject=key, suggestions=near, severity="info")

    def _missing(self, page: Page, kind: Kind) -> Iterator[Problem]:
        required = kind.front_matter_required.get(page.profile, ())
        missing = [key for key in required if page.data.get(key) in (None, "", [])]
        if missing:
            where = page.front_matter.error_span
            listed = ", ".join(f"`{key}`" for key in missing)
            yield self.finding(where, f"the front matter lacks {listed}", severity="info")


def _wrong(value: Any, schema: Mapping[str, Any]) -> str:
    """What is wrong with a value in words, empty where nothing is; looks at type, enum, format, bounds and items."""
    expected = schema.get("type")
    if value is None or expected is None:
        return ""
    if schema.get("format") == "date":
        if isinstance(value, date):
            return ""
        try:
            date.fromisoformat(str(value))
        except ValueError:
            return f"must be a date such as 2026-11-30, not `{value}`"
        return ""
    names = expected if isinstance(expected, list) else [expected]
    allowed = tuple(kind for name in names for kind in _TYPES.get(name, ((object,), ""))[0])
    if not isinstance(value, allowed) or (isinstance(value, bool) and "boolean" not in names):
        return f"must be {' or '.join(_TYPES[name][1] for name in names if name in _TYPES)}, not `{value}`"
    choices = schema.get("enum")
    if choices and value not in choices:
        return f"must be one of {', '.join(map(str, choices))}, not `{value}`"
    least = schema.get("minimum")
    if least is not None and isinstance(value, (int, float)) and value < least:
        return f"must be at least {least}, not {value}"
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        return next((f"holds an item that {wrong}" for item in value if (wrong := _wrong(item, schema["items"]))), "")
    return ""
