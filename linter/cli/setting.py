"""What every command that reads the knowledge base needs: its root, configuration, today, pages."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from linter.config import Config, ConfigError
from linter.config_reader import read_config
from linter.project.discovery import ALERT_SUFFIXES, discover, relative
from linter.project.root import find_root

if TYPE_CHECKING:
    from linter.levels import Selection
    from linter.run import Request


class Setting(NamedTuple):
    """Where a command works. `arguments` are the paths given, the root's own folder where there were none.

    `settings` is the folder of what the configuration names (kinds, tools, rule files, baseline) where it is not the
    root: that of a commit that is trusted, or one with nothing in it.
    """

    root: Path
    config: Config
    arguments: tuple[Path, ...]
    today: date
    settings: Path | None = None

    @property
    def folder(self) -> Path:
        """What the configuration's paths start from."""
        return self.settings or self.root


def add_setting_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that `read_setting` needs."""
    parser.add_argument("--config", metavar="FILE", help="the configuration to use instead of the one found")
    parser.add_argument("--today", metavar="DATE", help="the date to take for today (YYYY-MM-DD)")


def add_common_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that the commands share which lint pages."""
    add_setting_arguments(parser)
    parser.add_argument("--no-cache", action="store_true", help="use no results of earlier runs")
    parser.add_argument("--all-projects", action="store_true", help="lint nested knowledge bases too")


def add_isolation_arguments(parser: argparse.ArgumentParser) -> None:
    """The options for a tree that is not trusted, such as the pull request of a stranger."""
    group = parser.add_argument_group("a tree that is not trusted")
    group.add_argument(
        "--isolated",
        action="store_true",
        help="use nothing of the tree's own settings: no configuration, kinds, rule files, plugins, allow-lists",
    )
    group.add_argument("--config-from", metavar="REV", help="use those of this commit, and none of the tree's own")


def read_setting(args: argparse.Namespace, paths: Sequence[str]) -> Setting:
    """The setting for these arguments. Raises ConfigError."""
    cwd = Path(os.path.realpath(os.getcwd()))
    given = tuple(_real(cwd, path) for path in paths)
    root, found = find_root(given, cwd)
    if getattr(args, "isolated", False) or getattr(args, "config_from", None):
        return _isolated(args, given, root)
    if args.config:
        found = Path(args.config)
    config = read_config(found) if found else Config()
    return Setting(root, config, given or (root,), parse_date(args.today))


def _isolated(args: argparse.Namespace, given: tuple[Path, ...], root: Path) -> Setting:
    """The setting without what the tree says. Raises ConfigError."""
    from linter.files import temporary_folder

    if args.config:
        raise ConfigError("--config goes with neither --isolated nor --config-from")
    folder = temporary_folder()
    config = Config()
    if args.config_from:
        from linter.project.trusted import settings_at

        start = next((path if path.is_dir() else path.parent for path in given), root)
        trusted = settings_at(start, args.config_from, folder)
        if trusted:
            root, config = trusted
    return Setting(root, config, given or (root,), parse_date(args.today), folder)


def pages_folder(setting: Setting) -> str:
    """The folder for new pages, relative to the root: that of the site, else `docs` where there is one."""
    from linter.project.site import read_site

    return read_site(setting.root, setting.config).docs or ("docs" if (setting.root / "docs").is_dir() else "")


def make_request(
    setting: Setting,
    args: argparse.Namespace,
    *,
    selection: Selection | None = None,
    render: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Request, list[str]]:
    """The request for the pages the arguments name, and what went wrong in finding them.

    A note about each nested knowledge base that is passed over, and about pages that cannot be read because another
    program has to make them first, goes to standard error.
    """
    found = discover(setting.root, setting.arguments, setting.config.exclude, all_projects=args.all_projects)
    for nested in found.nested:
        print(
            f"{nested}: has a configuration of its own and is passed over (--all-projects lints it too)",
            file=sys.stderr,
        )
    others = ", ".join(f"{number} {ending}" for ending, number in sorted(found.unread.items()))
    if sum(found.unread.values()) > len(found.pages):
        print(f"runbook-linter: not read, as another program makes pages of them: {others} files", file=sys.stderr)
    whole = any(argument.is_dir() for argument in setting.arguments)
    # The engine brings the parser and the rules along; the options above are read without them.
    from linter.levels import Selection
    from linter.project.incidents import is_record_at
    from linter.run import Request

    yaml = [path for path in found.pages if path.endswith(ALERT_SUFFIXES)]
    incident_files = [path for path in yaml if is_record_at(setting.root, path, setting.config)]
    alert_files = [path for path in yaml if path not in incident_files]
    covers_docs = _covers_docs(setting)
    if whole and not covers_docs:
        rules, records = _rules_and_records_below(setting)
        alert_files += [path for path in rules if path not in alert_files]
        incident_files += [path for path in records if path not in incident_files]
    pages = tuple(path for path in found.pages if not path.endswith(ALERT_SUFFIXES))
    request = Request(
        *(setting.root, setting.config, pages, whole, setting.today, selection or Selection(), render),
        progress=progress,
        alert_files=tuple(alert_files),
        all_runbooks=covers_docs,
        incident_files=tuple(incident_files),
        settings=setting.settings,
        use_cache=not args.no_cache,
        context=pages_around(setting, pages) if (alert_files or incident_files) and not covers_docs else (),
    )
    return request, list(found.troubles)


def pages_around(setting: Setting, pages: Sequence[str]) -> tuple[str, ...]:
    """The pages of the knowledge base beside these."""
    found = discover(setting.root, [setting.root], setting.config.exclude)
    return tuple(path for path in found.pages if path not in pages and not path.endswith(ALERT_SUFFIXES))


def _rules_and_records_below(setting: Setting) -> tuple[list[str], list[str]]:
    """The files of alert rules and the records of incidents that lie in the folders given."""
    from linter.project.alerts import rules_among
    from linter.project.incidents import is_record_at, record_paths
    from linter.project.tree import DiskTree

    root, config = setting.root, setting.config
    folders = [relative(root, argument) for argument in setting.arguments if argument.is_dir()]

    def below(paths: Sequence[str]) -> list[str]:
        return [path for path in paths if any(folder and path.startswith(f"{folder}/") for folder in folders)]

    records = [path for path in below(record_paths(root, config.incidents)) if is_record_at(root, path, config)]
    return below(rules_among(DiskTree(root), config.alerts.rules)), records


def _covers_docs(setting: Setting) -> bool:
    """True where the folders given hold all pages: the root, or the folder that is the base of the site."""
    docs = setting.root / (setting.config.docs or "docs")
    if not docs.is_dir():
        docs = setting.root
    return any(docs.is_relative_to(argument) for argument in setting.arguments)


def parse_date(text: str | None, option: str = "--today") -> date:
    """The date that an option gives, else the calendar's. Raises ConfigError."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"{option} {text}: not a date such as 2026-11-30") from None


def _real(cwd: Path, path: str) -> Path:
    """The path with its folders resolved, the last part as given: a page may itself be a link."""
    full = Path(os.path.normpath(cwd / path))
    if full.is_dir():
        return Path(os.path.realpath(full))
    return Path(os.path.realpath(full.parent)) / full.name
