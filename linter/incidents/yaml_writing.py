"""Plain values as YAML that people like to read: block style, quotes only where they are needed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import yaml

from linter.parsing.record_times import TIME_PATTERN

TextStyle = Literal["literal", "plain", "quoted"]
"""How texts are written: several lines as a `|-` block, on one line without quotes, or always in quotes."""
TEXT_STYLES: tuple[TextStyle, ...] = ("literal", "plain", "quoted")

_STEP = 2
_LONGEST_IN_LIST = 40
_TIME = re.compile(TIME_PATTERN)
# What needs no quotes for any reader of YAML 1.1 or 1.2; numbers, signs and words such as `yes` do.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ,.;!?/@+=()'’–—-]|:(?=[^\s,\[\]{}])){0,2000}(?<! )")
_NO_BREAK_IN_FLOW = re.compile(r"[,:?]")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def plain_value(value: Any) -> Any:
    """A value as a record holds it: times as RFC 3339 in UTC, tuples as lists. Raises TypeError for what it cannot."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain_value(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [plain_value(item) for item in value]
    raise TypeError(f"a record holds no {type(value).__name__}")


def inline(value: Any, style: TextStyle = "plain", *, in_flow: bool = False) -> str:
    """A value on one line; nothing for None, where `in_flow` is not set."""
    if value is None:
        return "null" if in_flow else ""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{inline(k, style, in_flow=True)}: {_inner(v, style)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inner(item, style) for item in value) + "]"
    if isinstance(value, str):
        return _text(value, style, in_flow)
    return json.dumps(value)


def block_entry(key: str, value: Any, indent: int, style: TextStyle = "plain") -> list[str]:
    """The lines of one key and its value in a block mapping."""
    pad = " " * indent
    name = f"{pad}{inline(key, style)}:"
    if takes_lines(value):
        return [name, *block_lines(value, indent + _STEP, style)]
    if style == "literal" and isinstance(value, str) and "\n" in value:
        return [f"{name} |-", *literal_lines(value, indent + _STEP)]
    return [f"{name} {inline(value, style)}".rstrip()]


def block_item(value: Any, indent: int, style: TextStyle = "plain", *, flow: bool = False) -> list[str]:
    """The lines of one item in a block sequence; on one line if `flow`."""
    pad = " " * indent
    if value and isinstance(value, dict) and not flow:
        first, *rest = block_lines(value, indent + _STEP, style)
        return [f"{pad}- {first.strip()}", *rest]
    return [f"{pad}- {inline(value, style, in_flow=flow)}".rstrip()]


def block_lines(value: dict[str, Any] | list[Any], indent: int, style: TextStyle = "plain") -> list[str]:
    """The lines of a mapping or sequence in block style."""
    if isinstance(value, dict):
        return [line for key, item in value.items() for line in block_entry(key, item, indent, style)]
    return [line for item in value for line in block_item(item, indent, style)]


def takes_lines(value: Any) -> bool:
    """True for what stands below its key: a mapping, a list of more than short texts."""
    if isinstance(value, list):
        return any(isinstance(item, (dict, list)) or len(str(item)) > _LONGEST_IN_LIST for item in value)
    return bool(value) and isinstance(value, dict)


def literal_lines(text: str, indent: int) -> list[str]:
    """The lines of a text below its `|-`."""
    return [f"{' ' * indent}{line}" if line else "" for line in text.split("\n")]


def _inner(value: Any, style: TextStyle) -> str:
    return inline(value, style, in_flow=True)


def _text(value: str, style: TextStyle, in_flow: bool) -> str:
    if style != "quoted":
        if _TIME.match(value) and value == value.strip():
            return value
        if _PLAIN.fullmatch(value) and not _is_other_type(value) and not (in_flow and _NO_BREAK_IN_FLOW.search(value)):
            return value
    return _UNPRINTABLE.sub(lambda found: f"\\U{ord(found[0]):08x}", json.dumps(value, ensure_ascii=False))


def _is_other_type(value: str) -> bool:
    """True for a word that YAML reads as something else than text: `yes`, `null`."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    return any(pattern.match(value) for _, pattern in [*resolvers.get(value[:1], ()), *resolvers.get(None, ())])
