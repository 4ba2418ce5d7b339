"""Changes to a YAML text that leave every other byte as it was.

Comments, quotes, flow style, order of keys, odd indentation and line breaks are whoever's wrote them. So nothing is
dumped again: a change is a small edit at the place of a value, and it is taken only if the text read again has exactly
the values that were meant. Of several ways to write an edit the first that passes is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from linter.incidents.yaml_writing import (
    TEXT_STYLES,
    TextStyle,
    block_entry,
    block_item,
    block_lines,
    inline,
    literal_lines,
    plain_value,
    takes_lines,
)
from linter.parsing.guarded_yaml import YamlError, compose_documents, mapping_items
from linter.parsing.record_reader import is_no_text

Path = Sequence[str | int]

_COMMENT_OR_NOTHING = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?=[\r\n]|\Z)")
_HEADER_THAT_CLIPS = re.compile(r"[|>][0-9]?(?=[ \t]*(?:#[^\r\n]*)?[\r\n])")


class EditError(Exception):
    """A change that cannot be made. `offset` is the place in the text."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


class _Place(NamedTuple):
    """A node, and what it lies in: `indent` is the column of the block around it, -1 outside of any."""

    node: Any
    indent: int = -1
    in_flow: bool = False
    in_mapping: bool = False


def read_values(text: str) -> Any:
    """The values of a text with one document: mappings, lists, texts, numbers. Times are texts, as they are written.

    Raises YamlError, or EditError where it holds no document or several.
    """
    return _plain(_compose(text))


def render(values: dict[str, Any]) -> str:
    """A text with these values. Raises EditError where they cannot be written."""
    wanted = plain_value(values)
    texts = ("".join(f"{line}\n" for line in block_lines(wanted, 0, style)) for style in TEXT_STYLES)
    return _first_that_holds(texts, wanted, 0)


def set_value(text: str, path: Path, value: Any) -> str:
    """The text with the value at a path of keys; mappings on the way are made. Raises YamlError and EditError."""
    value = plain_value(value)
    root = _compose(text)
    place, rest = _descend(root, path)
    if not rest and _same(_plain(place.node), value):
        return text
    if not rest and place.node.id == "mapping" and isinstance(value, dict) and set(_plain(place.node)) <= set(value):
        for key, item in value.items():
            text = set_value(text, (*path, key), item)
        return text
    for key in reversed(rest[1:]):
        value = {str(key): value}
    start = int(place.node.start_mark.index)
    if not rest:
        wanted = _with(_plain(root), path, value)
        return _first_that_holds(_replaced(text, place, value), wanted, start)
    wanted = _with(_plain(root), [*path[: len(path) - len(rest)], rest[0]], value)
    if _is_null(place.node):
        return _first_that_holds(_replaced(text, place, {str(rest[0]): value}), wanted, start)
    if place.node.id != "mapping" or not isinstance(rest[0], str):
        raise EditError(f"`{_named(path, rest)}` must be a mapping of keys to values", start)
    return _first_that_holds(_with_entry(text, place, rest[0], value), wanted, start)


def append_value(text: str, path: Path, value: Any) -> str:
    """The text with one more item at the end of the list at a path; a list is made where there is none.

    Raises YamlError and EditError.
    """
    value = plain_value(value)
    root = _compose(text)
    place, rest = _descend(root, path)
    if rest or _is_null(place.node):
        return set_value(text, path, [value])
    start = int(place.node.start_mark.index)
    if place.node.id != "sequence":
        raise EditError(f"`{_named(path, ())}` must be a list", start)
    wanted = _with(_plain(root), path, [*_plain(place.node), value])
    return _first_that_holds(_with_item(text, place, value), wanted, start)


def _replaced(text: str, place: _Place, value: Any) -> Iterator[str]:
    """The text with a value in place of a node."""
    start, end = place.node.start_mark.index, _end(place.node)
    old = text[start:end]
    tail = old[len(old.rstrip()) :] if place.node.id == "scalar" and place.node.style in ("|", ">") else ""
    before, after = text[:start].rstrip(), tail + text[end:]
    if place.in_mapping and not place.in_flow and not old.rstrip().count("\n"):
        comment = _COMMENT_OR_NOTHING.match(text, end)
        for style in TEXT_STYLES if comment else ():
            lines = _below(value, place.indent + 2, style)
            if lines and comment:
                head, *rest = lines
                line = text[:start].rstrip(" ") + head + comment[0] + _line_break(text)
                yield line + _line_break(text).join(rest) + text[comment.end() :]
    for style in TEXT_STYLES[1:]:
        written = inline(value, style, in_flow=place.in_flow or place.node.id != "scalar")
        if before.endswith(":") and "\n" in text[len(before) : start]:
            yield f"{before} {written}" + after
        yield text[:start] + (" " if text[start - 1 : start] in (":", "-") else "") + written + after


def _below(value: Any, indent: int, style: TextStyle) -> list[str]:
    """What follows a key on its own line, and the lines below it; nothing for what fits on the line."""
    if takes_lines(value):
        return ["", *block_lines(value, indent, style)]
    if style == "literal" and isinstance(value, str) and "\n" in value:
        return [" |-", *literal_lines(value, indent)]
    return []


def _with_entry(text: str, place: _Place, key: str, value: Any) -> Iterator[str]:
    """The text with a further key in a mapping: at its end, before its last key where that cannot be."""
    node = place.node
    if node.flow_style:
        for style in TEXT_STYLES[1:]:
            yield from _in_flow(text, node, inline({key: value}, style)[1:-1])
        return
    column = node.value[0][0].start_mark.column
    last_key = node.value[-1][0].start_mark
    for style in TEXT_STYLES:
        lines = block_entry(key, value, column, style)
        yield from _after(text, node, lines)
        at = last_key.index - last_key.column
        yield text[:at] + _line_break(text).join([*lines, ""]) + text[at:]


