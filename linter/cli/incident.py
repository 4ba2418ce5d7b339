"""`runbook-linter incident list|show|metrics`: what the records of incidents say."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, time
from difflib import get_close_matches
from typing import TYPE_CHECKING

from linter.cli.setting import Setting, add_common_arguments, read_setting
from linter.config import ConfigError
from linter.model.incident import IncidentFile, IncidentRecord

if TYPE_CHECKING:
    from linter.rules.incidents.cadence import Cadence


def parser() -> argparse.ArgumentParser:
    """The options of `incident`."""
    parser = argparse.ArgumentParser(
        prog="runbook-linter incident", description="Read the records of incidents: docs/incidents/INC-123.yml."
    )
    commands = parser.add_subparsers(dest="what", required=True, metavar="list|show|metrics|actions")
    listing = commands.add_parser("list", help="open and past incidents, and who is overdue for an update")
    show = commands.add_parser("show", help="one record")
    show.add_argument("id", metavar="ID", help="the incident's id, or its ticket's key")
    metrics = commands.add_parser("metrics", help="MTTD, MTTA and MTTR: how many, median, 90 %%, mean")
    metrics.add_argument("--by", choices=("month", "service", "severity"), default="month")
    actions = commands.add_parser("actions", help="the action items of all post-mortems, with owner, day and state")
    actions.add_argument("paths", nargs="*", metavar="PATH", help="pages and folders (default: the knowledge base)")
    actions.add_argument("--overdue", action="store_true", help="only those whose day is over")
    for command in (listing, metrics, actions):
        command.add_argument("--format", choices=("text", "json"), default="text")
    for command in (listing, show):
        command.add_argument("--at", metavar="TIME", help="the time to take for now, such as 2026-10-20T06:00:00Z")
    for command in (listing, show, metrics, actions):
        add_common_arguments(command)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print what is asked for; exit 2 where a record cannot be read."""
    if args.what == "actions":
        from linter.cli.incident_actions import run_actions

        return run_actions(args)
    setting = read_setting(args, [])
    files, troubles = _files(setting)
    records = [file.record for file in files if file.record]
    if args.what == "show":
        return _show(args, setting, files, records)
    for line in _list(args, setting, records) if args.what == "list" else _metrics(args, records):
        print(line)
    return _finish([*troubles, *(line for file in files for line in _broken(file))])


def _finish(troubles: list[str]) -> int:
    for trouble in troubles:
        print(f"runbook-linter: {trouble}", file=sys.stderr)
    return 2 if troubles else 0


def _files(setting: Setting) -> tuple[list[IncidentFile], list[str]]:
    """The records of the knowledge base, and what cannot be read at all."""
    from linter.project.incidents import read_records, record_paths
    from linter.project.reading import UnreadableError, read_text

    troubles: list[str] = []

    def read(path: str) -> str | None:
        try:
            return read_text(setting.root, path)
        except UnreadableError as error:
            troubles.append(f"{path}: cannot be read: {error}")
            return None

    paths = record_paths(setting.root, setting.config.incidents)
    files = read_records(paths, read, setting.config)
    return [file for file in files if not file.skipped], troubles


def _broken(file: IncidentFile) -> Iterable[str]:
    from linter.parsing.lines import line_and_column

    for part in file.broken:
        yield f"{file.path}:{line_and_column(file.text, part.span.start)}: {part.message}"


def _list(args: argparse.Namespace, setting: Setting, records: list[IncidentRecord]) -> Iterable[str]:
    from linter.reporting.incidents import list_text, list_values

    cadence, now = _cadence(setting), _now(args, setting)
    if args.format == "json":
        yield json.dumps({"version": 1, "incidents": list_values(records, cadence, now)}, ensure_ascii=False, indent=1)
        return
    yield from list_text(records, cadence, now)


def _metrics(args: argparse.Namespace, records: list[IncidentRecord]) -> Iterable[str]:
    from linter.incident_metrics import metrics_by
    from linter.reporting.incidents import metrics_text, metrics_values

    rows = metrics_by(records, args.by)
    if args.format == "json":
        values = {"version": 1, "by": args.by, "groups": metrics_values(rows, args.by)}
        yield json.dumps(values, ensure_ascii=False, indent=1)
    elif rows:
        yield from metrics_text(rows, args.by)
    else:
        yield "no incidents"


def _show(args: argparse.Namespace, setting: Setting, files: list[IncidentFile], records: list[IncidentRecord]) -> int:
    from linter.reporting.incidents import record_text

    wanted = args.id.casefold()
    found = [record for record in records if record.id.casefold() == wanted]
    found = found or [record for record in records if _ticket(record).casefold() == wanted]
    if not found:
        near = get_close_matches(args.id.upper(), [record.id for record in records], 1)
        hint = f"; did you mean `{near[0]}`?" if near else f" among {len(records)}" if records else "; there are none"
        # A record that is too broken to be read may be the one.
        unread = [line for file in files if not file.record for line in _broken(file)]
        return _finish([f"no incident `{args.id}`{hint}", *unread])
    for line in record_text(found[0], _cadence(setting), _now(args, setting)):
        print(line)
    paths = {record.path for record in found}
    troubles = [line for file in files if file.path in paths for line in _broken(file)]
    others = sorted(paths - {found[0].path})
    return _finish([*troubles, *(f"{path}: claims the id `{args.id}`, too" for path in others)])


def _ticket(record: IncidentRecord) -> str:
    """The key of a ticket, which its URL ends with."""
    return record.links.get("ticket", "").rstrip("/").rpartition("/")[2]


def _cadence(setting: Setting) -> Cadence:
    """How often to tell, as the rule on it is configured. Raises ConfigError."""
    from linter.rules.incidents.update_cadence import UpdateCadence

    settings = (setting.config.rules.get(name) for name in (UpdateCadence.name, UpdateCadence.code))
    options = {option: value for found in settings if found for option, value in found.options.items()}
    try:
        return UpdateCadence(options).cadence
    except ValueError as error:
        raise ConfigError(f"{setting.config.path}: {UpdateCadence.name}: {error}") from None


def _now(args: argparse.Namespace, setting: Setting) -> datetime:
    """`--at`, else the beginning of `--today`, else the clock's. Raises ConfigError."""
    from linter.parsing.record_times import read_time

    if args.at is not None:
        at = read_time(args.at)
        if at is None:
            raise ConfigError(f"--at {args.at}: not a time with its zone, such as 2026-10-20T06:00:00Z")
        return at
    if args.today is not None:
        return datetime.combine(setting.today, time(), UTC)
    return datetime.now(UTC)
