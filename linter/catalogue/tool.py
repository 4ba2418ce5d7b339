"""A command-line tool: its subcommands and options, in each version that was looked at.

A tool's file is JSON (`schemas/tool.schema.json`). An option's entry is "" for a switch, "=" for one that takes a
value and "?" where that is not known; "@0,2" after it says in which of `versions` there is such an option, all where
it does not say. A *closed* tool is known completely: what its file lacks does not exist in those versions.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from linter.model.tools import Tools

STYLES = ("pflag", "getopt", "single", "kingpin")
"""How options are written: as Go's pflag and GNU's getopt read them, long ones with a single dash, or as kingpin."""


class ToolError(Exception):
    """A tool's file cannot be used. The text is one line."""


class Node:
    """The tool itself, or one of its subcommands."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    @property
    def options(self) -> Mapping[str, str]:
        """Name with dashes → how it takes a value."""
        found: Mapping[str, str] = self._data.get("options", {})
        return found

    @property
    def commands(self) -> Mapping[str, Any]:
        """The names of subcommands, aliases among them."""
        found: Mapping[str, Any] = self._data.get("commands", {})
        return found

    @property
    def open(self) -> bool:
        """True where not all options and subcommands are known."""
        return bool(self._data.get("open", False))

    @property
    def stops(self) -> int:
        """With how many operands the rest becomes another program's words (`docker run IMAGE …`); 0 for never."""
        return int(self._data.get("stops", 0))

    @property
    def versions(self) -> Sequence[int] | None:
        """The places in the tool's `versions` that have this subcommand; None for all."""
        found: Sequence[int] | None = self._data.get("in")
        return found

    def command(self, name: str) -> Node | None:
        """The subcommand of this name."""
        data = self.commands.get(name)
        if isinstance(data, str):
            data = self.commands.get(data)
        return None if data is None else Node(data)

    def canonical(self, name: str) -> str:
        """The name of the subcommand that `name` is, or is an alias of."""
        data = self.commands.get(name)
        return data if isinstance(data, str) else name


class Tool(NamedTuple):
    """What is known of one tool. `taken` is the day on which its versions were looked at (ISO)."""

    name: str
    style: str
    closed: bool
    plugins: bool
    aliases: tuple[str, ...]
    siblings: tuple[str, ...]
    versions: tuple[str, ...]
    source: str
    taken: str
    root: Node

    def versions_of(self, entry: str) -> tuple[str, ...]:
        """The versions that an option's entry names."""
        _, _, listed = entry.partition("@")
        return tuple(self.versions[int(at)] for at in listed.split(",")) if listed else self.versions


def shipped_tool(name: str) -> Tool | None:
    """The tool that the linter ships knowledge of, by its name or alias."""
    return _shipped(_index().get(name, ""))


def is_shipped(name: str) -> bool:
    """True where the linter ships knowledge of a tool of this name or alias."""
    return name in _index()


def shipped_tools() -> Iterator[Tool]:
    """All tools the linter ships knowledge of."""
    for name in sorted(set(_index().values())):
        found = _shipped(name)
        if found:
            yield found


@lru_cache(maxsize=64)
def learned_tool(path: Path) -> Tool:
    """The tool that a file of the knowledge base describes. Raises ToolError."""
    try:
        with open(path, encoding="utf-8") as file:
            return tool_of(json.load(file))
    except OSError as error:
        raise ToolError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ToolError(f"{path}: not a description of a tool: {error!r}") from None


def with_learned(tools: Tools, folder: Path) -> Tools:
    """The tools, and those that the files of a folder describe. Raises ToolError."""
    learned = {learned_tool(path).name: path for path in sorted(folder.glob("*.json"))} if folder.is_dir() else {}
    return tools._replace(learned=learned) if learned else tools


def tool_of(data: Mapping[str, Any]) -> Tool:
    """A tool from its file's values. Raises KeyError or TypeError where they are not of the right form."""
    return Tool(
        data["tool"],
        data["style"],
        bool(data["closed"]),
        bool(data.get("plugins", False)),
        tuple(data.get("aliases", ())),
        tuple(data.get("siblings", ())),
        tuple(data["versions"]),
        data["source"],
        data["taken"],
        Node(data["root"]),
    )


@lru_cache(maxsize=1)
def _index() -> Mapping[str, str]:
    """Name or alias → name, of all shipped tools: one small file, so that only the tools met are read."""
    found: Mapping[str, str] = _read("index.json")
    return found


@lru_cache(maxsize=256)
def _shipped(name: str) -> Tool | None:
    return tool_of(_read(f"{name}.json")) if name else None


def _read(name: str) -> Any:
    with open(os.path.join(os.path.dirname(__file__), "data", "tools", name), "rb") as file:
        return json.load(file)
