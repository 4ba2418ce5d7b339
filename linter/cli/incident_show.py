"""`runbook-linter incident show ID`: what is known of one incident."""

from __future__ import annotations

import argparse

from linter.cli.incident_records import (
    add_at_argument,
    broken_lines,
    cadence_of,
    finish,
    no_such_incident,
    now_of,
    read_incident_setting,
    read_incidents,
    records_called,
)
from linter.cli.setting import add_setting_arguments


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `show`."""
    parser.add_argument("id", metavar="ID", help="the incident's id, or its ticket's key")
    add_at_argument(parser)
    add_setting_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print the record; exit 2 where there is none, or it cannot be read."""
    from linter.reporting.incidents import record_text

    setting = read_incident_setting(args)
    files, troubles = read_incidents(setting)
    found = records_called(files, args.id)
    if not found:
        # A record that is too broken to be read may be the one.
        unread = [line for file in files if not file.record for line in broken_lines(file)]
        return finish([no_such_incident(setting, files, args.id), *troubles, *unread])
    for line in record_text(found[0], cadence_of(setting), now_of(args, setting)):
        print(line)
    paths = {record.path for record in found}
    troubles = [line for file in files if file.path in paths for line in broken_lines(file)]
    others = sorted(paths - {found[0].path})
    return finish([*troubles, *(f"{path}: claims the id `{args.id}`, too" for path in others)])
