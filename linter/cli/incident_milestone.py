"""What `incident acknowledge`, `mitigate` and `resolve` share: a time that the metrics count from or to."""

from __future__ import annotations

import argparse
import os

from linter.cli.incident_changes import (
    add_id_argument,
    add_time_argument,
    changing_incident,
    place_of_record,
    time_given,
)
from linter.cli.setting import read_setting
from linter.config import ConfigError
from linter.model.incident import IncidentRecord


def add_milestone_arguments(parser: argparse.ArgumentParser, what: str) -> None:
    """The options of these commands."""
    add_id_argument(parser)
    add_time_argument(parser, what)


def write_milestone(
    args: argparse.Namespace, name: str, status: str = "", before: tuple[str, ...] = ()
) -> IncidentRecord:
    """Set a time of the record, and its status where that is one of `before`. A time that is there stays.

    Raises ConfigError.
    """
    from linter.rules.incidents.update_cadence import time_in_words

    setting = read_setting(args, [])
    time = time_given(args)
    place = place_of_record(setting, args.id)
    with changing_incident(place) as change:
        known = getattr(change.record.times, name)
        times = change.record.times
        if name == "started" and times.detected and time > times.detected:
            raise ConfigError(f"{time_in_words(time)} is after it was detected, at {time_in_words(times.detected)}")
        began = change.record.began
        if name != "started" and began and time < began:
            raise ConfigError(f"{time_in_words(time)} is before it began, at {time_in_words(began)}")
        if known is None or args.time is not None:
            change.set(("times", name), time)
        if status and change.record.status in before:
            change.set("status", status)
        record = change.record
    shown, kept = os.path.relpath(place), known is not None and args.time is None
    when = time_in_words(known if kept else time)
    print(f"{shown}: {name} at {when}{', as it said already (--time TIME changes it)' if kept else ''}")
    return record
