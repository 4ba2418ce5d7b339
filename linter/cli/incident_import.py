"""`runbook-linter incident import FILE`: records from what PagerDuty or incident.io export."""

from __future__ import annotations

import argparse
import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.incident_records import finish, read_incident_setting, read_incidents, records_called, refuse_wrong_id
from linter.cli.setting import add_setting_arguments
from linter.config import ConfigError
from linter.model.severity_scheme import severity_level

if TYPE_CHECKING:
    from linter.incidents.exports.imported import ImportedIncident


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `import`."""
    parser.add_argument("file", metavar="FILE", help="JSON as the API of PagerDuty or incident.io gives it")
    parser.add_argument("--id", metavar="ID", help="the record's id, where the file holds one incident")
    parser.add_argument(
        "--severity",
        action="append",
        default=[],
        metavar="[WORD=]P1",
        help="what severity the platform's word means, or all have; may be given again",
    )
    add_setting_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Write a record for each incident that has none; 2 where one cannot be written."""
    from linter.incidents.exports.json_file import ExportError
    from linter.incidents.exports.platforms import read_platform_export
    from linter.incidents.message_checks import texts_with_secrets
    from linter.incidents.record_file import read_record
    from linter.reporting.incidents import contradictions_in_words, printable

    setting = read_incident_setting(args)
    severities = _severities(args.severity)
    try:
        incidents = read_platform_export(Path(args.file))
    except ExportError as error:
        raise ConfigError(str(error)) from None
    if args.id and len(incidents) > 1:
        raise ConfigError(f"--id {args.id}: {args.file} holds {len(incidents)} incidents")
    files, _ = read_incidents(setting)
    secret = texts_with_secrets(setting.root, setting.config, set(_texts(incidents)), setting.today)
    troubles: list[str] = []
    for incident in incidents:
        id = args.id or incident.id
        known = records_called(files, id)
        if known:
            print(f"{known[0].path}: left as it is: {printable(id)} is there already")
            continue
        try:
            place = _create(setting.root, setting.config.incidents, _without(incident, secret), id, severities)
        except ConfigError as error:
            # The others are good all the same.
            troubles.append(printable(str(error)))
            continue
        print(f"{os.path.relpath(place)}: {printable(incident.title)}")
        for note in (*incident.notes, *contradictions_in_words(read_record(place))):
            print(f"  {note}")
        left_out = [text for text in _texts([incident]) if text in secret]
        if left_out:
            texts = "1 text" if len(left_out) == 1 else f"{len(left_out)} texts"
            print(f"  left out for a token or a password: {texts}")
    return finish(troubles)


def _texts(incidents: Sequence[ImportedIncident]) -> Iterator[str]:
    """What people wrote in updates and events."""
    for incident in incidents:
        yield from (str(update["message"]) for update in incident.updates)
        yield from (str(event["text"]) for event in incident.events)


def _without(incident: ImportedIncident, secret: Collection[str]) -> ImportedIncident:
    """The incident without the updates and events that hold a secret."""
    return incident._replace(
        updates=tuple(update for update in incident.updates if update["message"] not in secret),
        events=tuple(event for event in incident.events if event["text"] not in secret),
    )


def _create(
    root: Path, patterns: tuple[str, ...], incident: ImportedIncident, id: str, severities: dict[str, str]
) -> Path:
    """Write the record. Raises ConfigError."""
    from linter.incidents.exports.imported import record_values
    from linter.incidents.record_file import RecordError, create_record
    from linter.project.incidents import place_of_new_record

    try:
        refuse_wrong_id(id)
        values = record_values(incident, id, severities)
        place = Path(os.path.relpath(place_of_new_record(root, patterns, id)))
        create_record(place, values)
    except (RecordError, FileExistsError, ValueError) as error:
        raise ConfigError(str(error)) from None
    return place


def _severities(given: list[str]) -> dict[str, str]:
    """What `--severity` says, by the platform's word in lower case, `*` for any. Raises ConfigError."""
    found = {}
    for pair in given:
        word, _, severity = pair.rpartition("=")
        if severity_level(severity) is None:
            raise ConfigError(f"--severity {pair}: write P1, or WORD=P1; severities are P0 to P4")
        found[word.strip().casefold() or "*"] = severity
    return found
