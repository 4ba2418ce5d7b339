"""`post-mortem-generator`: a post-mortem that begins with its timeline filled in."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from linter.cli.command_parser import CommandParser
from linter.cli.ending import end, status_of
from linter.cli.incident_records import (
    broken_file_called,
    read_incident_setting,
    read_incidents,
    record_called,
    refuse_wrong_id,
)
from linter.cli.setting import add_setting_arguments, pages_folder
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.cli.setting import Setting
    from linter.generators.post_mortem import Row
    from linter.model.incident import IncidentRecord


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    parser = CommandParser(
        prog="post-mortem-generator",
        description="Write a post-mortem to begin with, filled from the incident's record where there is one.",
    )
    parser.add_argument("--incident-id", required=True, metavar="ID", help="the incident, such as INC-123")
    parser.add_argument(
        "--summary", default="", metavar="TEXT", help="what happened, in a few words (default: the record's title)"
    )
    parser.add_argument("--date", metavar="DATE", help="the incident's day (default: the record's, else today)")
    parser.add_argument("--output", metavar="FILE", help="where to write it, `-` for standard output")
    parser.add_argument(
        "--from-slack-export", metavar="FILE", help="a Slack export: its messages become rows of the timeline to choose"
    )
    parser.add_argument("--channel", default="", metavar="NAME", help="the channel, where the export has several")
    parser.add_argument(
        "--profile", metavar="NAME", help="how much it asks for (default: the configuration's, else all)"
    )
    parser.add_argument("--force", action="store_true", help="write over what is there")
    add_setting_arguments(parser)
    return parser


def entry() -> NoReturn:
    """The console script."""
    end(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 written, 2 wrong use."""
    return status_of("post-mortem-generator", lambda: write_post_mortem(parser().parse_args(argv)))


def write_post_mortem(args: argparse.Namespace) -> int:
    """Write the page, and its path into the record. Raises ConfigError and SchemaError."""
    from linter.cli.writing import file_named, refuse_existing, write_new_file
    from linter.generators.page_template import find_template
    from linter.generators.post_mortem import post_mortem_page
    from linter.kinds.load import load_kinds, schema_files

    refuse_wrong_id(args.incident_id, "--incident-id")
    setting = read_incident_setting(args)
    kind = load_kinds(schema_files(setting.root, setting.config.schemas))["post-mortem"]
    configured = setting.config.kinds.get(kind.name)
    # All sections: what does not apply is sooner deleted than thought of.
    profile = args.profile or (configured.profile if configured else None) or kind.profiles[-1]
    if profile not in kind.profiles:
        raise ConfigError(f"{kind.name} has no profile `{profile}`; there are {', '.join(kind.profiles)}")
    record = _record(setting, args.incident_id)
    if not args.summary and not (record and record.title):
        lacking = f"the record of {record.id} has no title" if record else f"{args.incident_id} has no record"
        raise ConfigError(f"{lacking}: say with --summary what happened")
    day = _day(args.date) or (record.began.date() if record and record.began else setting.today)
    name = record.id if record else args.incident_id
    summary = args.summary or (record.title if record else "")
    template = find_template(setting.root, setting.config.schemas, kind.name)
    text = post_mortem_page(kind, profile, name, summary, day, record, _candidates(args, setting), template)
    if args.output == "-":
        print(text, end="")
        return 0
    beside = setting.root / pages_folder(setting) / "post-mortems"
    place = file_named(args.output) if args.output is not None else beside / f"{day}-{name.lower()}.md"
    refuse_existing(place, force=args.force)
    write_new_file(place, text)
    shown = os.path.relpath(place)
    check = f"runbook-linter {shlex.quote(shown)}"
    print(f"{shown}: written; ‹…› marks what is for you to say, and `{check}` finds what is left")
    if record:
        _note_in_record(setting, record, place)
    return 0


def _candidates(args: argparse.Namespace, setting: Setting) -> list[Row]:
    """The messages of the channel, as rows to choose; without those that hold a token or a password."""
    if not args.from_slack_export:
        return []
    from linter.cli.slack_messages import messages_of
    from linter.generators.post_mortem import candidate
    from linter.incidents.message_checks import texts_with_secrets
    from linter.reporting.incidents import printable

    rows = []
    messages = messages_of(args.from_slack_export, args.channel)
    secret = texts_with_secrets(setting.root, setting.config, {message.text for message in messages}, setting.today)
    for message in messages:
        if message.text in secret:
            print(
                f"left out, it holds a token or a password: {message.time:%H:%M} {printable(message.by)}",
                file=sys.stderr,
            )
        else:
            rows.append(candidate(message.time, message.text, message.by))
    return rows


def _note_in_record(setting: Setting, record: IncidentRecord, place: Path) -> None:
    """Write down in the record where the post-mortem is, unless it names one that is there."""
    from linter.cli.incident_changes import changing_incident
    from linter.project.discovery import relative

    path = relative(setting.root, place)
    known = record.post_mortem
    if not path or any((folder / known).is_file() for folder in (setting.root, (setting.root / record.path).parent)):
        return
    try:
        with changing_incident(setting.root / record.path) as change:
            change.set("post_mortem", path)
            shown = os.path.relpath(setting.root / record.path)
        print(f"{shown}: names it under `post_mortem`")
    except ConfigError as error:
        print(f"post-mortem-generator: `post_mortem: {path}` is not written down: {error}", file=sys.stderr)


def _record(setting: Setting, wanted: str) -> IncidentRecord | None:
    """The record of an incident, by its id or its ticket's key; None where there is none. Raises ConfigError."""
    files, troubles = read_incidents(setting)
    record = record_called(files, wanted)
    broken = "" if record else broken_file_called(setting, files, troubles, wanted)
    if broken:
        raise ConfigError(
            f"{broken}: holds no record: `runbook-linter {shlex.quote(broken)}` says what is wrong with it"
        )
    return record


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"--date {text}: not a date such as 2026-11-30") from None
