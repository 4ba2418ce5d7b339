"""PagerDuty: one page for the incident, by the Events API v2.

The API over our own adapter: the `pagerduty` client (7.2.0, measured) repeats a 429 without end, ignores Retry-After,
and takes 21 seconds to give up on a connection that is refused. Events are keyed: PagerDuty makes one alert of all
triggers with one `dedup_key`, for as long as it is open.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from linter.incidents.http import Deadline, Service
from linter.incidents.settings import PagerDuty
from linter.incidents.steps import Action, Done, Outcome, SkippedError, made_by
from linter.model.incident import IncidentRecord

_SEVERITIES = {0: "critical", 1: "critical", 2: "error", 3: "warning", 4: "info"}
_LONGEST_SUMMARY = 1024
_FRESH = timedelta(hours=1)


def pagerduty_service(settings: PagerDuty, deadline: Deadline) -> Service:
    """The Events API; the routing key stands in each event, not in a header."""
    return Service("PagerDuty", settings.url, settings.routing_key.read, deadline, lambda _: {})


def page_action(settings: PagerDuty, record: IncidentRecord, service: Service) -> Action:
    """The page."""
    return Action("page", dedup_key(record), lambda _: _trigger(settings, record, service, []))


def page_links_action(settings: PagerDuty, record: IncidentRecord, service: Service, others: tuple[str, ...]) -> Action:
    """The addresses of channel and ticket on the alert: a further trigger, which pages nobody while it is open."""

    def carry_out(done: Done) -> Outcome:
        paged = next((step.time for step in record.steps if step.name == "page" and step.state == "done"), None)
        if paged and abs(datetime.now(UTC) - paged) > _FRESH:
            raise SkippedError("the page is older than an hour: if its alert is closed, a trigger would page again")
        links = [{"href": made_by(done, name).url, "text": f"{name.capitalize()} of {record.id}"} for name in others]
        return _trigger(settings, record, service, links)

    return Action("page links", dedup_key(record), carry_out, needs=("page", *others))


def dedup_key(record: IncidentRecord) -> str:
    """What makes one alert of all triggers for an incident, also where the record's id is changed later."""
    return record.key_of("page") or record.id.lower()


def _trigger(settings: PagerDuty, record: IncidentRecord, service: Service, links: list[dict[str, str]]) -> Outcome:
    payload: dict[str, Any] = {
        "summary": f"{record.id} {record.severity}: {record.title}"[:_LONGEST_SUMMARY],
        "source": ", ".join(record.services) or settings.source,
        "severity": _SEVERITIES[record.level or 0],
        "custom_details": {"incident": record.id, "severity": record.severity, "record": record.path},
    }
    if record.began:
        payload["timestamp"] = record.began.isoformat().replace("+00:00", "Z")
    event = {
        "routing_key": service.token(),
        "event_action": "trigger",
        "dedup_key": dedup_key(record),
        "client": "incident-initiator",
        "payload": payload,
        **({"links": links} if links else {}),
    }
    answer = service.call("POST", "v2/enqueue", body=event, keyed=True)
    if answer.status != 202 or not isinstance(answer.data, dict):
        errors = answer.data.get("errors") if isinstance(answer.data, dict) else None
        said = "; ".join(map(str, errors)) if isinstance(errors, list) and errors else answer.get("message")
        raise service.error(
            f"{said or 'its answer is none of PagerDuty’s'} ({answer.status})", sent=answer.status < 300
        )
    return Outcome(answer.get("dedup_key") or dedup_key(record))
