"""Which messages of a Slack export count: what the commands that read one share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.incidents.exports.slack import ChannelMessage

_REACTION = "pushpin"


def add_choice_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that choose messages."""
    parser.add_argument("--channel", default="", metavar="NAME", help="the channel, where the export has several")
    parser.add_argument(
        "--reaction",
        action="append",
        default=[],
        metavar="NAME",
        help=f"those with this reaction (default: {_REACTION})",
    )
    parser.add_argument("--marker", metavar="TEXT", help="those that begin with this, such as !timeline")
    parser.add_argument("--all", action="store_true", help="all of them")


def messages_of(path: str, channel: str) -> list[ChannelMessage]:
    """The messages of an export. Raises ConfigError."""
    from linter.incidents.exports.json_file import ExportError
    from linter.incidents.exports.slack import read_slack_export

    try:
        return read_slack_export(Path(path), channel)
    except ExportError as error:
        raise ConfigError(str(error)) from None


def chosen(args: argparse.Namespace, messages: Sequence[ChannelMessage]) -> list[ChannelMessage]:
    """Those that the options name; without any, those that somebody at the terminal says yes to. Raises ConfigError."""
    if args.all:
        return list(messages)
    if args.marker:
        return [
            message._replace(text=message.text.removeprefix(args.marker).strip())
            for message in messages
            if message.text.startswith(args.marker) and message.text.removeprefix(args.marker).strip()
        ]
    if not args.reaction and sys.stdin.isatty():
        return [message for message in messages if _wanted(message)]
    reactions = set(args.reaction or [_REACTION])
    found = [message for message in messages if reactions & message.reactions]
    if not found and not args.reaction:
        raise ConfigError(f"no message has the reaction {_REACTION}: --reaction NAME, --marker TEXT or --all chooses")
    return found


def _wanted(message: ChannelMessage) -> bool:
    from linter.reporting.incidents import printable

    print(printable(f"{message.time:%Y-%m-%d %H:%M} {message.by}: {message.text}"))
    return input("into the timeline? [y/N] ").strip().lower() in ("y", "yes")
