"""`runbook-linter incident import-slack ID EXPORT`: the timeline, from what was written in the channel."""

from __future__ import annotations

import argparse
import os
from typing import Any

from linter.cli.incident_changes import add_id_argument, changing_incident, place_of_record
from linter.cli.incident_records import read_incident_setting
from linter.cli.setting import add_setting_arguments
from linter.cli.slack_messages import add_choice_arguments, chosen, messages_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `import-slack`."""
    add_id_argument(parser)
    parser.add_argument(
        "export", metavar="EXPORT", help="a Slack export: its ZIP, its folder, a channel's, a day's file"
    )
    add_choice_arguments(parser)
    add_setting_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Add the messages that were chosen; those that are there already are left alone."""
    from linter.incidents.message_checks import texts_with_secrets
    from linter.incidents.yaml_writing import plain_value
    from linter.reporting.incidents import printable

    setting = read_incident_setting(args)
    place = place_of_record(setting, args.id)
    messages = messages_of(args.export, args.channel)
    picked = chosen(args, messages)
    secret = texts_with_secrets(setting.root, setting.config, {message.text for message in picked}, setting.today)
    events: list[dict[str, Any]] = []
    known = 0
    with changing_incident(place) as change:
        there = {(event.get("time"), event.get("text")) for event in change.data.get("events") or ()}
        for message in picked:
            event: dict[str, Any] = plain_value({"time": message.time, "text": message.text, "by": message.by})
            if (event["time"], event["text"]) in there:
                known += 1
            elif message.text in secret:
                print(f"left out, it holds a token or a password: {event['time']} {printable(message.by)}")
            else:
                there.add((event["time"], event["text"]))
                events.append(event)
        if events:
            change.extend("events", events)
    added = len(events)
    print(
        f"{os.path.relpath(place)}: {added} of {len(messages)} messages added{f', {known} were there' if known else ''}"
    )
    return 0
