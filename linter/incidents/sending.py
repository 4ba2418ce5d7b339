"""An update on its way: written into the record first, then posted to each channel, once.

Each channel is a step of the record. What it answered is written down as soon as it is known, in the update itself, and
the step is done: a run that was killed at any moment is resumed without posting twice what a channel can be asked for,
or what the record knows of already.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from linter.incidents.channels.apprise import APPRISE
from linter.incidents.channels.channel import Channel
from linter.incidents.http import Deadline
from linter.incidents.record_file import RecordChange, changing, read_record
from linter.incidents.steps import Action, Done, Outcome, Result, SkippedError, carry_out, plan, skip
from linter.incidents.update import OutgoingUpdate, new_id, outgoing
from linter.model.incident import ENDED, IncidentRecord, Update

_PATIENCE_SECONDS = 60.0


class Draft(NamedTuple):
    """An update that is not in the record yet. `message` is as it will be read; `impact` is new to the record."""

    time: datetime
    status: str
    message: str
    next_update: datetime | None
    impact: str = ""

    def values(self, id: str) -> dict[str, Any]:
        """The update as a record holds it."""
        values: dict[str, Any] = {"id": id, "time": self.time, "status": self.status, "message": self.message}
        return {**values, "next_update": self.next_update} if self.next_update else values


def write_down(place: Path, draft: Draft, channels: Sequence[Channel]) -> str:
    """Add an update to the record, with a step for each channel; its id. Raises RecordError."""
    id = new_id(draft.time)
    with changing(place) as change:
        change.append("updates", draft.values(id))
        _follow(change, draft)
        for channel in channels:
            plan(change, step_name(id, channel), id)
    return id


def send(
    place: Path,
    id: str,
    channels: Sequence[Channel],
    deadline: Deadline,
    told: Callable[[Result], None],
    *,
    resumed: bool = False,
) -> list[Result]:
    """Post an update to the channels that do not have it yet; `told` hears of each. Raises RecordError.

    A `resumed` run leaves out the channels that have got a later one meanwhile: nobody must read that it goes on after
    it is over.

    The deadline does not count while another update of this record is on its way.
    """
    actions = [_action(place, id, channel, resumed=resumed) for channel in channels if not channel.problem]
    results = carry_out(place, actions, told, patience=_PATIENCE_SECONDS, waited=deadline.wait)
    if any(channel.name.startswith(f"{APPRISE}-") for channel in channels):
        # Before the addresses were known, one step stood for all of them.
        record = read_record(place)
        if any(step.name == f"{id} {APPRISE}" for step in record.steps):
            skip(place, f"{id} {APPRISE}", "each address has a step of its own")
    return results


def wanted(channels: Sequence[Channel], names: Collection[str]) -> list[Channel]:
    """The channels of these names; those of Apprise's addresses where it is named as a whole."""
    return [
        channel
        for channel in channels
        if channel.name in names or (APPRISE in names and channel.name.startswith(f"{APPRISE}-"))
    ]


def unsent(record: IncidentRecord) -> list[tuple[Update, list[str]]]:
    """The updates that some channels do not have yet, with the names of these, the oldest first."""
    found = []
    for update in record.updates:
        steps = [step for step in record.steps if update.id and step.key == update.id]
        left = [step.name.removeprefix(f"{update.id} ") for step in steps if step.state not in ("done", "skipped")]
        if left:
            found.append((update, left))
    return found


def step_name(id: str, channel: Channel) -> str:
    """What the record calls the step that posts an update to a channel."""
    return f"{id} {channel.name}"


def _follow(change: RecordChange, draft: Draft) -> None:
    """The record says what the latest update says."""
    record = change.record
    if draft.status != record.status and not (record.status == "post-mortem" and draft.status in ENDED):
        change.set("status", draft.status)
    if draft.status not in ENDED and record.times.resolved:
        change.set(("times", "resolved"), None)
    if draft.impact:
        change.set("impact", draft.impact)
    if draft.status in ENDED and record.times.resolved is None:
        change.set(("times", "resolved"), draft.time)


def _action(place: Path, id: str, channel: Channel, *, resumed: bool) -> Action:
    # The record is read when it is the step's turn: an earlier update may have been posted meanwhile.
    def now() -> tuple[Update, OutgoingUpdate]:
        record = read_record(place)
        update = next(update for update in record.updates if update.id == id)
        return update, outgoing(record, update)

    def post(_: Done) -> Outcome:
        if resumed and _is_overtaken(read_record(place), id, channel):
            raise SkippedError("a later update is there already: this one would say what is over")
        outcome = channel.send(now()[1])
        _note(place, id, channel, outcome)
        return outcome

    def look_up(_: Done) -> Outcome | None:
        update, ready = now()
        if channel.name in update.channels:
            return Outcome(id=" ".join(update.channels[channel.name]))
        outcome = channel.find(ready) if channel.can_find else None
        if outcome:
            _note(place, id, channel, outcome)
        return outcome

    return Action(step_name(id, channel), id, post, look_up)


def _is_overtaken(record: IncidentRecord, id: str, channel: Channel) -> bool:
    """True where the channel has got an update that came after this one."""
    ids = [update.id for update in record.updates]
    return any(channel.name in later.channels for later in record.updates[ids.index(id) + 1 :])


def _note(place: Path, id: str, channel: Channel, outcome: Outcome) -> None:
    """Write down in the update what the channel calls it."""
    ids = outcome.id.split(" ")
    with changing(place) as change:
        number = next(at for at, update in enumerate(change.data["updates"]) if update.get("id") == id)
        change.set(("updates", number, "channels", channel.name), ids if len(ids) > 1 else outcome.id)