def _with_item(text: str, place: _Place, value: Any) -> Iterator[str]:
    """The text with a further item at the end of a list."""
    node = place.node
    if not node.value and not place.in_flow:
        yield from _replaced(text, place, [value])
    if node.flow_style:
        for style in TEXT_STYLES[1:]:
            yield from _in_flow(text, node, inline(value, style, in_flow=True))
        return
    last = node.value[-1]
    dash = text.rfind("-", 0, last.start_mark.index)
    for column in (node.start_mark.column, dash - _line_start(text, dash)):
        for style in TEXT_STYLES:
            yield from _after(text, node, block_item(value, column, style, flow=_is_flow(last)))


def _in_flow(text: str, node: Any, written: str) -> Iterator[str]:
    """The text with something more in `{…}` or `[…]`."""
    closing = node.end_mark.index - 1
    if not node.value:
        yield text[:closing] + written + text[closing:]
        return
    last = _end(node.value[-1][1] if node.id == "mapping" else node.value[-1])
    yield f"{text[:last]}, {written}{text[last:]}"
    yield f"{text[:closing].rstrip()}, {written}{text[closing:]}"
    yield f"{text[:closing].rstrip()} {written}{text[closing:]}"
    yield f"{text[:closing]}, {written}{text[closing:]}"
    yield f"{text[:closing]}{written}{text[closing:]}"


def _after(text: str, node: Any, lines: list[str]) -> Iterator[str]:
    """The text with lines below the last of a block collection, and below the comment beside it."""
    end = _end(node)
    if text[end - 1 : end] not in ("\r", "\n"):
        comment = _COMMENT_OR_NOTHING.match(text, end)
        end = comment.end() if comment else end
        end += len("\r\n" if text.startswith("\r\n", end) else text[end : end + 1])
    breaks = _line_break(text)
    if end < len(text) or text[-1:] in ("\r", "\n"):
        yield text[:end] + breaks.join([*lines, ""]) + text[end:]
        return
    added = breaks + breaks.join(lines)
    yield text + added
    # A block of text that ends the file has no line break at its end; now that one follows, it must say so.
    last = _last_scalar(node).start_mark.index
    if _HEADER_THAT_CLIPS.match(text, last):
        yield text[: last + 1] + "-" + text[last + 1 :] + added


def _first_that_holds(texts: Iterator[str], wanted: Any, offset: int) -> str:
    """The first of these texts that has the wanted values. Raises EditError where none has."""
    for text in texts:
        try:
            if _same(read_values(text), wanted):
                return text
        except (YamlError, EditError):
            continue
    raise EditError("this cannot be changed without changing what lies around it: write it out in block style", offset)


def _compose(text: str) -> Any:
    documents = compose_documents(text)
    if len(documents) != 1:
        second = documents[1].start_mark.index if documents else 0
        raise EditError("a file holds one record" if documents else "the record is empty", second)
    try:
        _plain(documents[0])
    except RecursionError:
        raise EditError("a value must not hold itself") from None
    return documents[0]


def _descend(root: Any, path: Path) -> tuple[_Place, list[str | int]]:
    """The node at a path, or the last one on the way there with the keys that are left."""
    place = _Place(root)
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
        place = _Place(child, first.start_mark.column, flow, node.id == "mapping")
    return place, []


def _with(values: Any, path: Path, value: Any) -> Any:
    """Values with another at a path of which all but the last key are there."""
    if not path:
        return value
    key, *rest = path
    if isinstance(values, list) and isinstance(key, int):
        return [_with(item, rest, value) if number == key else item for number, item in enumerate(values)]
    known = values if isinstance(values, dict) else {}
    return {**known, key: _with(known.get(str(key)), rest, value)}


def _plain(node: Any) -> Any:
    if node.id == "mapping":
        return {_key(key): _plain(value) for key, value in node.value}
    if node.id == "sequence":
        return [_plain(item) for item in node.value]
    return _scalar(node)


def _key(node: Any) -> str:
    return str(node.value) if node.id == "scalar" else str(_plain(node))


def _scalar(node: Any) -> Any:
    value = str(node.value)
    if _is_null(node):
        return None
    if not is_no_text(node):
        return value
    if node.tag.endswith(":bool"):
        return value.lower() == "true"
    try:
        return int(value, 0) if node.tag.endswith(":int") else float(value)
    except ValueError:
        return value


def _is_null(node: Any) -> bool:
    return bool(node.tag == "tag:yaml.org,2002:null")


def _same(first: Any, second: Any) -> bool:
    """True for equal values of equal types: to Python, True is 1 is 1.0."""
    if type(first) is not type(second):
        return False
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(_same(first[key], second[key]) for key in first)
    if isinstance(first, list):
        return len(first) == len(second) and all(map(_same, first, second))
    return repr(first) == repr(second)


def _end(node: Any) -> int:
    """Where a node ends: the mark of a block collection stands behind the comments that follow it."""
    if node.id == "scalar" or _is_flow(node):
        return int(node.end_mark.index)
    return int(_last_scalar(node).end_mark.index)


def _last_scalar(node: Any) -> Any:
    while node.id != "scalar" and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _is_flow(node: Any) -> bool:
    return node.id != "scalar" and bool(node.flow_style)


def _line_break(text: str) -> str:
    found = re.search(r"\r\n|\n|\r", text)
    return found[0] if found else "\n"


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _named(path: Path, rest: Sequence[str | int]) -> str:
    return ".".join(str(key) for key in path[: len(path) - len(rest)]) or "the record"
