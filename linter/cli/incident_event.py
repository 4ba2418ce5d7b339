"""`runbook-linter incident event ID "…"`: a line for the timeline, written down as it happens."""

from __future__ import annotations

import argparse
import os

from linter.cli.incident_changes import (
    add_id_argument,
    add_time_argument,
    changing_incident,
    on_one_line,
    place_of_record,
    refuse_secrets,
    say_if_clock_is_behind,
    time_given,
)
from linter.cli.incident_records import read_incident_setting


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `event`."""
    add_id_argument(parser)
    parser.add_argument("text", metavar="TEXT", help="what happened, was found or was decided")
    parser.add_argument("--by", default="", metavar="NAME", help="who did or found it")
    add_time_argument(parser, "it happened")


def run(args: argparse.Namespace) -> int:
    """Add the event to the record."""
    from linter.rules.incidents.update_cadence import time_in_words

    setting = read_incident_setting(args)
    text, time = on_one_line(args.text, "TEXT"), time_given(args)
    by = on_one_line(args.by, "--by") if args.by else ""
    refuse_secrets(setting, text, by)
    event = {"time": time, "text": text, **({"by": by} if by else {})}
    place = place_of_record(setting, args.id)
    with changing_incident(place) as change:
        before = change.record
        change.append("events", event)
    if args.time is None:
        say_if_clock_is_behind(before, time)
    print(f"{os.path.relpath(place)}: {time_in_words(time)} {text}")
    return 0
