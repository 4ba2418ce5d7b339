"""`runbook-linter incident …`: read the records of incidents, and write them while an incident lasts."""

from __future__ import annotations

import argparse
import importlib
from typing import Any

from linter.cli.command_parser import CommandParser

COMMANDS = {
    "list": "open and past incidents, and who is overdue for an update",
    "show": "one record",
    "metrics": "MTTD, MTTA and MTTR: how many, median, 90 %%, mean",
    "actions": "the action items of all post-mortems, with owner, day and state",
    "declare": "declare an incident: record, page, channel, ticket",
    "update": "tell stakeholders how it stands, and write that down",
    "event": "write down what happened, for the timeline",
    "start": "when it began, once that is known",
    "detect": "when it was noticed, if that was not when it was declared",
    "acknowledge": "somebody works on it",
    "mitigate": "it no longer hurts",
    "resolve": "it is over",
    "severity": "it is worse, or less bad, than it looked",
    "role": "who takes which role, from now on",
    "import-slack": "the timeline, from what was written in the channel",
    "import": "records from what PagerDuty or incident.io export",
}
"""Each is a file of its own, `incident_<name>.py`, with `add_arguments` and `run`."""


def parser() -> argparse.ArgumentParser:
    """The options of `incident`."""
    parser = CommandParser(
        prog="runbook-linter incident",
        description="Read and write the records of incidents: docs/incidents/INC-123.yml.",
    )
    commands = parser.add_subparsers(dest="what", required=True, metavar="COMMAND")
    for name, help in COMMANDS.items():
        _module(name).add_arguments(commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}."))
    return parser


def run(args: argparse.Namespace) -> int:
    """Do what is asked for; exit 2 where a record cannot be read."""
    return int(_module(args.what).run(args))


def _module(name: str) -> Any:
    return importlib.import_module(f"linter.cli.incident_{name.replace('-', '_')}")
