"""What the commands that set a time share, such as `incident acknowledge`: the metrics count from it, or to it."""

from __future__ import annotations

import argparse
import os
from datetime import datetime

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
from linter.model.incident import IncidentRecord, Times

_COMMANDS = {
    "started": "start",
    "detected": "detect",
    "acknowledged": "acknowledge",
    "mitigated": "mitigate",
    "resolved": "resolve",
}
"""The command that sets each time."""


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

    setting = read_incident_setting(args)
    time = time_given(args)
    place = place_of_record(setting, args.id)
    with changing_incident(place) as change:
        earlier = change.record
        known = getattr(earlier.times, name)
        if known is None or args.time is not None:
            _refuse_contradiction(earlier.times, name, time, is_clocks=args.time is None)
            change.set(("times", name), time)
        if status and change.record.status in before:
            change.set("status", status)
        record = change.record
    kept = known is not None and args.time is None
    if known is None and args.time is None:
        say_if_clock_is_behind(earlier, time)
    when = time_in_words(known if kept else time)
    shown = os.path.relpath(place)
    print(f"{shown}: {name} at {when}{', as it said already (--time TIME changes it)' if kept else ''}")
    return record


def _refuse_contradiction(times: Times, name: str, time: datetime, *, is_clocks: bool) -> None:
    """Raise ConfigError where a new time runs backwards against one that the record has."""
    from linter.rules.incidents.update_cadence import time_in_words

    new = times._replace(**{name: time})
    for last, first in new.contradictions:
        if name in (last, first):
            other = first if name == last else last
            order = "before" if name == last else "after"
            whose = ", by this machine's clock," if is_clocks else ""
            raise ConfigError(
                f"{name} at {time_in_words(time)}{whose} is {order} {other} at {time_in_words(getattr(times, other))}: "
                f"--time TIME says another, `incident {_COMMANDS[other]}` with --time TIME changes the other"
            )
