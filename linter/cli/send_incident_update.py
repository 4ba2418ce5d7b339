"""`send-incident-update`: tell stakeholders how an incident stands, once, in every channel, and write it down."""

from __future__ import annotations

import argparse
import json
import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from linter.cli.command_parser import CommandParser
from linter.cli.ending import end, say, status_of
from linter.cli.incident_changes import commit_command, on_one_line, place_of_record
from linter.cli.incident_records import read_incident_setting
from linter.cli.setting import add_setting_arguments
from linter.cli.update_draft import draft_of, list_templates, may_be_sent
from linter.config import ConfigError
from linter.project.root import git_top

if TYPE_CHECKING:
    from linter.cli.setting import Setting
    from linter.incidents.channels.channel import Channel
    from linter.incidents.http import Deadline
    from linter.incidents.sending import Draft
    from linter.incidents.steps import Result
    from linter.model.incident import IncidentRecord

_PROGRAM = "send-incident-update"
_PARTLY = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command, and of `runbook-linter incident update`."""
    parser.add_argument("--incident-id", metavar="ID", help="the incident's id, or its ticket's key")
    parser.add_argument(
        "--status", metavar="WORD", help="Investigating, Identified, Monitoring, Resolved (default: the record's)"
    )
    parser.add_argument("--message", default="", metavar="TEXT", help="what is being done, or what there is to say")
    parser.add_argument("--impact", default="", metavar="TEXT", help="what customers notice, for the record as well")
    parser.add_argument("--template", metavar="NAME", help="the communication template to fill in")
    parser.add_argument("--list-templates", action="store_true", help="print the templates there are")
    parser.add_argument(
        "--next-update", metavar="TIME", help="when the next one comes: 30m, 1h, 14:30 (default: as the severity asks)"
    )
    parser.add_argument("--force", action="store_true", help="send it though the linter says that it must not be sent")
    parser.add_argument("--commit", action="store_true", help="commit the record")
    parser.add_argument("--dry-run", action="store_true", help="print what would be sent, and do nothing")
    parser.add_argument("--resume", action="store_true", help="send what an earlier run could not")
    parser.add_argument(
        "--sandbox",
        nargs="?",
        const="",
        metavar="FAULTS",
        help="rehearse with stand-ins of the services; faults such as chat.postMessage=lost,statuspage=refused",
    )
    add_setting_arguments(parser)


def parser() -> argparse.ArgumentParser:
    """The options of the command alone."""
    parser = CommandParser(
        prog=_PROGRAM,
        description="Tell stakeholders how an incident stands: in its record first, then in every channel, once.",
        epilog=f'For example: {_PROGRAM} --incident-id INC-7 --status Identified --message "A certificate is renewed." '
        "Exit status: 0 sent to every channel, 1 the message must not be sent as it is, 2 wrong use, 3 sent to some "
        "(the output says how to send the rest).",
    )
    add_arguments(parser)
    return parser


def entry() -> NoReturn:
    """The console script."""
    end(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 sent everywhere, 1 the message must not be sent, 2 wrong use, 3 sent to some."""
    interrupted = "interrupted; the record says how far it came, and --resume goes on"
    return status_of(_PROGRAM, lambda: run(parser().parse_args(argv)), interrupted)


def run(args: argparse.Namespace) -> int:
    """Do what is asked for. Raises ConfigError and SchemaError."""
    from linter.incidents.record_file import RecordError

    setting = read_incident_setting(args)
    if args.list_templates:
        return list_templates(setting)
    if not args.incident_id:
        raise ConfigError("--incident-id ID is missing")
    place = Path(os.path.relpath(place_of_record(setting, args.incident_id)))
    try:
        return _update(args, setting, place)
    except RecordError as error:
        raise ConfigError(str(error)) from None


def _update(args: argparse.Namespace, setting: Setting, place: Path) -> int:
    from linter.incidents.record_file import read_record
    from linter.incidents.sending import unsent

    if args.resume and (args.message or args.template or args.status or args.impact):
        raise ConfigError("--resume sends what is written down already: leave out what the update says")
    record = read_record(place)
    if args.impact:
        record = record._replace(impact=on_one_line(args.impact, "--impact"))
    draft = None if args.resume else draft_of(args, setting, record)
    if draft is None and not unsent(record):
        print(f"{place.name}: every update was sent")
        return 0
    if draft and not may_be_sent(args, setting, place, draft):
        return 1
    if args.sandbox is not None:
        return _rehearse(args.sandbox, setting, place, draft)
    channels, deadline = _channels(setting)
    if args.dry_run:
        return _show(record, draft, channels)
    status = _send(place, draft, channels, deadline)
    return max(status, _committed(args, place, draft))


