"""The checker of other sites' URLs, as the command line and the configuration ask for it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from linter.cli.setting import Setting
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.web.checking import Checker

_DEADLINE = 300.0
_LYCHEE = ".lycheeignore"


def add_url_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of commands that can look at other sites."""
    parser.add_argument("--offline", action="store_true", help="ask no site: say what earlier runs found")
    parser.add_argument("--deadline", type=float, metavar="SECONDS", help="how long asking may take (default: 300)")


def make_checker(setting: Setting, args: argparse.Namespace) -> Checker:
    """The checker. Raises ConfigError where its parts are not installed."""
    try:
        from linter.web.checking import Checker, Settings
        from linter.web.lycheeignore import read_lycheeignore
        from linter.web.store import place_of_store
    except ImportError:
        raise ConfigError("looking at other sites needs aiohttp: pip install 'runbook-linter[links]'") from None
    from linter import __version__

    links = setting.config.links
    tokens = {host: os.environ[name] for host, name in links.tokens.items() if os.environ.get(name)}
    left_out, refused = read_lycheeignore(_lycheeignore(setting))
    settings = Settings(
        allow_private=links.allow_private,
        ignore=links.ignore,
        left_out=tuple(left_out),
        tokens=tokens,
        deadline=args.deadline or links.deadline or _DEADLINE,
        offline=args.offline,
        store=None if args.no_cache else place_of_store(setting.root, links.cache),
        agent=f"runbook-linter/{__version__} (checks links)",
    )
    now = datetime.combine(setting.today, datetime.now(UTC).timetz())
    checker = Checker(settings, now, _progress())
    checker.notes += [f".lycheeignore: `{line}` is not used: it could take for ever" for line in refused]
    return checker


def _lycheeignore(setting: Setting) -> str:
    from linter.project.reading import UnreadableError, read_text

    try:
        return read_text(setting.folder, _LYCHEE)
    except UnreadableError:
        return ""


def _progress() -> Callable[[int, int], None] | None:
    """A line that counts, for somebody who watches."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        end = "\r\033[K" if done == total else ""
        filled = 30 * done // max(total, 1)
        print(f"\rlinks [{'#' * filled}{' ' * (30 - filled)}] {done}/{total}{end}", end="", file=sys.stderr, flush=True)

    return show
