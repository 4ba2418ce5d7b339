"""Whether a value of the front matter is what its schema asks for, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

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


def what_is_wrong(value: Any, schema: Mapping[str, Any]) -> str:
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
        wrong = next((wrong for item in value if (wrong := what_is_wrong(item, schema["items"]))), "")
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
