"""`runbook-linter completion SHELL`: what makes a shell complete our programs, made from their own parsers."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterator
from typing import Any

from linter.cli.command_parser import CommandParser
from linter.cli.main import COMMANDS, PROGRAM, module_of
from linter.config import ConfigError

SHELLS = ("bash", "zsh", "fish")
_FILES = ("FILE", "PATH", "FORMAT=FILE", "RULES…")
_FOLDERS = ("DIR",)


def parser() -> argparse.ArgumentParser:
    """The options of `completion`."""
    parser = CommandParser(
        prog="runbook-linter completion",
        description="Print what makes a shell complete commands, options and their values.",
        epilog='In the start file of bash or zsh: eval "$(runbook-linter completion bash)".'
        " In fish's: runbook-linter completion fish | source.",
    )
    parser.add_argument("shell", choices=SHELLS, help="the shell")
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the script for all programs of this package. Raises ConfigError where shtab is not installed."""
    try:
        import shtab
    except ModuleNotFoundError:
        raise ConfigError("completion needs shtab: pip install 'runbook-linter[completion]'") from None
    for program in programs():
        _complete_paths(program, shtab)
        print(shtab.complete(program, shell=args.shell))
    return 0


def programs() -> Iterator[argparse.ArgumentParser]:
    """A parser for each console script of this package."""
    from importlib.metadata import entry_points

    for script in sorted(entry_points(group="console_scripts"), key=lambda script: script.name):
        if script.module.startswith("linter.cli."):
            yield _all_commands() if script.name == PROGRAM else importlib.import_module(script.module).parser()


def _all_commands() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog=PROGRAM)
    whole.add_argument("--version", action="store_true", help="say which version this is")
    commands = whole.add_subparsers()
    for name, help in COMMANDS.items():
        command = importlib.import_module(module_of(name)).parser()
        commands.add_parser(name, parents=[command], add_help=False, help=help, description=command.description)
    return whole


def _complete_paths(parser: argparse.ArgumentParser, shtab: Any) -> None:
    """Where the parser says that a value is a file or folder, the shell offers those."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                _complete_paths(command, shtab)
        elif action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar in _FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
