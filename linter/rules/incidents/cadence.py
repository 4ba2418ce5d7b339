"""When an incident's next update is due, and which ones came late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from linter.model.incident import ENDED, IncidentRecord, Update

# Times are often written to the minute.
_TOLERANCE = timedelta(minutes=1)


class Cadence(NamedTuple):
    """How often to tell: the longest time between updates by level (none where it is zero or not there).

    Once an incident has lasted `reduced_after`, `reduced_to` is enough.
    """

    longest: Mapping[int, timedelta]
    reduced_after: timedelta
    reduced_to: timedelta

    def after(self, record: IncidentRecord, last: datetime) -> timedelta | None:
        """How long after one update the next is due; None where none is."""
        longest = self.longest.get(record.level) if record.level is not None else None
        if longest and record.began and last - record.began >= self.reduced_after:
            return max(longest, self.reduced_to)
        return longest or None


class Due(NamedTuple):
    """When an update was due: `after` is the update before it, None for the first, which counts from `since`.

    `promised` is true where that update named the time; `came` is the update that came, None where none did.
    """

    time: datetime
    since: datetime
    after: Update | None
    promised: bool
    came: Update | None = None


def next_due(record: IncidentRecord, cadence: Cadence) -> Due | None:
    """When the next update of an open incident is due; None where nobody waits for one."""
    if not record.is_open or ended_at(record):
        return None
    sent = _sent(record)
    return _due(record, cadence, sent[-1] if sent else None)


def late_updates(record: IncidentRecord, cadence: Cadence) -> list[Due]:
    """The updates that came late, and those that never came before the end."""
    late: list[Due] = []
    end = ended_at(record)
    sent = _sent(record)
    if not sent and "updates" not in record.spans:
        # Nobody keeps a log of updates here: nothing is known of them.
        return []
    before: Update | None = None
    for update in sent:
        if end and before and before.time and before.time >= end:
            return late
        due = _due(record, cadence, before)
        if due and update.time and update.time > due.time + _TOLERANCE and (not end or due.time + _TOLERANCE < end):
            late.append(due._replace(came=update))
        before = update
    due = _due(record, cadence, before)
    if due and end and due.time + _TOLERANCE < end:
        late.append(due)
    return late


def ended_at(record: IncidentRecord) -> datetime | None:
    """When the incident was over: resolved, or said to be; None where it is not, or nobody wrote down when."""
    times = [record.times.resolved, *(update.time for update in record.updates if update.status in ENDED)]
    return min((time for time in times if time), default=None)


def _sent(record: IncidentRecord) -> list[Update]:
    return sorted((update for update in record.updates if update.time), key=lambda update: str(update.time))


def _due(record: IncidentRecord, cadence: Cadence, before: Update | None) -> Due | None:
    times = record.times
    since = before.time if before else times.acknowledged or times.detected or times.started
    if since is None:
        return None
    if before and before.next_update and before.next_update > since:
        return Due(before.next_update, since, before, promised=True)
    longest = cadence.after(record, since)
    return Due(since + longest, since, before, promised=False) if longest else None
