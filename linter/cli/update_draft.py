"""What an update says: the message and the status that were given, the template, what the linter thinks of it."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.incident_changes import refuse_secrets, say_if_clock_is_behind
from linter.cli.incident_records import cadence_of
from linter.config import ConfigError
from linter.model.incident import ENDED, STATUSES, IncidentRecord

if TYPE_CHECKING:
    from linter.cli.setting import Setting
    from linter.incidents.sending import Draft

_PROGRAM = "send-incident-update"
_JUST_OVER = timedelta(hours=1)
_FURTHEST_SECONDS = 31 * 24 * 3600


def draft_of(args: argparse.Namespace, setting: Setting, record: IncidentRecord) -> Draft:
    """The update as it will stand in the record. Raises ConfigError."""
    from linter.incidents.control_characters import without_control_characters
    from linter.incidents.sending import Draft

    now = datetime.now(UTC).replace(microsecond=0)
    say_if_clock_is_behind(record, now, remedy="")
    status = _status(args.status, record)
    if record.times.resolved and status not in ENDED and not args.force:
        raise ConfigError(f"--status {status}: {record.id} is resolved (--force reopens it)")
    next_update = _next_update(args.next_update, setting, record, now) if status not in ENDED else None
    message = without_control_characters(args.message.encode("utf-8", "replace").decode()).strip()
    draft = Draft(now, status, message, next_update, record.impact if args.impact else "")
    if args.template:
        return draft._replace(message=_filled_in(args, setting, record, draft))
    if not message:
        raise ConfigError("--message TEXT is missing: what is being done? (or --template NAME)")
    return draft


def _status(given: str | None, record: IncidentRecord) -> str:
    if given is None:
        return record.status
    word = "-".join(given.casefold().split()).replace("postmortem", "post-mortem")
    if word not in STATUSES:
        near = get_close_matches(word, STATUSES, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"it is one of {', '.join(STATUSES)}"
        raise ConfigError(f"--status {given}: {hint}")
    return word


def _next_update(given: str | None, setting: Setting, record: IncidentRecord, now: datetime) -> datetime | None:
    """The time to promise: the one given, else what the severity asks for. Raises ConfigError."""
    from linter.parsing.durations import duration_seconds
    from linter.parsing.record_times import read_time

    if given is None:
        after = cadence_of(setting).after(record, now)
        return now + after if after else None
    seconds = duration_seconds(given)
    if seconds and seconds > _FURTHEST_SECONDS:
        raise ConfigError(f"--next-update {given}: that is more than a month away")
    if seconds:
        return now + timedelta(seconds=seconds)
    clock = given if ":" in given and len(given) <= 5 else ""
    time = read_time(f"{now:%Y-%m-%d}T{clock:0>5}:00Z" if clock else given)
    if time is None:
        raise ConfigError(f"--next-update {given}: neither a duration such as 30m nor a time such as 14:30 (UTC)")
    if clock:
        # At 23:50, 00:20 is tomorrow's; at 14:30, 14:29 is nobody's next day.
        days = (time + timedelta(days=number) for number in (-1, 0, 1))
        time = next(time for time in days if time > now - _JUST_OVER)
    if time <= now:
        raise ConfigError(f"--next-update {given}: that is over")
    return time


def _filled_in(args: argparse.Namespace, setting: Setting, record: IncidentRecord, draft: Draft) -> str:
    from linter.incidents.template_pages import template_called, template_pages
    from linter.model.incident import Update

    try:
        from linter.incidents.templates import UnusableTemplateError, fill_in
    except ModuleNotFoundError:
        raise ConfigError("--template: Jinja2 is not installed: pip install 'runbook-linter[incident]'") from None

    page = template_called(template_pages(setting.root, setting.config), args.template, setting.root)
    if not page.is_approved and not args.force:
        raise ConfigError(f"{page.path}: this template is not approved (--force takes it all the same)")
    update = Update("", draft.time, draft.status, draft.message, {}, draft.next_update, "")
    if draft.status in ENDED and record.times.resolved is None:
        record = record._replace(times=record.times._replace(resolved=draft.time))
    try:
        text = fill_in(page.text, page.kind, record, update)
    except UnusableTemplateError as problem:
        place = f"{page.path}:{problem.line}" if problem.line else page.path
        raise ConfigError(f"{place}: {problem}") from None
    if draft.message.casefold() not in text.casefold() and not args.force:
        raise ConfigError(f"{page.path}: has no `{{{{ message }}}}`: what --message says would be lost")
    return text


def may_be_sent(args: argparse.Namespace, setting: Setting, place: Path, draft: Draft) -> bool:
    """Say what the linter says of the message; false where it must not be sent, and nobody forces it."""
    from linter.incidents.message_checks import remarks_on_update
    from linter.incidents.record_file import record_values

    values = {**record_values(place), **({"impact": draft.impact} if draft.impact else {}), "status": draft.status}
    if draft.impact and not args.force:
        refuse_secrets(setting, draft.impact)
    remarks = remarks_on_update(setting.root, setting.config, values, draft.values("draft"), setting.today)
    for remark in remarks:
        print(f"{_PROGRAM}: {remark.rule}: {remark.message}", file=sys.stderr)
    stopping = [remark.rule for remark in remarks if remark.stops]
    if stopping and not args.force:
        print(f"{_PROGRAM}: not sent: say it in another way (--force sends it all the same)", file=sys.stderr)
        return False
    return True


def list_templates(setting: Setting) -> int:
    """Print the templates there are."""
    from linter.incidents.template_pages import template_pages
    from linter.reporting.incidents import printable

    pages = template_pages(setting.root, setting.config)
    for page in pages:
        approved = "" if page.is_approved else "  (not approved)"
        print(f"{page.name}  {page.path}{approved}\n    {printable(page.description or page.title)}")
    if not pages:
        print("no templates: runbook-linter new communication docs/communications/update.md begins one")
    return 0
