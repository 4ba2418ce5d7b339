"""`runbook-linter incident declare`, and `incident-initiator`: an incident is declared, or its declaration goes on."""

from __future__ import annotations

import argparse
import os
import shlex
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.declare_rehearsal import rehearse, show
from linter.cli.declare_steps import go_on
from linter.cli.ending import say
from linter.cli.incident_changes import commit_command, on_one_line, place_of_record, refuse_secrets
from linter.cli.incident_records import read_incident_setting, read_incidents, records_called, refuse_wrong_id
from linter.cli.setting import Setting, add_setting_arguments
from linter.config import ConfigError
from linter.project.root import git_top

if TYPE_CHECKING:
    from linter.incidents.declare import Declaration
    from linter.incidents.http import Deadline
    from linter.incidents.settings import Settings

PARTLY = 3
_DRAWS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `declare`."""
    parser.add_argument("--severity", metavar="P0…P4", help="P0, a critical outage, to P4, minor; SEV-1 means P1")
    parser.add_argument("--summary", metavar="TEXT", help="what is wrong, in one line that anybody understands")
    parser.add_argument("--service", action="append", metavar="NAME", help="what is affected; may be given again")
    parser.add_argument("--commander", default="", metavar="NAME", help="the Incident Commander")
    parser.add_argument("--communications-lead", default="", metavar="NAME", help="the Communications Lead")
    parser.add_argument("--id", metavar="ID", help="the incident's id (default: INC-<date>-<drawn number>)")
    parser.add_argument("--only", metavar="PARTS", help="page, ticket, channel: only these, whatever the severity")
    parser.add_argument("--resume", metavar="ID", help="do what is not done yet of an incident that was declared")
    parser.add_argument("--dry-run", action="store_true", help="print what would be written and sent; send nothing")
    parser.add_argument(
        "--sandbox",
        nargs="?",
        const="",
        metavar="FAULTS",
        help="rehearse with stand-ins of the services; faults such as chat.postMessage=lost,jira=refused",
    )
    add_setting_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Declare, or go on; 0 all done, 3 partly. Raises ConfigError."""
    from linter.incidents.http import Deadline
    from linter.incidents.record_file import RecordError
    from linter.incidents.settings import read_settings

    try:
        setting = read_incident_setting(args)
        settings = read_settings(setting.config)
    except ConfigError as error:
        if args.config or args.resume:
            raise
        way = f"`--config {os.devnull}` declares it without; `--resume` does the rest once this is mended"
        raise ConfigError(f"{error} ({way})") from None
    deadline = Deadline(settings.deadline)
    only = _parts(args.only)
    services = {"page": settings.pagerduty, "channel": settings.slack, "ticket": settings.jira}
    lacking = sorted(part for part in only if not services[part])
    if lacking and args.sandbox is None:
        raise ConfigError(f"--only {lacking[0]}: its service is not configured under `incident`")

    def write(root: Path) -> Path:
        return _copied(_resumed(args, setting), setting, root) if args.resume else _create(args, setting, root)

    try:
        if args.sandbox is not None:
            return PARTLY if rehearse(args.sandbox, write, setting, settings, only) else 0
        if args.dry_run:
            show(write, setting, settings, only)
            return 0
        return _declare(args, setting, settings, only, deadline)
    except RecordError as error:
        raise ConfigError(str(error)) from None


def _declare(
    args: argparse.Namespace, setting: Setting, settings: Settings, only: frozenset[str], deadline: Deadline
) -> int:
    """Write the record and carry out its steps, in another folder where it cannot be written. Raises RecordError."""
    from linter.incidents.record_file import UnwritableError, read_record
    from linter.incidents.spare_folders import written_elsewhere

    place, folder = None, setting.root
    try:
        place = _resumed(args, setting) if args.resume else _create(args, setting, setting.root)
        place = Path(os.path.relpath(place))
        undone = go_on(place, setting, settings, only, deadline, setting.root, resumed=bool(args.resume))
    except UnwritableError as error:
        # A disk that is full must not keep anybody from being woken.
        resumed = place is not None
        write = partial(_create, args, setting) if place is None else partial(_copied, place.absolute(), setting)
        try:
            place, folder = written_elsewhere(write)
        except UnwritableError as nowhere:
            raise ConfigError(f"{error}; {nowhere}: wake who is on call by phone") from None
        say(f"{error}: the record lies in {folder} for now\n")
        undone = go_on(place, setting, settings, only, deadline, folder, resumed=resumed)
    id = read_record(place).id
    _say_what_to_do_with_it(place, id, setting, folder)
    if undone:
        print(f"Do the rest:       {_resume_command(args, id)}")
    return PARTLY if undone or folder != setting.root else 0


