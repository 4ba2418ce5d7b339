"""`runbook-linter incident role ID --commander NAME`: a role is handed over, and the timeline says so."""

from __future__ import annotations

import argparse
import os

from linter.cli.incident_changes import (
    add_id_argument,
    add_time_argument,
    changing_incident,
    on_one_line,
    place_of_record,
    say_if_clock_is_behind,
    time_given,
)
from linter.cli.incident_records import read_incident_setting
from linter.config import ConfigError

_ROLES = {
    "commander": ("incident_commander", "Incident Commander"),
    "communications_lead": ("communications_lead", "Communications Lead"),
    "technical_lead": ("technical_leads", "Technical Lead"),
    "scribe": ("scribe", "Scribe"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `role`."""
    add_id_argument(parser)
    parser.add_argument("--commander", metavar="NAME", help="the Incident Commander")
    parser.add_argument("--communications-lead", metavar="NAME", help="the Communications Lead")
    parser.add_argument("--technical-lead", metavar="NAME", help="one more Technical Lead")
    parser.add_argument("--scribe", metavar="NAME", help="who writes down what happens")
    add_time_argument(parser, "it was handed over")


def run(args: argparse.Namespace) -> int:
    """Write down who takes which role, in `roles` and as an event."""
    from linter.rules.incidents.incident_roles import has_one_for_both

    setting = read_incident_setting(args)
    given = {
        name: on_one_line(getattr(args, name), f"--{name.replace('_', '-')}")
        for name in _ROLES
        if getattr(args, name) is not None
    }
    if not given:
        raise ConfigError(
            "say who takes which role: --commander NAME, --communications-lead, --technical-lead, --scribe"
        )
    time = time_given(args)
    place = place_of_record(setting, args.id)
    said = []
    with changing_incident(place) as change:
        known = change.record
        for name, person in given.items():
            key, words = _ROLES[name]
            before = (change.data.get("roles") or {}).get(key)
            if key == "technical_leads":
                if person in (before or []):
                    continue
                change.append(("roles", key), person)
                text = f"{person} is a {words}"
            elif before == person:
                continue
            else:
                change.set(("roles", key), person)
                text = f"{person} takes over from {before} as {words}" if before else f"{person} is {words}"
            change.append("events", {"time": time, "text": text})
            said.append(text)
        record = change.record
    if args.time is None:
        say_if_clock_is_behind(known, time)
    shown = os.path.relpath(place)
    print(f"{shown}: {'; '.join(said) if said else 'they have these roles already'}")
    if has_one_for_both(record):
        person = record.roles.incident_commander
        both = f"{person} is now both Incident Commander and Communications Lead"
        print(f"{both}: on a P{record.level} these are two people")
    return 0
