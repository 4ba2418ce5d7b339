"""A post-mortem to begin with, filled from the incident's record: timeline, times, roles, severity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from linter.generators.page import meaning_of
from linter.generators.page_template import page_text
from linter.kinds.scaffold import as_plain_text, page_scaffold
from linter.model.incident import IncidentRecord
from linter.model.kind import Kind
from linter.parsing.durations import duration_in_words

_HEADING = re.compile(r"^#{1,6} +(\S.*?)[ #]*$", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>\\]+")
_MILESTONES = ("started", "detected", "acknowledged", "mitigated", "resolved")
_SAID = {
    "started": "‹what began›",
    "detected": "‹who or what noticed it›",
    "acknowledged": "‹who took it up›",
    "mitigated": "‹what eased it›",
    "resolved": "‹what ended it›",
}


class Row(NamedTuple):
    """A line of the timeline, as Markdown."""

    time: datetime
    text: str


def post_mortem_page(
    kind: Kind,
    profile: str,
    incident: str,
    summary: str,
    day: date,
    record: IncidentRecord | None,
    candidates: Sequence[Row] = (),
    template: Path | None = None,
) -> str:
    """The text of the page. Without a record, all but incident, summary and day is for its author to say.

    `candidates` are lines of which somebody must say whether they belong into the timeline; `template` is the kind's
    own, where there is one. Raises ConfigError for a broken one.
    """
    data: dict[str, Any] = {"kind": kind.name}
    if profile != kind.default_profile:
        data["profile"] = profile
    data["incident"] = incident
    data["date"] = day
    if record:
        if record.severity:
            data["severity"] = record.severity
        if record.services:
            data["service"] = list(record.services) if len(record.services) > 1 else record.services[0]
        if record.roles.incident_commander:
            data["owner"] = record.roles.incident_commander
    for key in kind.front_matter_required.get(profile, ()):
        data.setdefault(key, f"‹{meaning_of(kind, key)}›")
    written = _sections(record, summary) if record else {"summary": f"{_plain(summary)}.\n\n{_MORE}"}
    written["timeline"] = _timeline([*(_rows(record) if record else ()), *candidates])
    known = {spec.id for spec in kind.sections}
    filled = {name: text for name, text in written.items() if name in known and text}
    return page_text(page_scaffold(kind, profile, f"{incident}: {_plain(summary)}", data, filled), template)


_MORE = "‹What happened, to whom, for how long, and how it ended, in one paragraph›"


def candidate(time: datetime, text: str, by: str) -> Row:
    """A line to choose: it carries the mark of what is still to be said."""
    return Row(time, f"‹keep {time.astimezone(UTC):%H:%M}?› {_plain(text)}{f' ({_plain(by)})' if by else ''}")


def _sections(record: IncidentRecord, summary: str) -> dict[str, str]:
    metrics = record.metrics
    stated = [
        f"- {name}: {duration_in_words(value)}"
        for name, value in (("MTTD", metrics.mttd), ("MTTA", metrics.mtta), ("MTTR", metrics.mttr))
        if value is not None
    ]
    roles = [
        ("Incident Commander", record.roles.incident_commander),
        ("Communications Lead", record.roles.communications_lead),
        ("Technical leads", ", ".join(record.roles.technical_leads)),
        ("Scribe", record.roles.scribe),
    ]
    detection = ""
    if metrics.mttd is not None:
        noticed = duration_in_words(metrics.mttd)
        detection = f"Noticed {noticed} after it began. ‹How, and how could it have been noticed sooner?›"
    return {
        "summary": f"{_plain(summary or record.title)}.\n\n{_MORE}",
        "impact": _impact(record),
        "detection": detection,
        "metrics": "\n".join(stated),
        "responders": "\n".join(f"- {role}: {_plain(name)}" for role, name in roles if name),
        "supporting-information": "\n".join(_link(name, target) for name, target in record.links.items() if target),
    }


def _impact(record: IncidentRecord) -> str:
    """What the record says of the impact, and what it leaves to say; empty where it says nothing."""
    said = [f"{_plain(record.impact)}."] if record.impact else []
    began, times = record.began, record.times
    if began and times.resolved and times.resolved >= began:
        lasted = f"It lasted {duration_in_words(times.resolved - began)}"
        if times.mitigated and began <= times.mitigated < times.resolved:
            lasted += f", and was eased after {duration_in_words(times.mitigated - began)}"
        said.append(f"{lasted}.")
    if said and not any(char.isdigit() for char in record.impact):
        said.append("‹How many users or requests, and what could they not do?›")
    return "\n\n".join(said)


def _link(name: str, target: str) -> str:
    shown = f"<{target}>" if _ADDRESS.fullmatch(target) else _plain(target)
    return f"- {_plain(name.replace('_', ' ').capitalize())}: {shown}"


def _timeline(rows: Sequence[Row]) -> str:
    """The rows in order; empty where there are none."""
    if not rows:
        return ""
    rows = sorted(rows, key=lambda row: row.time)
    lines = [f"| {row.time.astimezone(UTC):%Y-%m-%d %H:%M} | {row.text} |" for row in rows]
    return "\n".join(["All times in UTC.", "", "| Time | Event |", "| --- | --- |", *lines])


def _rows(record: IncidentRecord) -> Iterator[Row]:
    for name in _MILESTONES:
        moment = getattr(record.times, name)
        if moment is not None:
            yield Row(moment, f"{name.capitalize()}: {_SAID[name]}")
    for event in record.events:
        if event.time is not None and event.text:
            by = f" ({_plain(event.by)})" if event.by else ""
            yield Row(event.time, f"{_plain(event.text)}{by}")
    for update in record.updates:
        if update.time is not None:
            # An update that was made from a template has headings; a row of a table has none.
            message = _HEADING.sub(r"\1:", update.message)
            status = f", {_plain(update.status)}" if update.status else ""
            yield Row(update.time, f"Update{status}: {_plain(message)}")


def _plain(text: str) -> str:
    """Text of a record as Markdown: one line, and no markup of its own."""
    return as_plain_text(" ".join(text.split())).rstrip(".")