def _say_what_to_do_with_it(place: Path, id: str, setting: Setting, folder: Path) -> None:
    """Say how the record is committed, or how it comes out of the folder that it lies in for now."""
    if folder != setting.root:
        home = shlex.quote(os.path.relpath((setting.root / place.relative_to(folder)).parent))
        print("\nThe record is not in its place, where the other commands look for it. Once it can be written there:")
        print(f"                   mkdir -p {home} && cp {shlex.quote(str(place))} {home}")
    elif git_top(setting.root):
        print(f"\nCommit the record: {commit_command(place, f'{id} declared')}")
    else:
        print(f"\nNobody else gets the record from there: {place} is in no Git repository")


def _create(args: argparse.Namespace, setting: Setting, root: Path) -> Path:
    """Write the first record. Raises ConfigError, RecordError."""
    from linter.incidents.declare import first_values, new_id
    from linter.incidents.record_file import create_record
    from linter.project.incidents import place_of_new_record

    said = _declaration(args, setting)
    if args.id is not None:
        refuse_wrong_id(args.id, "--id")
    # A number that is drawn is nobody else's: to wake somebody, no other record need be read.
    files = read_incidents(setting)[0] if args.id else []
    for _ in range(_DRAWS):
        id = args.id or new_id(said.time.date())
        place = root / place_of_new_record(setting.root, setting.config.incidents, id).relative_to(setting.root)
        try:
            if records_called(files, id):
                raise FileExistsError
            create_record(place, first_values(id, said))
            return place
        except FileExistsError:
            if args.id:
                raise ConfigError(f"{id} is there already: --resume {id} goes on with it") from None
    raise ConfigError(f"no id is free after {_DRAWS} draws: give one with --id")


def _declaration(args: argparse.Namespace, setting: Setting) -> Declaration:
    from linter.incidents.declare import Declaration
    from linter.model.severity_scheme import severity_level

    if args.severity is None or args.summary is None:
        raise ConfigError('say how bad it is and what is wrong: --severity P1 --summary "…"')
    level = severity_level(args.severity)
    if level is None:
        raise ConfigError(f"--severity {args.severity}: it is P0 to P4, or SEV-0 to SEV-4")
    summary = on_one_line(args.summary, "--summary")
    services = tuple(on_one_line(service, "--service") for service in args.service or ())
    commander = on_one_line(args.commander, "--commander") if args.commander else ""
    lead = args.communications_lead
    lead = on_one_line(lead, "--communications-lead") if lead else ""
    refuse_secrets(setting, summary, *services, commander, lead)
    return Declaration(level, summary, datetime.now(UTC), services, commander, lead)


def _resumed(args: argparse.Namespace, setting: Setting) -> Path:
    for name in ("severity", "summary", "service", "commander", "communications_lead", "id"):
        if getattr(args, name):
            raise ConfigError(f"--resume takes no --{name.replace('_', '-')}: the record says it")
    return place_of_record(setting, args.resume)


def _copied(place: Path, setting: Setting, root: Path) -> Path:
    copy = root / place.relative_to(setting.root)
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(place.read_bytes())
    return copy


def _parts(text: str | None) -> frozenset[str]:
    from linter.incidents.declare import PARTS

    parts = [part.strip() for part in (text or "").split(",") if part.strip()]
    for part in parts:
        if part not in PARTS:
            raise ConfigError(f"--only {part}: it is one or more of {', '.join(PARTS)}, with commas between")
    if text is not None and not parts:
        raise ConfigError(f"--only: name one or more of {', '.join(PARTS)}")
    return frozenset(parts)


def _resume_command(args: argparse.Namespace, id: str) -> str:
    words = ["incident-initiator", "--resume", id]
    for option in ("only", "config"):
        if getattr(args, option):
            words += [f"--{option}", getattr(args, option)]
    return shlex.join(words)
