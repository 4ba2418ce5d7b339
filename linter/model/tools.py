"""What a knowledge base says of the command-line tools it uses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class ToolInUse(NamedTuple):
    """One tool: the version in use, names of its plugins, other names it goes by. `internal`: not ours to judge."""

    version: str = ""
    plugins: frozenset[str] = frozenset()
    aliases: tuple[str, ...] = ()
    internal: bool = False


class Tools(NamedTuple):
    """All of them by name. `platform` is empty where nobody said; `learned` maps a tool to the file about it."""

    platform: str = ""
    by_name: Mapping[str, ToolInUse] = MappingProxyType({})
    learned: Mapping[str, Path] = MappingProxyType({})

    def named(self, name: str) -> str:
        """The tool behind a name or alias."""
        return next((tool for tool, use in self.by_name.items() if name in use.aliases), name)

    def in_use(self, tool: str) -> ToolInUse:
        """What is said of a tool; nothing known where nothing is said."""
        return self.by_name.get(tool, ToolInUse())
