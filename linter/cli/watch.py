"""`check --watch`: lint again whenever a page, a record, a rule or the configuration changes."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.ending import complain
from linter.cli.setting import Setting, read_setting
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.run import Request, Run

    Check = Callable[[argparse.Namespace, Setting, Callable[[Request], Run]], int]

_SECONDS = 0.4
_OTHERS = ("since", "affected", "fix", "diff", "add_ignores", "write_baseline", "prune_baseline")
_CONCERNING = (".md", ".markdown", ".yml", ".yaml", ".toml", ".json", ".rules", ".py")
_Stamps = dict[str, tuple[int, int]]


def watch(args: argparse.Namespace, check: Check) -> int:
    """Check after each change until interrupted; the last report's exit status. Raises ConfigError."""
    from linter.kinds.errors import SchemaError
    from linter.relinting import Relinter

    for other in _OTHERS:
        if getattr(args, other):
            raise ConfigError(f"--watch and --{other.replace('_', '-')} do not go together")
    # Short runs do without; this one is to last.
    gc.enable()
    relinter = Relinter()
    status = 0
    # What is broken is looked at again and again, and said once.
    complaint = ""
    try:
        while True:
            setting: Setting | None = None
            seen: _Stamps = {}
            try:
                setting = read_setting(args, [*args.paths, *args.path])
                # Before the run: what changes while it lasts is seen afterwards.
                seen = _stamps(setting)
                _clear()
                status = check(args, setting, relinter.lint)
                complaint = ""
            except (ConfigError, SchemaError, FileNotFoundError) as error:
                status = 2
                said = "the folder is not there" if isinstance(error, FileNotFoundError) else str(error)
                if said == complaint:
                    _wait(setting, seen)
                    continue
                complaint = said
                complain(complaint)
            print("\nwatching; Ctrl-C ends it", file=sys.stderr)
            sys.stdout.flush()
            _wait(setting, seen)
    except KeyboardInterrupt:
        return status


def _wait(setting: Setting | None, seen: _Stamps) -> None:
    """Return when something is different; after a broken configuration, try again soon."""
    while True:
        time.sleep(_SECONDS)
        if setting is None or _stamps(setting) != seen:
            return


def _stamps(setting: Setting) -> _Stamps:
    """When each file that may concern the run was written, and its size; other files are only there or not."""
    from linter.project.tree import DiskTree

    stamps: _Stamps = {}
    for path in DiskTree(setting.root).files():
        stamps[path] = _stamp(setting.root / path) if path.endswith(_CONCERNING) else (0, 0)
    return stamps


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _clear() -> None:
    """An empty screen for each report, on a terminal."""
    if sys.stdout.isatty():
        print("\033[2J\033[H", end="")
