"""`check --stdin-filename PATH -`: a page as its editor has it, not saved yet, linted as the page at PATH."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from linter.cli.setting import Setting
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.levels import Selection
    from linter.run import Request

_ON_FILES = ("fix", "diff", "affected", "since", "watch", "add_ignores", "write_baseline", "prune_baseline")


def add_input_arguments(parser: argparse.ArgumentParser) -> None:
    """The option about standard input."""
    parser.add_argument("--stdin-filename", metavar="PATH", help="with the PATH `-`: where standard input belongs")


def paths_given(args: argparse.Namespace, paths: Sequence[str]) -> list[str]:
    """The paths of a run: those given, in place of `-` the one that it stands for. Raises ConfigError."""
    if "-" not in paths and args.stdin_filename is None:
        return list(paths)
    if list(paths) != ["-"] or not args.stdin_filename:
        raise ConfigError("standard input needs `--stdin-filename PATH -`, and no other path")
    for name in _ON_FILES:
        if getattr(args, name):
            raise ConfigError(f"--{name.replace('_', '-')} works on files, not on standard input")
    return [args.stdin_filename]


def input_request(setting: Setting, selection: Selection, *, render: bool, use_cache: bool) -> Request:
    """The request for standard input; all other files are read from disk where a rule asks for them.

    Raises ConfigError where the input is no text, or its path lies outside of the knowledge base.
    """
    from linter.cli.setting import pages_around
    from linter.project.discovery import ALERT_SUFFIXES, relative
    from linter.project.incidents import is_record
    from linter.project.reading import MAX_BYTES, UnreadableError, decode, read_text
    from linter.project.tree import DiskTree, TreeWithFile
    from linter.run import Request

    place = setting.arguments[0]
    path = relative(setting.root, place)
    if not path:
        raise ConfigError(f"{place}: no page of the knowledge base {setting.root}")
    if sys.stdin is None:
        raise ConfigError(f"{path}: standard input is closed")
    try:
        text = decode(sys.stdin.buffer.read(MAX_BYTES + 1))
    except UnreadableError as error:
        raise ConfigError(f"{path}: standard input cannot be read: {error}") from None

    def read(asked: str) -> str | None:
        if asked == path:
            return text
        try:
            return read_text(setting.root, asked)
        except UnreadableError:
            return None

    in_yaml = path.endswith(ALERT_SUFFIXES)
    record = in_yaml and is_record(path, text, setting.config)
    return Request(
        *(setting.root, setting.config, () if in_yaml else (path,), False, setting.today, selection, render),
        tree=TreeWithFile(DiskTree(setting.root), path),
        read=read,
        alert_files=(path,) if in_yaml and not record else (),
        all_runbooks=False,
        incident_files=(path,) if record else (),
        settings=setting.settings,
        use_cache=use_cache,
        context=pages_around(setting, ()) if in_yaml else (),
    )
