"""Changes to a YAML text that leave every other byte as it was.

Comments, quotes, flow style, order of keys, odd indentation and line breaks are whoever's wrote them. So nothing is
dumped again: a change is a small edit at the place of a value, and it is taken only if the text read again has exactly
the values that were meant. Of several ways to write an edit the first that passes is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from linter.incidents.yaml_nodes import (
    Path,
    Place,
    descend,
    end_of,
    is_flow,
    last_scalar,
    plain_values,
    same_values,
    with_value_at,
)
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
from linter.parsing.alert_reader import is_null
from linter.parsing.guarded_yaml import YamlError, compose_documents, mapping_items

_COMMENT_OR_NOTHING = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?=[\r\n]|\Z)")
_HEADER_THAT_CLIPS = re.compile(r"[|>][0-9]?(?=[ \t]*(?:#[^\r\n]*)?[\r\n])")


class EditError(Exception):
    """A change that cannot be made. `offset` is the place in the text."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


class YamlText:
    """A text with one document, and its values: mappings, lists, texts, numbers; times are texts as they are written.

    It never changes: an edit gives another. `root` is the document's node; `is_ours` is for what an edit makes. Raises
    YamlError, or EditError where there is no document, or several.
    """

    def __init__(self, text: str, *, is_ours: bool = False) -> None:
        self.text = text
        self.root = _compose(text, is_ours)
        try:
            self.values = plain_values(self.root)
        except RecursionError:
            raise EditError("a value must not hold itself") from None

    def with_value(self, path: Path, value: Any) -> YamlText:
        """The text with the value at a path of keys; mappings on the way are made. Raises EditError."""
        value = plain_value(value)
        place, rest = descend(self.root, path)
        if not rest:
            return self._with_known(place, path, value)
        for key in reversed(rest[1:]):
            value = {str(key): value}
        wanted = with_value_at(self.values, [*path[: len(path) - len(rest)], rest[0]], value)
        start = int(place.node.start_mark.index)
        if is_null(place.node):
            return _first_that_holds(_replaced(self.text, place, {str(rest[0]): value}), wanted, start)
        if place.node.id != "mapping" or not isinstance(rest[0], str):
            raise EditError(f"`{_named(path, rest)}` must be a mapping of keys to values", start)
        return _first_that_holds(_with_entry(self.text, place, rest[0], value), wanted, start)

    def with_items(self, path: Path, values: Sequence[Any]) -> YamlText:
        """The text with more items at the end of a list, which is made where there is none. Raises EditError."""
        items = plain_value(values)
        place, rest = descend(self.root, path)
        if rest or is_null(place.node):
            return self.with_value(path, items)
        start = int(place.node.start_mark.index)
        if place.node.id != "sequence":
            raise EditError(f"`{_named(path, ())}` must be a list", start)
        if not items:
            return self
        wanted = with_value_at(self.values, path, [*plain_values(place.node), *items])
        return _first_that_holds(_with_items(self.text, place, items), wanted, start)

    def _with_known(self, place: Place, path: Path, value: Any) -> YamlText:
        """The text with another value where there is one already."""
        known = plain_values(place.node)
        if same_values(known, value):
            return self
        start = int(place.node.start_mark.index)
        wanted = with_value_at(self.values, path, value)
        if place.node.id == "mapping" and isinstance(value, dict) and known.keys() <= value.keys():
            changes = {k: v for k, v in value.items() if k not in known or not same_values(known[k], v)}
            with suppress(EditError):
                return _first_that_holds(_with_entries(self.text, place.node, changes), wanted, start)
            changed = self
            for key, item in changes.items():
                changed = changed.with_value((*path, key), item)
            return changed
        return _first_that_holds(_replaced(self.text, place, value), wanted, start)


def render(values: dict[str, Any]) -> str:
    """A text with these values. Raises EditError where they cannot be written."""
    wanted = plain_value(values)
    texts = ("".join(f"{line}\n" for line in block_lines(wanted, 0, style)) for style in TEXT_STYLES)
    return _first_that_holds(texts, wanted, 0).text


def _replaced(text: str, place: Place, value: Any) -> Iterator[str]:
    """The text with a value in place of a node."""
    start, end = place.node.start_mark.index, end_of(place.node)
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


def _with_entry(text: str, place: Place, key: str, value: Any) -> Iterator[str]:
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


