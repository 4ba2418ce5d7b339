"""What follows a record: its steps are carried out, and people hear what is left for them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.ending import say
from linter.cli.incident_records import cadence_of
from linter.cli.setting import Setting
from linter.config import ConfigError
from linter.kinds.errors import SchemaError

if TYPE_CHECKING:
    from linter.incidents.declare import Plan
    from linter.incidents.http import Deadline
    from linter.incidents.settings import Settings
    from linter.incidents.steps import Result
    from linter.model.incident import IncidentRecord

_RUNBOOKS = 3


def go_on(
    place: Path,
    setting: Setting,
    settings: Settings,
    only: frozenset[str],
    deadline: Deadline,
    root: Path,
    *,
    resumed: bool,
) -> bool:
    """Carry out what a record asks for, and say so; true where something is left to do. Raises RecordError."""
    from linter.incidents.declare import plan, write_links
    from linter.incidents.steps import carry_out, skip
    from linter.incidents.what_next import by_hand, result_line
    from linter.reporting.incidents import printable

    record = record_at(place, root)
    planned: Plan = plan(record, settings, only, deadline)
    say(f"{record.id}: {record.severity} declared, {printable(record.title)}")
    say(f"  {'done':<8} {'record':<14} {record.path}")
    left_out = [skip(place, part, reason) for part, reason in planned.left_out.items()]
    for result in left_out:
        say(result_line(result))

    def tell(result: Result) -> None:
        say(result_line(result))

    results: list[Result] = carry_out(place, planned.actions, tell, resumed=resumed)
    write_links(place)
    if todo := list(by_hand(record, settings, results, planned)):
        say("\nNot done: do this by hand", *todo)
    if record.is_open:
        _say_what_is_due(record, setting, deadline)
    return bool(planned.given_up) or not all(result.is_settled for result in results)


def record_at(place: Path, root: Path) -> IncidentRecord:
    """The record, with the path that means the same to everybody. Raises RecordError."""
    from linter.incidents.record_file import read_record

    return read_record(place)._replace(path=os.path.relpath(place, root).replace(os.sep, "/"))


def _say_what_is_due(record: IncidentRecord, setting: Setting, deadline: Deadline) -> None:
    """Roles, the first update, the runbook. Settings that cannot be used take back nothing of what was done."""
    from linter.incidents.what_next import roles_and_updates

    try:
        now = [*roles_and_updates(record, cadence_of(setting)), *_runbooks(record, setting, deadline)]
    except (ConfigError, SchemaError) as error:
        print(f"incident-initiator: what is due now cannot be said: {error}", file=sys.stderr)
    else:
        say("\nNow", *now)


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
