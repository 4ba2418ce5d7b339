"""`runbook-linter incident list`: what is open, and who is overdue for an update since when."""

from __future__ import annotations

import argparse
import json

from linter.cli.incident_records import (
    add_at_argument,
    broken_lines,
    cadence_of,
    finish,
    now_of,
    read_incident_setting,
    read_incidents,
)
from linter.cli.setting import add_setting_arguments


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `list`."""
    parser.add_argument("--format", choices=("text", "json"), default="text")
    add_at_argument(parser)
    add_setting_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print the incidents; exit 2 where a record cannot be read."""
    from linter.reporting.incidents import list_text, list_values

    setting = read_incident_setting(args)
    files, troubles = read_incidents(setting)
    records = [file.record for file in files if file.record]
    cadence, now = cadence_of(setting), now_of(args, setting)
    if args.format == "json":
        values = {"version": 1, "incidents": list_values(records, cadence, now)}
        print(json.dumps(values, ensure_ascii=False, indent=1))
    else:
        print("\n".join(list_text(records, cadence, now)))
        unread = sum(file.record is None for file in files)
        if unread:
            print(f"\n{unread} more {'record' if unread == 1 else 'records'} that cannot be read")
    return finish([*troubles, *(line for file in files for line in broken_lines(file))])