def _with_entries(text: str, node: Any, changes: dict[str, Any]) -> Iterator[str]:
    """The text with several values of a block mapping changed at once, where each stands on a line of its own."""
    edits: list[tuple[int, int, str]] = []
    known: dict[str, Any] = {key: value for key, _, value in mapping_items(node) if key in changes}
    for key, value in known.items():
        start, end = value.start_mark.index, end_of(value)
        if value.id != "scalar" or "\n" in text[start:end] or isinstance(changes[key], (dict, list)):
            return
        edits.append((start, end, (" " if text[start - 1 : start] == ":" else "") + inline(changes[key])))
    if node.flow_style:
        return
    column = node.value[0][0].start_mark.column
    lines = [line for key in changes if key not in known for line in block_entry(key, changes[key], column, "literal")]
    for changed in _after(text, node, lines) if lines else (text,):
        # From the last to the first: what comes before a change stays where it was.
        for start, end, written in sorted(edits, reverse=True):
            changed = changed[:start] + written + changed[end:]
        yield changed


def _with_items(text: str, place: Place, items: list[Any]) -> Iterator[str]:
    """The text with further items at the end of a list."""
    node = place.node
    if not node.value and not place.in_flow:
        yield from _replaced(text, place, items)
    if node.flow_style:
        for style in TEXT_STYLES[1:]:
            yield from _in_flow(text, node, inline(items, style, in_flow=True)[1:-1])
        return
    last = node.value[-1]
    dash = text.rfind("-", 0, last.start_mark.index)
    for column in (node.start_mark.column, dash - _line_start(text, dash)):
        for style in TEXT_STYLES:
            lines = [line for item in items for line in block_item(item, column, style, flow=is_flow(last))]
            yield from _after(text, node, lines)


def _in_flow(text: str, node: Any, written: str) -> Iterator[str]:
    """The text with something more in `{…}` or `[…]`."""
    closing = node.end_mark.index - 1
    if not node.value:
        yield text[:closing] + written + text[closing:]
        return
    last = end_of(node.value[-1][1] if node.id == "mapping" else node.value[-1])
    yield f"{text[:last]}, {written}{text[last:]}"
    yield f"{text[:closing].rstrip()}, {written}{text[closing:]}"
    yield f"{text[:closing].rstrip()} {written}{text[closing:]}"
    yield f"{text[:closing]}, {written}{text[closing:]}"
    yield f"{text[:closing]}{written}{text[closing:]}"


def _after(text: str, node: Any, lines: list[str]) -> Iterator[str]:
    """The text with lines below the last of a block collection, and below the comment beside it."""
    end = end_of(node)
    # The empty lines after a block of text belong to it; to a reader they part it from what follows.
    for at in dict.fromkeys((len(text[:end].rstrip()), end)):
        yield from _below_line(text, at, lines)
    # A block of text that ends the file has no line break at its end; when one follows, it must say so.
    last = last_scalar(node).start_mark.index
    if _HEADER_THAT_CLIPS.match(text, last):
        marked = text[: last + 1] + "-" + text[last + 1 :]
        yield from _below_line(marked, len(marked), lines)


def _below_line(text: str, at: int, lines: list[str]) -> Iterator[str]:
    """The text with lines below the one that a place is in."""
    if text[at - 1 : at] not in ("\r", "\n"):
        comment = _COMMENT_OR_NOTHING.match(text, at)
        at = comment.end() if comment else at
        at += len("\r\n" if text.startswith("\r\n", at) else text[at : at + 1])
    breaks = _line_break(text)
    if at < len(text) or text[-1:] in ("\r", "\n"):
        yield text[:at] + breaks.join([*lines, ""]) + text[at:]
    else:
        yield text + breaks + breaks.join(lines)


def _first_that_holds(texts: Iterator[str], wanted: Any, offset: int) -> YamlText:
    """The first of these texts that has the wanted values. Raises EditError where none has."""
    for text in texts:
        try:
            candidate = YamlText(text, is_ours=True)
        except (YamlError, EditError):
            continue
        if same_values(candidate.values, wanted):
            return candidate
    raise EditError("this cannot be changed without changing what lies around it: write it out in block style", offset)


def _compose(text: str, is_ours: bool) -> Any:
    documents = compose_documents(text, is_ours=is_ours)
    if len(documents) != 1:
        second = documents[1].start_mark.index if documents else 0
        raise EditError("a file holds one record" if documents else "the record is empty", second)
    return documents[0]


def _line_break(text: str) -> str:
    found = re.search(r"\r\n|\n|\r", text)
    return found[0] if found else "\n"


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _named(path: Path, rest: Sequence[str | int]) -> str:
    return ".".join(str(key) for key in path[: len(path) - len(rest)]) or "the record"
