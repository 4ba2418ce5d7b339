"""The metadata block at the top of a page: YAML between `---`, TOML between `+++`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from linter.model.document import FrontMatter
from linter.model.span import Span
from linter.parsing.lines import Lines

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_KEY = re.compile(r"[\"']?[\w.-][\w .-]*+[\"']?[ \t]*+[:=](?:[ \t]|$)")
_TOML_KEY = re.compile(r"([A-Za-z0-9_-]+)[ \t]*=[ \t]*")


def read_front_matter(lines: Lines) -> tuple[FrontMatter, int]:
    """The front matter and how many lines it takes, fences included (0 where there is none)."""
    fence = lines.texts[0].rstrip()
    if fence in ("---", "+++"):
        closing = ("---", "...") if fence == "---" else ("+++",)
        for number in range(1, len(lines.texts)):
            if lines.texts[number].rstrip() in closing:
                if not any(_KEY.match(line) for line in lines.texts[1:number]):
                    # A page that opens with a rule across it, and has another further down.
                    break
                read = _read_yaml if fence == "---" else _read_toml
                return read(lines, number), number + 1
    start = lines.starts[0]
    return FrontMatter(Span(start, start), _NOTHING, {}, {}, None, Span(start, start)), 0


def _read_yaml(lines: Lines, closing: int) -> FrontMatter:
    # PyYAML's import is dear; a page without front matter does not pay for it.
    from linter.parsing.guarded_yaml import YamlError, compose_yaml, construct, mapping_items

    span = lines.span(0, closing + 1)
    first = Span(span.start, span.start + 3)

    def broken(message: str, line: int = 0, column: int = 0) -> FrontMatter:
        line = min(line, closing)
        start = lines.offset(line, min(column, len(lines.texts[line])))
        end = max(lines.starts[line] + len(lines.texts[line]), start)
        return FrontMatter(span, _NOTHING, {}, {}, message, Span(start, end))

    try:
        node = compose_yaml("\n".join(lines.texts[1:closing]))
        data = construct(node)
    except YamlError as error:
        return broken(error.message, error.line, error.column - 1)
    if data is None:
        return FrontMatter(span, _NOTHING, {}, {}, None, first)
    if not isinstance(data, dict):
        return broken("front matter must be a list of `key: value` lines", 1)
    keys: dict[str, Span] = {}
    values: dict[str, Span] = {}
    repeated: dict[str, Span] = {}
    for key, key_node, value_node in mapping_items(node):
        place = _node_span(lines, key_node)
        if key in keys:
            repeated[key] = place
        keys[key] = place
        values[key] = _node_span(lines, value_node)
    return FrontMatter(span, {str(key): value for key, value in data.items()}, keys, values, None, first, repeated)


def _node_span(lines: Lines, node: Any) -> Span:
    start, end = node.start_mark, node.end_mark
    last_line = min(end.line + 1, len(lines.texts) - 1)
    return Span(lines.offset(start.line + 1, start.column), lines.offset(last_line, end.column))


def _read_toml(lines: Lines, closing: int) -> FrontMatter:
    import tomllib

    span = lines.span(0, closing + 1)
    try:
        data = tomllib.loads("\n".join(lines.texts[1:closing]))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"line (\d+)", str(error))
        line = min(int(place[1]), closing) if place else 0
        return FrontMatter(span, _NOTHING, {}, {}, str(error), lines.span(line, line + 1))
    keys: dict[str, Span] = {}
    values: dict[str, Span] = {}
    for number in range(1, closing):
        if lines.texts[number].startswith("["):
            break
        found = _TOML_KEY.match(lines.texts[number])
        if found:
            start = lines.starts[number]
            keys[found[1]] = Span(start, start + found.end(1))
            values[found[1]] = Span(start + found.end(), start + len(lines.texts[number]))
    return FrontMatter(span, data, keys, values, None, Span(span.start, span.start + 3))
