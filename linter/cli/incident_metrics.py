"""`runbook-linter incident metrics`: how long it takes to detect, acknowledge and resolve."""

from __future__ import annotations

import argparse
import json

from linter.cli.ending import complain
from linter.cli.incident_records import broken_lines, finish, read_incident_setting, read_incidents
from linter.cli.setting import add_setting_arguments


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `metrics`."""
    parser.add_argument("--by", choices=("month", "service", "severity"), default="month")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    add_setting_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print the metrics; exit 2 where a record cannot be read."""
    from linter.incident_metrics import metrics_by
    from linter.reporting.incidents import contradictions_in_words, metrics_text, metrics_values

    setting = read_incident_setting(args)
    files, troubles = read_incidents(setting)
    records = [file.record for file in files if file.record]
    rows = metrics_by(records, args.by)
    if args.format == "json":
        values = {"version": 1, "by": args.by, "groups": metrics_values(rows, args.by)}
        print(json.dumps(values, ensure_ascii=False, indent=1))
    else:
        print("\n".join(metrics_text(rows, args.by)) if rows else "no incidents")
    for record in records:
        for words in contradictions_in_words(record):
            complain(f"{record.path}: {words}")
    return finish([*troubles, *(line for file in files for line in broken_lines(file))])
