"""What reading a record is made of: typed values from YAML nodes, each with its place, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from linter.model.incident import BrokenPart
from linter.model.span import Span
from linter.parsing.alert_reader import is_null, span_of
from linter.parsing.guarded_yaml import mapping_items
from linter.parsing.record_times import read_time

_OWN_KEY = "x-"
# YAML 1.1 reads `yes`, `12:30` and `1_000` as something else than text; to YAML 1.2, and to people, they are text.
_NO_TEXT = re.compile(r"true|false|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|0x[0-9a-f]+|0o[0-7]+", re.IGNORECASE)
_NO_TEXT_TAGS = frozenset({f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float")})
_LONGEST_SHOWN = 40


class RecordReader:
    """Reads values, and notes where they are (`spans`, by dotted key) and what is wrong (`broken`)."""

    def __init__(self) -> None:
        self.broken: list[BrokenPart] = []
        self.spans: dict[str, Span] = {}

    def wrong(self, node: Any, message: str) -> None:
        """Say what is wrong with a node."""
        self.broken.append(BrokenPart(message, span_of(node)))

    def mapping(
        self, node: Any, key: str, known: Collection[str] | None, required: Sequence[str] = ()
    ) -> dict[str, Any]:
        """The nodes of a mapping's known keys that hold anything; any key will do where `known` is None."""
        if is_null(node) and not required:
            return {}
        if node.id != "mapping":
            self.wrong(node, f"{_named(key)} must be a mapping of keys to values")
            return {}
        self.spans.setdefault(key, span_of(node))
        seen: dict[str, Any] = {}
        found: dict[str, Any] = {}
        for name, key_node, value in mapping_items(node):
            if name in seen:
                self.wrong(key_node, f"`{_short(name)}` is there twice")
            seen[name] = key_node
            if name.startswith(_OWN_KEY):
                continue
            if known is not None and name not in known:
                self.wrong(key_node, f"unknown key `{_short(name)}`{_within(key)}{_nearest(name, known)}")
            elif not is_null(value):
                found[name] = value
        for name in required:
            if name in seen and name not in found:
                self.wrong(seen[name], f"`{name}` is empty")
            elif name not in seen:
                self.wrong(node, f"{_named(key)} has no `{name}`")
        return found

    def items(self, node: Any, key: str) -> Iterator[tuple[str, Any]]:
        """The items of a list, each with its key."""
        if is_null(node):
            return
        if node.id != "sequence":
            self.wrong(node, f"`{_last(key)}` must be a list")
            return
        self.spans[key] = span_of(node)
        for number, item in enumerate(node.value):
            yield f"{key}.{number}", item

    def text(self, node: Any, key: str, *, filled: bool = False) -> str:
        """A text, empty where there is none; `filled` says that blanks will not do."""
        if node is None:
            return ""
        if node.id != "scalar" or is_null(node):
            self.wrong(node, f"`{_last(key)}` must be a text")
            return ""
        value = str(node.value)
        if is_no_text(node):
            self.wrong(node, f"`{_last(key)}` must be a text: put `{_short(value)}` in quotes")
            return ""
        if filled and not value.strip():
            self.wrong(node, f"`{_last(key)}` is empty")
        self.spans[key] = span_of(node)
        return value

    def texts(self, node: Any, key: str) -> tuple[str, ...]:
        """The texts of a list."""
        return tuple(self.text(item, at, filled=True) for at, item in self.items(node, key))

    def one_of(self, node: Any, key: str, known: Sequence[str]) -> str:
        """One of some words, in lower case; its first letter may be a capital."""
        before = len(self.broken)
        value = self.text(node, key)
        if node is None or len(self.broken) > before:
            return ""
        word = value[:1].lower() + value[1:]
        if word not in known:
            near = get_close_matches(value.casefold(), known, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"it is one of {', '.join(known)}"
            self.wrong(node, f"`{_short(value)}` is no `{_last(key)}`: {hint}")
            return ""
        return word

    def time(self, node: Any, key: str) -> datetime | None:
        """A time in UTC; None where there is none."""
        if node is None:
            return None
        value = str(node.value) if node.id == "scalar" else ""
        self.spans[key] = span_of(node)
        time = read_time(value)
        if time is None:
            written = f", not `{_short(value)}`" if value else ""
            self.wrong(node, f"`{_last(key)}` must be a time with its zone, such as 2026-10-20T06:00:00Z{written}")
        return time

    def count(self, node: Any, key: str) -> int:
        """A whole number that is not negative; 0 where there is none."""
        if node is None:
            return 0
        value = str(node.value) if node.id == "scalar" else ""
        if node.tag != "tag:yaml.org,2002:int" or not re.fullmatch(r"\d{1,9}", value):
            self.wrong(node, f"`{_last(key)}` must be a whole number")
            return 0
        self.spans[key] = span_of(node)
        return int(value)


def is_no_text(node: Any) -> bool:
    """True for a scalar that is a number, true or false, not to YAML 1.1 alone."""
    return node.tag in _NO_TEXT_TAGS and bool(_NO_TEXT.fullmatch(str(node.value)))


def _named(key: str) -> str:
    """How a message calls the mapping at a key."""
    parts = key.split(".")
    if parts[-1].isdigit() and len(parts) > 1:
        return f"item {int(parts[-1]) + 1} of `{parts[-2]}`"
    return f"`{key}`" if key else "the record"


def _within(key: str) -> str:
    return f" in {_named(key)}" if key else ""


def _last(key: str) -> str:
    """The part of a key that says something: a list's own name stands for that of its items."""
    return next(part for part in reversed(key.split(".")) if not part.isdigit())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _nearest(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name[:_LONGEST_SHOWN].casefold(), known, 1)
    return f"; did you mean `{near[0]}`?" if near else f"; known are {', '.join(known)}, and keys that begin with `x-`"