def _rehearse(script: str, setting: Setting, place: Path, draft: Draft | None) -> int:
    """The same with a copy of the record, against stand-ins of the services, which may fail. Raises ConfigError."""
    from linter.incidents.sandbox.faults import read_faults
    from linter.incidents.update_rehearsal import rehearsed

    try:
        faults, refused = read_faults(script)
    except ValueError as error:
        raise ConfigError(f"--sandbox: {error}") from None
    print("A rehearsal: nothing leaves this machine, and the record stays as it is.\n")
    with rehearsed(setting.config, place, faults, refused) as rehearsal:
        status = _send(rehearsal.place, draft, rehearsal.channels, rehearsal.deadline)
        if status and script:
            print("\nOnce the services are well, `--resume` sends the rest:\n")
            rehearsal.mend(refused)
            status = _send(rehearsal.place, None, rehearsal.channels, rehearsal.deadline)
        print("\nWhat the services got\n")
        for text in rehearsal.received():
            print(f"{text}\n")
    return status


def _channels(setting: Setting) -> tuple[list[Channel], Deadline]:
    from linter.incidents.channel_settings import read_channel_settings
    from linter.incidents.channels_in_use import channels_in_use
    from linter.incidents.http import Deadline
    from linter.incidents.settings import read_settings

    settings = read_settings(setting.config)
    deadline = Deadline(settings.deadline)
    return list(channels_in_use(settings.slack, read_channel_settings(setting.config), deadline)), deadline


def _show(record: IncidentRecord, draft: Draft | None, channels: Sequence[Channel]) -> int:
    """Print what each channel would get."""
    from linter.incidents.sending import unsent
    from linter.incidents.update import outgoing
    from linter.model.incident import Update

    if draft:
        update = Update("draft", draft.time, draft.status, draft.message, {}, draft.next_update, "")
        waiting = [(record._replace(updates=(*record.updates, update)), update, [c.name for c in channels])]
    else:
        waiting = [(record, update, names) for update, names in unsent(record)]
    for known, update, names in waiting:
        for channel in channels:
            if channel.name in names:
                payload = channel.payload(outgoing(known, update))
                shown = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False, indent=1)
                print(f"{channel.name}:\n{shown}\n")
    print(
        "nothing was sent, and nothing was written down"
        if channels
        else "no channel is configured: it would be sent nowhere"
    )
    return 0


def _send(place: Path, draft: Draft | None, channels: Sequence[Channel], deadline: Deadline) -> int:
    """Write the update down and send it, or send what is left of earlier ones; the exit status."""
    from linter.incidents.record_file import UnwritableError, read_record
    from linter.incidents.sending import unsent, write_down

    if draft:
        try:
            id = write_down(place, draft, channels)
        except UnwritableError as error:
            raise ConfigError(f"{error}: nothing was sent") from None
        say(f"{place.name}: the update is written down")
        if not channels:
            say("it was sent nowhere: no channel is configured under `incident`")
        waiting = [(id, [channel.name for channel in channels])]
    else:
        waiting = [(update.id, names) for update, names in unsent(read_record(place))]
    left = [not _post(place, id, names, channels, deadline, resumed=draft is None) for id, names in waiting]
    if any(left):
        id = shlex.quote(read_record(place).id)
        print(f"what is left is sent by: {_PROGRAM} --incident-id {id} --resume")
    return _PARTLY if any(left) else 0


def _post(
    place: Path, id: str, names: Sequence[str], channels: Sequence[Channel], deadline: Deadline, *, resumed: bool
) -> bool:
    """Post one update to the channels of these names, and say how it went; true where nothing is left to do."""
    from linter.incidents.sending import send, wanted
    from linter.reporting.incidents import printable

    def tell(result: Result) -> None:
        state = {"done": "sent", "attempted": "unknown"}.get(result.state, result.state)
        more = result.problem or result.outcome.note or result.outcome.url
        said = f"{result.name.removeprefix(f'{id} ')}: {state}{f': {more}' if more else ''}"
        say(f"  {printable(said)}")

    chosen = wanted(channels, names)
    problems = [channel for channel in chosen if channel.problem]
    for channel in problems:
        say(f"  {channel.name}: failed: {channel.problem}")
    # Apprise as a whole stands for its addresses.
    missing = set(names) - {name for channel in chosen for name in (channel.name, channel.name.partition("-")[0])}
    for name in sorted(missing):
        say(f"  {name}: it is not configured any more; the step `{id} {name}` stays open")
    results = send(place, id, chosen, deadline, tell, resumed=resumed)
    return not problems and not missing and all(result.is_settled for result in results)


def _committed(args: argparse.Namespace, place: Path, draft: Draft | None) -> int:
    """Commit the record if that is asked for, else say how; the exit status."""
    from linter.incidents.committing import branch_of, commit
    from linter.incidents.record_file import read_record

    record = read_record(place)
    message = f"{record.id}: {draft.status if draft else record.status}"
    command = commit_command(place, message)
    if not args.commit:
        if git_top(place.resolve().parent) is None:
            print(f"not committed: {place} is in no Git repository")
            return 0
        print(f"not committed: {command}")
        return 0
    trouble = commit(place, message)
    if trouble:
        print(f"not committed ({trouble}): {command}")
        return _PARTLY
    branch = branch_of(place)
    print(f"committed{f' on {branch}' if branch else ''}: {message}; others see it once it is pushed")
    if not branch:
        print("the commit is on no branch: `git switch -c NAME` keeps it")
    return 0
