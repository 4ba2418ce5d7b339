"""`runbook-linter incident severity ID P1`: it is worse, or less bad, than it looked; the timeline says so."""

from __future__ import annotations

import argparse
import os

from linter.cli.incident_changes import (
    add_id_argument,
    add_time_argument,
    changing_incident,
    place_of_record,
    say_if_clock_is_behind,
    time_given,
)
from linter.cli.incident_records import read_incident_setting
from linter.config import ConfigError
from linter.model.severity_scheme import severity_level


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `severity`."""
    add_id_argument(parser)
    parser.add_argument("severity", metavar="P0…P4", help="how bad it is now; SEV-1 means P1")
    add_time_argument(parser, "that was known")


def run(args: argparse.Namespace) -> int:
    """Write down the severity and an event, and say what that asks for."""
    setting = read_incident_setting(args)
    level, time = severity_level(args.severity), time_given(args)
    if level is None:
        raise ConfigError(f"{args.severity}: it is P0 to P4, or SEV-0 to SEV-4")
    place = place_of_record(setting, args.id)
    with changing_incident(place) as change:
        before = change.record
        if before.level != level:
            change.set("severity", f"P{level}")
            change.append("events", {"time": time, "text": f"Severity P{before.level} becomes P{level}"})
    shown = os.path.relpath(place)
    if before.level == level:
        print(f"{shown}: it is a P{level} already")
        return 0
    if args.time is None:
        say_if_clock_is_behind(before, time)
    print(f"{shown}: severity P{before.level} becomes P{level}")
    if before.is_open and level < (before.level or 0):
        print(f"page and channel, as far as they are wanted now: incident-initiator --resume {before.id}")
    print(f"stakeholders hear of it by: send-incident-update --incident-id {before.id} --message …")
    return 0
