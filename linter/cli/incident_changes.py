"""What the commands that write into an incident's record share."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.incident_records import no_such_incident, read_incidents, records_called
from linter.cli.setting import Setting, add_common_arguments
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.incidents.record_file import RecordChange

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def add_id_argument(parser: argparse.ArgumentParser) -> None:
    """The incident, and the options all commands share."""
    parser.add_argument("id", metavar="ID", help="the incident's id, or its ticket's key")
    add_common_arguments(parser)


def add_time_argument(parser: argparse.ArgumentParser, what: str) -> None:
    """The option that says when something was."""
    parser.add_argument(
        "--time", metavar="TIME", help=f"when {what}: 06:22 (UTC, the last one) or 2026-10-20T06:22:00Z (default: now)"
    )


def time_given(args: argparse.Namespace) -> datetime:
    """`--time` in UTC, else the clock's to the second. Raises ConfigError."""
    from linter.parsing.record_times import read_time

    now = datetime.now(UTC).replace(microsecond=0)
    if args.time is None:
        return now
    clock = _CLOCK.fullmatch(args.time)
    if clock:
        today = now.replace(hour=int(clock[1]), minute=int(clock[2]), second=0)
        return today if today <= now else today - timedelta(days=1)
    time = read_time(args.time)
    if time is None:
        raise ConfigError(f"--time {args.time}: neither a time such as 06:22 nor one such as 2026-10-20T06:22:00Z")
    return time


def place_of_record(setting: Setting, id: str) -> Path:
    """The file of an incident's record, by its id or its ticket's key. Raises ConfigError."""
    files, _ = read_incidents(setting)
    found = records_called(files, id)
    if len({record.path for record in found}) > 1:
        listed = ", ".join(record.path for record in found)
        raise ConfigError(f"several records claim the id `{id}`: {listed}")
    if found:
        return setting.root / found[0].path
    # What is too broken to be read is refused by its name, with what is wrong and where.
    named = [file for file in files if not file.record and Path(file.path).stem.casefold() == id.casefold()]
    if not named:
        raise ConfigError(no_such_incident(files, id))
    return setting.root / named[0].path


@contextmanager
def changing_incident(place: Path) -> Iterator[RecordChange]:
    """The record in a file, to change. Raises ConfigError."""
    from linter.incidents.record_file import RecordError, changing

    try:
        with changing(Path(os.path.relpath(place))) as change:
            yield change
    except RecordError as error:
        raise ConfigError(str(error)) from None


def on_one_line(text: str) -> str:
    """A text of the command line as the record holds it. Raises ConfigError for an empty one."""
    line = " ".join(text.encode("utf-8", "replace").decode().split())
    if not line:
        raise ConfigError("the text is empty")
    return line
