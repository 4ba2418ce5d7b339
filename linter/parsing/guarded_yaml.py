"""YAML from anywhere, read so that no input can crash or exhaust the process.

libyaml composes recursively and dies on 100,000 nested brackets, and aliases can expand a few lines to
gigabytes. So depth, size and expansion are checked on the event stream first, which is iterative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from yaml import SafeLoader as _SafeLoader
else:
    # PyYAML may be built without libyaml.
    _SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_BYTES = 1_000_000
MAX_DEPTH = 100
MAX_NODES = 200_000


class YamlError(Exception):
    """The text is not usable YAML. `line` and `column` count from 1 within the text given."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column

    def offset_in(self, text: str) -> int:
        """The offset of the error's place in its text."""
        starts = [0, *(found.end() for found in re.finditer("\n", text))]
        return min(starts[min(self.line, len(starts)) - 1] + self.column - 1, len(text))


class _LenientLoader(_SafeLoader):
    """A safe loader that reads an unknown tag as its plain text and runs nothing.

    mkdocs.yml carries `!!python/name:…` and `!ENV`; what they name is of interest, not what they do.
    """


def _plain(loader: Any, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value) or suffix
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return {"!": suffix, **loader.construct_mapping(node, deep=True)}


_LenientLoader.add_multi_constructor("!", _plain)
_LenientLoader.add_multi_constructor("tag:yaml.org,2002:python/", _plain)


def compose_yaml(text: str) -> yaml.Node | None:
    """The node graph of the first document, None for an empty one.

    Raises YamlError for broken, too deep (over 100 levels), too large (over 1 MB) or explosive YAML.
    """
    _guard(text)
    try:
        return yaml.compose(text, Loader=_SafeLoader)
    except yaml.YAMLError as error:
        raise _of(error) from None


def compose_documents(text: str, *, is_ours: bool = False) -> list[yaml.Node]:
    """The node graphs of all documents that hold anything. Raises YamlError as `compose_yaml`.

    `is_ours` says that we have made the text out of one that was guarded: then only its size is looked at.
    """
    if is_ours:
        _guard_size(text)
    else:
        _guard(text)
    try:
        return [node for node in yaml.compose_all(text, Loader=_SafeLoader) if node is not None]
    except yaml.YAMLError as error:
        raise _of(error) from None


def construct(node: yaml.Node | None, *, lenient: bool = False) -> Any:
    """The plain values of a node from `compose_yaml`. Raises YamlError."""
    if node is None:
        return None
    loader = (_LenientLoader if lenient else _SafeLoader)("")
    try:
        return loader.construct_document(node)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise _of(error, node) from None
    finally:
        loader.dispose()


def load_yaml(text: str, *, lenient: bool = False) -> Any:
    """The plain values of a YAML text. Raises YamlError."""
    return construct(compose_yaml(text), lenient=lenient)


def mapping_items(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """(key, key node, value node) of a mapping node with scalar keys; nothing for any other node."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield str(key.value), key, value


def _guard_size(text: str) -> None:
    if len(text) > MAX_BYTES:
        raise YamlError(f"YAML larger than {MAX_BYTES // 1_000_000} MB")


def _guard(text: str) -> None:
    _guard_size(text)
    depth = nodes = 0
    sizes: dict[str, int] = {}
    opened: list[tuple[str | None, int]] = []
    try:
        parser: Any = _SafeLoader(text)
        while parser.check_event():
            event = parser.get_event()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                nodes += 1
                opened.append((event.anchor, nodes))
                if depth > MAX_DEPTH:
                    raise _worded(f"YAML nested deeper than {MAX_DEPTH} levels", event.start_mark)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                anchor, before = opened.pop()
                if anchor:
                    sizes[anchor] = nodes - before
            elif isinstance(event, yaml.AliasEvent):
                nodes += sizes.get(event.anchor or "", 1)
            elif isinstance(event, yaml.ScalarEvent):
                nodes += 1
            if nodes > MAX_NODES:
                raise YamlError(f"YAML expands to more than {MAX_NODES} values")
    except yaml.YAMLError as error:
        raise _of(error) from None


def _of(error: Exception, node: yaml.Node | None = None) -> YamlError:
    mark = getattr(error, "problem_mark", None) or (node.start_mark if node else None)
    return _worded(str(getattr(error, "problem", None) or error).splitlines()[0], mark)


def _worded(message: str, mark: Any) -> YamlError:
    return YamlError(message, mark.line + 1, mark.column + 1) if mark else YamlError(message)
