"""What the readers of alert rules share: walking a file's nodes, and saying what is wrong and where."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from linter.model.alert_file import AlertRule, BrokenRule
from linter.model.span import Span
from linter.parsing.durations import duration_seconds
from linter.parsing.guarded_yaml import mapping_items

_NULL_TAG = "tag:yaml.org,2002:null"


class AlertReader(ABC):
    """Reads the alerting rules of one form, from the nodes of a YAML or JSON document."""

    def __init__(self) -> None:
        self.rules: list[AlertRule] = []
        self.broken: list[BrokenRule] = []

    @abstractmethod
    def claims(self, node: Any) -> bool:
        """True for a document of this form."""

    @abstractmethod
    def read(self, node: Any) -> None:
        """Add a document's rules, and what is wrong with them."""

    def keys(self, node: Any) -> dict[str, tuple[Any, Any]]:
        """The keys of a mapping, each with the node of its name and of its value."""
        keys: dict[str, tuple[Any, Any]] = {}
        for key, key_node, value in mapping_items(node):
            if key in keys:
                self.wrong(key_node, f"`{key}` is there twice")
            keys[key] = (key_node, value)
        return keys

    def texts(self, keys: dict[str, tuple[Any, Any]], name: str) -> tuple[dict[str, str], dict[str, Span]]:
        """The texts of a mapping and their places."""
        node: Any = keys[name][1] if name in keys else None
        if is_null(node):
            return {}, {}
        if node.id != "mapping":
            self.wrong(node, f"`{name}` must be a mapping of names to texts")
            return {}, {}
        values: dict[str, str] = {}
        spans: dict[str, Span] = {}
        value: Any
        for key, key_node, value in mapping_items(node):
            if value.id != "scalar":
                self.wrong(value, f"`{key}` must be a text")
                continue
            if key in values:
                self.wrong(key_node, f"`{key}` is there twice")
            values[key] = str(value.value)
            spans[f"{name}.{key}"] = span_of(value)
        return values, spans

    def duration(self, node: Any, key: str) -> None:
        """Say where a value is no duration."""
        if node.id != "scalar" or duration_seconds(str(node.value)) is None:
            self.wrong(node, f"`{key}` must be a duration such as 5m or 1h30m, not `{getattr(node, 'value', '')}`")

    def wrong(self, node: Any, message: str) -> None:
        """Say what is wrong with a node."""
        self.broken.append(BrokenRule(message, span_of(node)))


def text_of(entry: tuple[Any, Any] | None) -> str:
    """The text of a key's value; empty where there is none."""
    node = entry[1] if entry else None
    return str(node.value) if node is not None and node.id == "scalar" and node.tag != _NULL_TAG else ""


def span_of(node: Any) -> Span:
    """The place of a value, without the quotes around it; of a mapping or list, where it begins."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.id != "scalar":
        return Span(start, start)
    if node.style in ("'", '"'):
        return Span(start + 1, max(end - 1, start + 1))
    return Span(start, end)


def is_null(node: Any) -> bool:
    """True for no node and for YAML's null."""
    return node is None or node.tag == _NULL_TAG


def items_of(node: Any) -> Iterator[Any]:
    """The nodes in a list; none for anything else."""
    if node is not None and node.id == "sequence":
        yield from node.value
