"""Packages that bring rules or dashboards: loaded only if the configuration names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from linter.config import Config, ConfigError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

RULES = "runbook_linter.rules"
DASHBOARDS = "runbook_linter.dashboards"
GROUPS = (RULES, DASHBOARDS)


def load_plugins(config: Config, group: str) -> Iterator[tuple[str, object]]:
    """(origin, what was loaded) of each entry point in `group` of the packages that `plugins:` names.

    Raises ConfigError for a package that is not installed or brings nothing at all, and for an entry point that
    cannot be loaded.
    """
    if not config.plugins:
        return
    from importlib.metadata import entry_points

    found: dict[str, list[EntryPoint]] = {}
    for own in GROUPS:
        for entry in entry_points(group=own):
            if entry.dist:
                found.setdefault(_key(entry.dist.name), []).append(entry)
    for name in config.plugins:
        entries = found.get(_key(name))
        if not entries:
            raise ConfigError(
                f"{config.path}: plugin `{name}` is not installed, or brings neither rules nor dashboards"
            )
        for entry in entries:
            if entry.group != group:
                continue
            try:
                yield f"plugin {name}", entry.load()
            except Exception as error:
                raise ConfigError(f"plugin {name}: cannot load {entry.value}: {error}") from None


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
