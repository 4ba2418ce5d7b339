"""`runbook-linter incident declare`, and `incident-initiator`: an incident is declared, or its declaration goes on."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shlex
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.ending import say
from linter.cli.incident_changes import on_one_line, place_of_record, refuse_secrets
from linter.cli.incident_records import cadence_of, read_incidents, records_called, refuse_wrong_id
from linter.cli.setting import Setting, add_common_arguments, read_setting
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.incidents.declare import Declaration, Plan
    from linter.incidents.http import Deadline
    from linter.incidents.rehearsal import Rehearsal
    from linter.incidents.settings import Settings
    from linter.incidents.steps import Result
    from linter.model.incident import IncidentRecord

PARTLY = 3
_DRAWS = 20
_RUNBOOKS = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `declare`."""
    parser.add_argument("--severity", metavar="P0…P4", help="how bad it is; SEV-1 means P1")
    parser.add_argument("--summary", metavar="TEXT", help="what is wrong, in one line that anybody understands")
    parser.add_argument("--service", action="append", metavar="NAME", help="what is affected; may be given again")
    parser.add_argument("--commander", default="", metavar="NAME", help="the Incident Commander")
    parser.add_argument("--communications-lead", default="", metavar="NAME")
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
    add_common_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Declare, or go on; 0 all done, 3 partly. Raises ConfigError."""
    from linter.incidents.http import Deadline
    from linter.incidents.record_file import RecordError
    from linter.incidents.settings import read_settings

    setting = read_setting(args, [])
    settings = read_settings(setting.config)
    deadline = Deadline(settings.deadline)
    only = _parts(args.only)
    try:
        services = {"page": settings.pagerduty, "channel": settings.slack, "ticket": settings.jira}
        lacking = sorted(part for part in only if not services[part])
        if lacking and args.sandbox is None:
            raise ConfigError(f"--only {lacking[0]}: its service is not configured under `incident`")
        if args.dry_run or args.sandbox is not None:
            return _rehearse(args, setting, settings, only)
        place = _resumed(args, setting) if args.resume else _create(args, setting, setting.root)
        place = Path(os.path.relpath(place))
        undone = _go_on(place, setting, settings, only, deadline)
    except RecordError as error:
        raise ConfigError(str(error)) from None
    print(f"\nCommit the record: git add {shlex.quote(os.path.relpath(place))}")
    if undone:
        print(f"Do the rest:       {_resume_command(args, place)}")
    return PARTLY if undone else 0


def _go_on(
    place: Path,
    setting: Setting,
    settings: Settings,
    only: frozenset[str],
    deadline: Deadline,
    root: Path | None = None,
) -> bool:
    """Carry out what a record asks for, and say so; true where something is left to do. Raises RecordError."""
    from linter.incidents.declare import plan, write_links
    from linter.incidents.steps import carry_out, skip
    from linter.incidents.what_next import by_hand, result_line, roles_and_updates
    from linter.reporting.incidents import printable

    record = _record(place, root or setting.root)
    planned: Plan = plan(record, settings, only, deadline)
    say(f"{record.id}: {record.severity} declared, {printable(record.title)}")
    say(f"  {'done':<8} {'record':<14} {record.path}")
    left_out = [skip(place, part, reason) for part, reason in planned.left_out.items()]
    for result in left_out:
        say(result_line(result))

    def tell(result: Result) -> None:
        say(result_line(result))

    results: list[Result] = carry_out(place, planned.actions, tell)
    write_links(place)
    if todo := list(by_hand(record, settings, results, planned.unconfigured)):
        say("\nNot done: do this by hand", *todo)
    if record.is_open:
        now = [*roles_and_updates(record, cadence_of(setting)), *_runbooks(record, setting, deadline)]
        say("\nNow", *now)
    return not all(result.is_settled for result in results)


def _rehearse(args: argparse.Namespace, setting: Setting, settings: Settings, only: frozenset[str]) -> int:
    """The same in a temporary folder, against the sandbox. Raises ConfigError, RecordError."""
    from linter.incidents.http import Deadline
    from linter.incidents.rehearsal import rehearsal
    from linter.incidents.sandbox.faults import read_faults

    try:
        faults, refused = read_faults(args.sandbox or "")
    except ValueError as error:
        raise ConfigError(f"--sandbox: {error}") from None
    everything = args.sandbox is not None
    with (
        tempfile.TemporaryDirectory() as folder,
        rehearsal(settings, faults, refused, everything=everything) as rehearsed,
    ):
        root = Path(folder)
        place = _copied(_resumed(args, setting), setting, root) if args.resume else _create(args, setting, root)
        if not everything:
            return _print_dry_run(place, setting, rehearsed, only, root)
        print("A rehearsal: nothing is written into the knowledge base, and nothing leaves this machine.\n")
        undone = _go_on(place, setting, rehearsed.settings, only, Deadline(settings.deadline), root)
        if undone:
            print("\nOnce the services are well, `--resume` does the rest:\n")
            rehearsed.sandbox.faults.clear()
            for service in refused:
                rehearsed.sandbox.bring_up(service)
            undone = _go_on(place, setting, rehearsed.settings, only, Deadline(settings.deadline), root)
        print(f"\nThe record\n\n{place.read_text(encoding='utf-8')}\nWhat the services got\n")
        for text in rehearsed.received():
            print(f"{text}\n")
    return PARTLY if undone else 0


def _print_dry_run(place: Path, setting: Setting, rehearsed: Rehearsal, only: frozenset[str], root: Path) -> int:
    """What would be written and sent; what the steps say of themselves would read as if it had happened."""
    from linter.incidents.http import Deadline

    record = _record(place, root)
    text = place.read_text(encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        _go_on(place, setting, rehearsed.settings, only, Deadline(rehearsed.settings.deadline), root)
    print(f"Nothing is written or sent.\n\nThe record, {record.path}\n\n{text}")
    requests = list(rehearsed.received())
    print("What the services would get, with stand-ins' ids\n" if requests else "No service would get anything.")
    for request in requests:
        print(f"{request}\n")
    return 0


def _create(args: argparse.Namespace, setting: Setting, root: Path) -> Path:
    """Write the first record. Raises ConfigError, RecordError."""
    from linter.incidents.declare import first_values, new_id
    from linter.incidents.record_file import create_record
    from linter.project.incidents import place_of_new_record

    said = _declaration(args, setting)
    if args.id is not None:
        refuse_wrong_id(args.id, "--id")
    files, _ = read_incidents(setting)
    for _ in range(_DRAWS):
        id = args.id or new_id(setting.today)
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


def _record(place: Path, root: Path) -> IncidentRecord:
    """The record, with the path that means the same to everybody."""
    from linter.incidents.record_file import read_record

    return read_record(place)._replace(path=os.path.relpath(place, root).replace(os.sep, "/"))


def _parts(text: str | None) -> frozenset[str]:
    from linter.incidents.declare import PARTS

    parts = [part.strip() for part in (text or "").split(",") if part.strip()]
    for part in parts:
        if part not in PARTS:
            raise ConfigError(f"--only {part}: it is one or more of {', '.join(PARTS)}, with commas between")
    if text is not None and not parts:
        raise ConfigError(f"--only: name one or more of {', '.join(PARTS)}")
    return frozenset(parts)


def _resume_command(args: argparse.Namespace, place: Path) -> str:
    words = ["incident-initiator", "--resume", place.stem]
    for option in ("only", "config"):
        if getattr(args, option):
            words += [f"--{option}", getattr(args, option)]
    return shlex.join(words)


def _runbooks(record: IncidentRecord, setting: Setting, deadline: Deadline) -> Iterator[str]:
    """Where the runbook of the services is; how to look for it where there is no service, or no time."""
    if not record.services or deadline.left() < 1:
        yield "  Runbook: runbook-linter find SERVICE|ALERT"
        return
    from linter.cli.setting import make_request
    from linter.engine import Engine
    from linter.levels import Selection
    from linter.page_search import pages_about

    args = argparse.Namespace(all_projects=False, no_cache=False)
    request, _ = make_request(setting._replace(arguments=(setting.root,)), args, selection=Selection(("title",)))
    pages, _ = Engine(request).page_results(request.pages)
    for service in record.services:
        found = pages_about(pages, service)
        for page in found[:_RUNBOOKS]:
            yield f"  Runbook: {page.path}" + (f" ({page.title})" if page.title else "")
        if not found:
            yield f"  Runbook: none for `{service}`; runbook-linter find SERVICE|ALERT"
