"""The configuration: `runbook-linter.yml` or `[tool.runbook-linter]` in pyproject.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from linter.model.severity import Severity
from linter.model.tools import Tools

CONFIG_NAME = "runbook-linter.yml"

PLATFORMS = ("kubernetes", "openshift", "eks", "gke", "aks")
DEFAULT_INCIDENTS = ("docs/incidents/*.yml", "incidents/*.yml")
FLAVOURS = ("mkdocs", "pymdownx", "github", "gitlab", "hugo", "middleman", "azure")


class ConfigError(Exception):
    """The configuration cannot be used. The text is one line with file and position."""


class RuleSetting(NamedTuple):
    """What the configuration says of one rule; `severity` None keeps the default."""

    severity: Severity | None
    options: Mapping[str, Any]


class KindConfig(NamedTuple):
    """What the configuration says of one kind."""

    profile: str | None = None
    review_every: int | None = None
    rules: Mapping[str, RuleSetting] = {}


class Override(NamedTuple):
    """Settings for some paths; of several that match, the last wins."""

    paths: tuple[str, ...]
    kind: str | None
    profile: str | None
    rules: Mapping[str, RuleSetting]
    report: bool | None


class LinksConfig(NamedTuple):
    """How links are read. `flavour` None means: found from what is there.

    For URLs: `allow_private` are patterns of hosts that may be asked though they are private, `ignore` pairs of a
    pattern and a reason, `tokens` hosts and the environment variables with their tokens, `deadline` seconds for a run,
    `cache` the file with earlier results.
    """

    flavour: str | None = None
    site_root: str | None = None
    allow_private: tuple[str, ...] = ()
    ignore: tuple[tuple[str, str], ...] = ()
    tokens: Mapping[str, str] = {}
    deadline: float | None = None
    cache: str | None = None


class AlertsConfig(NamedTuple):
    """Which alert rules point at the pages: globs of rule files, URL prefix to folder.

    `addresses` are the URLs below which sites publish an address for each alert, `…/alerts/<AlertName>/`.
    """

    rules: tuple[str, ...] = ()
    runbook_urls: Mapping[str, str] = {}
    addresses: tuple[str, ...] = ()
    case_sensitive: bool = False


class Config(NamedTuple):
    """All settings of a knowledge base. `lines` says on which line of `path` each dotted key was set.

    `incidents` are globs of incident records; `baseline` is the file with the findings that are known.
    """

    path: Path | None = None
    docs: str | None = None
    kinds: Mapping[str, KindConfig] = {}
    rules: Mapping[str, RuleSetting] = {}
    overrides: tuple[Override, ...] = ()
    plugins: tuple[str, ...] = ()
    rule_files: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()
    links: LinksConfig = LinksConfig()
    alerts: AlertsConfig = AlertsConfig()
    tools: Tools = Tools()
    people: tuple[str, ...] = ()
    incident: Mapping[str, Any] = {}
    incidents: tuple[str, ...] = DEFAULT_INCIDENTS
    fail_on: Severity | None = None
    min_score: float | None = None
    review_every: int | None = None
    score: Mapping[str, float] = {}
    exclude: tuple[str, ...] = ()
    baseline: str | None = None
    lines: Mapping[str, int] = {}


def find_config(folder: Path) -> Path | None:
    """The nearest configuration at or above `folder`; None where there is none."""
    for candidate in (folder, *folder.parents):
        if (candidate / CONFIG_NAME).is_file():
            return candidate / CONFIG_NAME
        project_file = candidate / "pyproject.toml"
        if project_file.is_file():
            try:
                if b"[tool.runbook-linter" in project_file.read_bytes():
                    return project_file
            except OSError:
                continue
    return None


@lru_cache(maxsize=4096)
def matches_glob(path: str, pattern: str) -> bool:
    """True when `path` matches `pattern`: `*` and `?` within a folder's name, `**` across folders."""
    from fnmatch import fnmatchcase

    # Positions in the pattern that the folders read so far can have reached: linear, whatever the pattern.
    parts = pattern.strip("/").split("/")
    reached = _past_stars({0}, parts)
    for name in path.split("/"):
        following = {at for at in reached if at < len(parts) and parts[at] == "**"}
        following |= {
            at + 1 for at in reached if at < len(parts) and parts[at] != "**" and fnmatchcase(name, parts[at])
        }
        reached = _past_stars(following, parts)
    return len(parts) in reached


def _past_stars(reached: set[int], parts: list[str]) -> set[int]:
    found = set(reached)
    for at in reached:
        while at < len(parts) and parts[at] == "**":
            at += 1
            found.add(at)
    return found
