"""The nodes of a YAML document: where a value stands, what it holds, where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from linter.parsing.alert_reader import is_null
from linter.parsing.guarded_yaml import mapping_items
from linter.parsing.record_reader import is_no_text

Path = Sequence[str | int]
"""Keys on the way to a value."""


class Place(NamedTuple):
    """A node, and what it lies in: `indent` is the column of the block around it, -1 outside of any."""

    node: Any
    indent: int = -1
    in_flow: bool = False
    in_mapping: bool = False


def descend(root: Any, path: Path) -> tuple[Place, list[str | int]]:
    """The node at a path, or the last one on the way there with the keys that are left."""
    place = Place(root)
    for number, key in enumerate(path):
        node = place.node
        child = None
        if node.id == "mapping":
            child = next((value for name, _, value in mapping_items(node) if name == key), None)
        elif node.id == "sequence" and isinstance(key, int) and 0 <= key < len(node.value):
            child = node.value[key]
        if child is None:
            return place, list(path[number:])
        flow = place.in_flow or bool(node.flow_style)
        first = node.value[0][0] if node.id == "mapping" else node
        place = Place(child, first.start_mark.column, flow, node.id == "mapping")
    return place, []


def with_value_at(values: Any, path: Path, value: Any) -> Any:
    """Values with another at a path of which all but the last key are there."""
    if not path:
        return value
    key, *rest = path
    if isinstance(values, list) and isinstance(key, int):
        return [with_value_at(item, rest, value) if number == key else item for number, item in enumerate(values)]
    known = values if isinstance(values, dict) else {}
    return {**known, key: with_value_at(known.get(str(key)), rest, value)}


def plain_values(node: Any) -> Any:
    """The values of a node: mappings, lists, texts, numbers; times are texts. Raises RecursionError."""
    if node.id == "mapping":
        return {_key(key): plain_values(value) for key, value in node.value}
    if node.id == "sequence":
        return [plain_values(item) for item in node.value]
    return _scalar(node)


def _key(node: Any) -> str:
    return str(node.value) if node.id == "scalar" else str(plain_values(node))


def _scalar(node: Any) -> Any:
    value = str(node.value)
    if is_null(node):
        return None
    if not is_no_text(node):
        return value
    if node.tag.endswith(":bool"):
        return value.lower() == "true"
    try:
        return int(value, 0) if node.tag.endswith(":int") else float(value)
    except ValueError:
        return value


def same_values(first: Any, second: Any) -> bool:
    """True for equal values of equal types: to Python, True is 1 is 1.0."""
    if type(first) is not type(second):
        return False
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(same_values(first[key], second[key]) for key in first)
    if isinstance(first, list):
        return len(first) == len(second) and all(map(same_values, first, second))
    return repr(first) == repr(second)


def end_of(node: Any) -> int:
    """Where a node ends: the mark of a block collection stands behind the comments that follow it."""
    if node.id == "scalar" or is_flow(node):
        return int(node.end_mark.index)
    return int(last_scalar(node).end_mark.index)


def last_scalar(node: Any) -> Any:
    """The last value within a block collection that is none itself."""
    while node.id != "scalar" and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def is_flow(node: Any) -> bool:
    """True for `{…}` and `[…]`."""
    return node.id != "scalar" and bool(node.flow_style)
