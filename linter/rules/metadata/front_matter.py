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
from datetime import date
from typing import Any

from linter.kinds.load import common_front_matter
from linter.model.finding import Problem
from linter.model.kind import Kind
from linter.model.page import Page
from linter.rules.rule import PageRule

# What these keys mean does not depend on the kind of page.
_ON_ANY_PAGE = ("tags", "last_verified", "review_every")
# What is checked here; a schema that says more is left to jsonschema, whose import is dear.
_CHECKED = frozenset(
    {"type", "enum", "format", "minimum", "minLength", "items", "title", "description", "default", "examples"}
)
_LONGEST_SHOWN = 40

_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), "text"),
    "integer": ((int,), "a whole number"),
    "number": ((int, float), "a number"),
    "boolean": ((bool,), "true or false"),
    "array": ((list,), "a list"),
    "object": ((dict,), "a mapping"),
    "null": ((type(None),), "nothing"),
}


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
                wrong = _wrong(value, properties[key]) if value is not None else ""
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


def _wrong(value: Any, schema: Mapping[str, Any]) -> str:
    """What is wrong with a value in words; empty where nothing is."""
    if isinstance(value, date):
        value = value.isoformat()
    expected = schema.get("type")
    names = expected if isinstance(expected, list) else [expected] if expected else []
    allowed = tuple(kind for name in names for kind in _TYPES[name][0])
    if schema.get("format") == "date" and "string" in names and not _is_date(value):
        return f"must be a date such as 2026-11-30, not {_shown(value)}"
    if names and (not isinstance(value, allowed) or (isinstance(value, bool) and "boolean" not in names)):
        return f"must be {' or '.join(_TYPES[name][1] for name in names)}, not {_shown(value)}"
    choices = schema.get("enum")
    if choices and value not in choices:
        return f"must be one of {', '.join(map(str, choices))}, not {_shown(value)}"
    least = schema.get("minimum")
    if least is not None and isinstance(value, (int, float)) and value < least:
        return f"must be at least {least}, not {value}"
    if isinstance(value, str) and len(value.strip()) < schema.get("minLength", 0):
        return "is empty" if not value.strip() else f"must be longer than {_shown(value)}"
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        wrong = next((wrong for item in value if (wrong := _wrong(item, schema["items"]))), "")
        if wrong:
            return f"holds an item that {wrong}"
    return "" if _CHECKED.issuperset(schema) else _wrong_by_schema(value, schema)


def _wrong_by_schema(value: Any, schema: Mapping[str, Any]) -> str:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(schema).iter_errors(value))
    return f"does not fit its schema: {error.message}" if error else ""


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) >= 10 and bool(date.fromisoformat(value[:10]))
    except ValueError:
        return False


def _shown(value: object) -> str:
    text = str(value)
    return f"`{text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + '…'}`"
