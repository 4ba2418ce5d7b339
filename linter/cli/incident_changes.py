"""What the commands that write into an incident's record share."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.incident_records import broken_file_called, no_such_incident, read_incidents, record_called
from linter.cli.setting import Setting, add_setting_arguments
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.incidents.record_file import RecordChange
    from linter.model.incident import IncidentRecord

_CLOCKS_DIFFER = timedelta(minutes=5)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def add_id_argument(parser: argparse.ArgumentParser) -> None:
    """The incident."""
    parser.add_argument("id", metavar="ID", help="the incident's id, or its ticket's key")


def add_time_argument(parser: argparse.ArgumentParser, what: str) -> None:
    """The option that says when something was, and those that all these commands share."""
    parser.add_argument(
        "--time", metavar="TIME", help=f"when {what}: 06:22 (UTC, the last one) or 2026-10-20T06:22:00Z (default: now)"
    )
    add_setting_arguments(parser)


def time_given(args: argparse.Namespace) -> datetime:
    """`--time` in UTC, else the clock's to the second. Raises ConfigError."""
    from linter.parsing.record_times import read_time

    now = datetime.now(UTC).replace(microsecond=0)
    if args.time is None:
        return now
    clock = _CLOCK.fullmatch(args.time)
    if clock:
        today = now.replace(hour=int(clock[1]), minute=int(clock[2]), second=0)
        days = (today + timedelta(days=number) for number in (1, 0, -1))
        return next(time for time in days if time <= now + _CLOCKS_DIFFER)
    time = read_time(args.time)
    if time is None:
        raise ConfigError(f"--time {args.time}: neither a time such as 06:22 nor one such as 2026-10-20T06:22:00Z")
    # A wrong month is a slip of the pen.
    if time > now + timedelta(days=1):
        raise ConfigError(f"--time {args.time}: that is still to come")
    return time


def say_if_clock_is_behind(record: IncidentRecord, time: datetime, remedy: str = "; --time TIME says another") -> None:
    """Say on standard error that this machine's clock gave a time before what the record says has happened already."""
    from linter.rules.incidents.update_cadence import time_in_words

    last = record.last_written
    if last and time < last - _CLOCKS_DIFFER:
        print(
            f"this machine's clock says {time_in_words(time)}, and the record has something of {time_in_words(last)}"
            f" already: set the clock if it is wrong{remedy}",
            file=sys.stderr,
        )


def place_of_record(setting: Setting, id: str) -> Path:
    """The file of an incident's record, by its id or its ticket's key. Raises ConfigError."""
    files, troubles = read_incidents(setting)
    found = record_called(files, id)
    # What holds no record is refused by whoever reads it, with what is wrong and where.
    path = found.path if found else broken_file_called(setting, files, troubles, id)
    if not path:
        raise ConfigError(no_such_incident(setting, files, id))
    return setting.root / path


@contextmanager
def changing_incident(place: Path) -> Iterator[RecordChange]:
    """The record in a file, to change. Raises ConfigError."""
    from linter.incidents.record_file import RecordError, changing

    try:
        with changing(Path(os.path.relpath(place))) as change:
            yield change
    except RecordError as error:
        raise ConfigError(str(error)) from None


def commit_command(place: Path, message: str) -> str:
    """What commits a record and nothing else, for a shell."""
    file = shlex.quote(str(place))
    return f"git add {file} && git commit -m {shlex.quote(message)} -- {file}"


def on_one_line(text: str, what: str) -> str:
    """A text of the command line as the record holds it. Raises ConfigError for an empty one, called `what`."""
    from linter.incidents.control_characters import without_control_characters

    line = without_control_characters(" ".join(text.encode("utf-8", "replace").decode().split()))
    if not line:
        raise ConfigError(f"{what} is empty")
    return line


def refuse_secrets(setting: Setting, *texts: str) -> None:
    """Raise ConfigError where one of these texts holds what looks like a token or a password."""
    from linter.incidents.message_checks import secrets_in

    for secret in secrets_in(setting.root, setting.config, "\n\n".join(filter(None, texts)), setting.today):
        raise ConfigError(f"not written down: {secret}")
