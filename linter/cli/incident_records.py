"""What the commands on incidents share: reading the records, finding one, the time that counts as now."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from difflib import get_close_matches
from pathlib import PurePath
from typing import TYPE_CHECKING

from linter.cli.ending import complain
from linter.cli.setting import Setting, read_setting
from linter.config import ConfigError, find_config
from linter.model.incident import IncidentFile, IncidentRecord
from linter.project.root import git_top

if TYPE_CHECKING:
    from linter.rules.incidents.cadence import Cadence

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)


def read_incident_setting(args: argparse.Namespace) -> Setting:
    """The setting of a command on incidents. Raises ConfigError.

    Where nothing is configured, the records may lie at the top of the repository that the working folder is in: what
    was declared there is found from every folder.
    """
    from linter.project.incidents import record_paths

    setting = read_setting(args, [])
    top = git_top(setting.root)
    if top is None or top == setting.root or find_config(setting.root):
        return setting
    here, there = (record_paths(root, setting.config.incidents) for root in (setting.root, top))
    return setting._replace(root=top, arguments=(top,)) if there and not here else setting


def read_incidents(setting: Setting) -> tuple[list[IncidentFile], list[str]]:
    """The records of the knowledge base, and what cannot be read at all."""
    from linter.project.incidents import read_records, record_paths
    from linter.project.reading import UnreadableError, read_text

    troubles: list[str] = []

    def read(path: str) -> str | None:
        try:
            return read_text(setting.root, path)
        except UnreadableError as error:
            troubles.append(f"{path}: cannot be read: {error}")
            return None

    paths = record_paths(setting.root, setting.config.incidents)
    files = read_records(paths, read, setting.config)
    return [file for file in files if not file.skipped], troubles


def refuse_wrong_id(id: str, what: str = "") -> None:
    """Raise ConfigError for an id that no record, and no file, can be called by; `what` is the option that gave it."""
    if not _ID.fullmatch(id):
        said = f"{what} {id}" if what else f"`{id}` is no `id`"
        raise ConfigError(f"{said}: at most 100 letters, digits, `-`, `_` and `.`, such as INC-123")


def records_called(files: Sequence[IncidentFile], id: str) -> list[IncidentRecord]:
    """The records with an id, else those of the ticket with this key; more than one where several claim it."""
    wanted = id.casefold()
    if not wanted:
        # A record without a ticket has an empty key, and is not meant.
        return []
    records = [file.record for file in files if file.record]
    return [record for record in records if record.id.casefold() == wanted] or [
        record for record in records if ticket_key(record).casefold() == wanted
    ]


def record_called(files: Sequence[IncidentFile], id: str) -> IncidentRecord | None:
    """The record with an id or a ticket's key; None where there is none. Raises ConfigError where several claim it."""
    found = records_called(files, id)
    if len({record.path for record in found}) > 1:
        listed = ", ".join(record.path for record in found)
        raise ConfigError(f"several records claim the id `{id}`: {listed}")
    return found[0] if found else None


def broken_file_called(setting: Setting, files: Sequence[IncidentFile], troubles: Sequence[str], id: str) -> str:
    """The file that is called after an id, and holds no record; empty where there is none.

    Raises ConfigError where it cannot be read at all.
    """
    from linter.project.incidents import record_paths

    good = {file.path for file in files if file.record and file.record.id}
    for path in record_paths(setting.root, setting.config.incidents):
        if path not in good and PurePath(path).stem.casefold() == id.casefold():
            for trouble in troubles:
                if trouble.startswith(f"{path}: "):
                    raise ConfigError(trouble)
            return path
    return ""


def no_such_incident(setting: Setting, files: Sequence[IncidentFile], id: str) -> str:
    """What to say where no record has this id."""
    ids = [file.record.id for file in files if file.record and file.record.id]
    near = get_close_matches(id.upper(), ids, 1)
    called = next(
        (file for file in files if file.record and PurePath(file.path).stem.casefold() == id.casefold()), None
    )
    if called and called.record and called.record.id:
        return f"no incident `{id}`: {called.path} holds `{called.record.id}`"
    if not ids:
        return f"no incident `{id}`; there are none in {setting.root}"
    return f"no incident `{id}`{f'; did you mean `{near[0]}`?' if near else f' among {len(ids)}'}"


def broken_lines(file: IncidentFile) -> Iterable[str]:
    """What is wrong with a record, one line each with file and position."""
    from linter.parsing.lines import line_and_column

    for part in file.broken:
        yield f"{file.path}:{line_and_column(file.text, part.span.start)}: {part.message}"


def finish(troubles: Sequence[str]) -> int:
    """Say what went wrong; the exit status."""
    for trouble in troubles:
        complain(trouble)
    return 2 if troubles else 0


def ticket_key(record: IncidentRecord) -> str:
    """The key of a ticket, which its URL ends with."""
    return record.links.get("ticket", "").rstrip("/").rpartition("/")[2]


def cadence_of(setting: Setting) -> Cadence:
    """How often to tell, as the rule on it is configured. Raises ConfigError."""
    from linter.rules.incidents.update_cadence import UpdateCadence, configured_cadence

    try:
        return configured_cadence(setting.config)
    except ValueError as error:
        raise ConfigError(f"{setting.config.path}: {UpdateCadence.name}: {error}") from None


def add_at_argument(parser: argparse.ArgumentParser) -> None:
    """The option that says what time it is."""
    parser.add_argument("--at", metavar="TIME", help="the time to take for now, such as 2026-10-20T06:00:00Z")


def now_of(args: argparse.Namespace, setting: Setting) -> datetime:
    """`--at`, else the beginning of `--today`, else the clock's. Raises ConfigError."""
    from linter.parsing.record_times import read_time

    if args.at is not None:
        at = read_time(args.at)
        if at is None:
            raise ConfigError(f"--at {args.at}: not a time with its zone, such as 2026-10-20T06:00:00Z")
        return at
    if args.today is not None:
        return datetime.combine(setting.today, time(), UTC)
    return datetime.now(UTC)
