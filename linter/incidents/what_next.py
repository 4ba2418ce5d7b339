"""What people do once an incident is declared: what no service did for them, roles, updates, the runbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.incidents.channels.jira import label_of
from linter.incidents.channels.slack_channel import channel_names
from linter.incidents.declare import PARTS, Plan
from linter.incidents.settings import Settings, Slack, TokenSource
from linter.incidents.steps import Result
from linter.model.incident import IncidentRecord
from linter.reporting.incidents import printable
from linter.rules.incidents.cadence import Cadence, next_due
from linter.rules.incidents.incident_roles import has_one_for_both
from linter.rules.incidents.update_cadence import time_in_words

_STATES = {"done": "done", "attempted": "unknown", "failed": "failed", "pending": "waits", "skipped": "left out"}


def result_line(result: Result) -> str:
    """What came of a step."""
    said = result.problem or " ".join(filter(None, (result.outcome.id, result.outcome.url, result.outcome.note)))
    return f"  {_STATES.get(result.state, result.state):<8} {result.name:<14} {printable(said)}".rstrip()


def by_hand(record: IncidentRecord, settings: Settings, results: Iterable[Result], planned: Plan) -> Iterator[str]:
    """How to do without a service what is not done, so that a later run finds it and does not do it again."""
    channel = channel_names(settings.slack or Slack(TokenSource("")), record)[0]
    project = f" in {settings.jira.project}" if settings.jira else ""
    instead = {
        "page": f"wake who is on call for {', '.join(record.services) or 'the service'}, by phone",
        "channel": f"open a channel called {channel} and put {record.id} into its topic",
        "ticket": f"open a ticket{project} with the label {label_of(record)}",
        "announcement": f"say in the channel: {record.severity} declared, {printable(record.title)}",
    }
    undone = {result.name for result in results if not result.is_settled}
    for part in PARTS:
        if part in undone:
            yield f"  {part}: {instead[part]}"
        elif part in planned.given_up:
            gone = f"{PARTS[part]} is not configured any more, and an earlier run has tried it"
            yield f"  {part}: {gone}: look whether it is there, else {instead[part]}"
            yield f"    then give the step `{part}` the state `done` or `skipped` in the record"
        elif part in planned.unconfigured:
            yield f"  {part}: {PARTS[part]} is not configured: {instead[part]}"
    if "announcement" in undone and "channel" not in undone:
        yield f"  announcement: {instead['announcement']}"


def roles_and_updates(record: IncidentRecord, cadence: Cadence) -> Iterator[str]:
    """Who is wanted for which role, and when people hear from us."""
    roles = record.roles
    worst = (record.level or 0) <= 1
    if not roles.incident_commander:
        yield "  Incident Commander: you, until somebody takes it: runbook-linter incident role " + (
            f"{record.id} --commander NAME"
        )
    if worst and not roles.communications_lead:
        yield "  Communications Lead: nobody yet; on a P0 or P1 not the Incident Commander"
    if has_one_for_both(record):
        yield f"  {roles.incident_commander} commands and communicates: on a P{record.level} these are two people"
    if worst and not roles.scribe:
        yield f'  Scribe: whoever is free; runbook-linter incident event {record.id} "what happened"'
    due = next_due(record, cadence)
    if due:
        minutes = int((due.time - due.since).total_seconds() // 60)
        yield f"  Updates: every {minutes} minutes, the first by {time_in_words(due.time)}"
