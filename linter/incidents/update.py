"""An update to stakeholders, ready to be sent: what it says, and what it is called at the services."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from linter.model.incident import IncidentRecord, Update
from linter.reporting.incidents import printable

_HEADING = re.compile(r"#{1,6}[ \t]+(.{1,300}?)[ \t#]*")


class Part(NamedTuple):
    """A passage of a message: a heading, or a paragraph, which may have line breaks."""

    text: str
    is_heading: bool = False


class OutgoingUpdate(NamedTuple):
    """One update of an incident. Texts are plain: each channel escapes them as its service demands.

    `first_id` is the id of the incident's first update, which later ones refer to; `earlier` are those before it.
    `slack_channel` is the id of the incident's own channel, empty where it has none.
    """

    incident: str
    title: str
    severity: str
    services: tuple[str, ...]
    id: str
    time: datetime
    status: str
    parts: tuple[Part, ...]
    next_update: datetime | None
    first_id: str
    earlier: tuple[Update, ...] = ()
    slack_channel: str = ""

    @property
    def headline(self) -> str:
        """What it is about, in one line: `INC-7 (P1): Payments fail`."""
        return f"{self.incident} ({self.severity}): {self.title}"

    @property
    def status_in_words(self) -> str:
        """The status as a title: `Investigating`."""
        return self.status[:1].upper() + self.status[1:]

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What is known beside the message, each with its name."""
        said = "\n".join(part.text for part in self.parts).casefold()
        rows = [("Status", self.status_in_words), ("Affected", ", ".join(self.services))]
        if self.next_update:
            rows.append(("Next update", f"{self.next_update:%Y-%m-%d %H:%M} UTC"))
        # A template that says it all needs no second list of the same.
        return tuple((name, value) for name, value in rows if value and value.casefold() not in said)

    @property
    def text(self) -> str:
        """The message as plain text."""
        return "\n\n".join(part.text for part in self.parts)


def outgoing(record: IncidentRecord, update: Update) -> OutgoingUpdate:
    """An update of a record, to be sent. Raises ValueError where it has no id or no time."""
    if not update.id or update.time is None:
        raise ValueError(f"`{update.key}` has no id: it was not written by this command")
    number = record.updates.index(update)
    return OutgoingUpdate(
        record.id,
        printable(record.title),
        record.severity,
        tuple(map(printable, record.services)),
        update.id,
        update.time,
        update.status or record.status,
        parts_of(update.message),
        update.next_update,
        next((known.id for known in record.updates if known.id), update.id),
        record.updates[:number],
        next((step.id for step in record.steps if step.name == "channel" and step.state == "done"), ""),
    )


def new_id(time: datetime) -> str:
    """An id that no other clone of the repository gives at the same time."""
    return f"u{time.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def parts_of(message: str) -> tuple[Part, ...]:
    """The headings and paragraphs of a message."""
    parts: list[Part] = []
    paragraph: list[str] = []
    for line in [*message.splitlines(), ""]:
        heading = _HEADING.fullmatch(line.strip())
        if (heading or not line.strip()) and paragraph:
            parts.append(Part("\n".join(paragraph)))
            paragraph = []
        if heading:
            parts.append(Part(heading[1], is_heading=True))
        elif line.strip():
            paragraph.append(line.rstrip())
    return tuple(parts)


def lines_of(parts: Sequence[Part]) -> str:
    """The parts as plain text, headings on lines of their own."""
    return "\n".join(f"{part.text}:" if part.is_heading else f"{part.text}\n" for part in parts).strip()
