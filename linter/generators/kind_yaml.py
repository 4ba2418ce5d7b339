"""The schema file of a kind that was made: laid out as those that ship, for people to edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

_MODELINE = "# yaml-language-server: $schema=document-kind.schema.json\n"


def as_yaml(schema: Mapping[str, Any]) -> str:
    """The text of the file: one key to a line; a list of plain values, or a small demand, on one."""
    made = {**schema, "sections": [_laid_out(section) for section in schema["sections"]]}
    if "front_matter" in schema:
        made["front_matter"] = {name: _laid_out(value) for name, value in schema["front_matter"].items()}
    return _MODELINE + yaml.dump(made, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _OneLine(dict[str, Any]):
    """A mapping that is written on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes a list of plain values on one line, and indents the others."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _list(dumper: _Dumper, values: Iterable[Any]) -> yaml.Node:
    is_plain = not any(isinstance(value, (dict, list)) for value in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=is_plain)


def _one_line(dumper: _Dumper, values: Mapping[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", values, flow_style=True)


_Dumper.add_representer(list, _list)
_Dumper.add_representer(_OneLine, _one_line)


def _laid_out(values: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping, and those in it that hold plain values only each on one line."""
    return {
        key: _OneLine(value)
        if isinstance(value, dict) and not any(isinstance(inner, (dict, list)) for inner in value.values())
        else value
        for key, value in values.items()
    }
