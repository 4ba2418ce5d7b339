"""Times as RFC 3339 writes them, such as `2026-10-20T06:00:00Z`."""

from __future__ import annotations

import re
from datetime import UTC, datetime

# RFC 3339 allows a space for the T, and YAML's own writers use one.
TIME_PATTERN = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$"
)
_TIME = re.compile(TIME_PATTERN)
# What lies outside is a slip of the pen, and the days near the end of the calendar cannot be reckoned with.
_YEARS = range(1900, 2200)


def read_time(text: str) -> datetime | None:
    """The time in UTC; None for what is no such time, or has no zone."""
    if not _TIME.match(text):
        return None
    try:
        time = datetime.fromisoformat(text.strip().upper())
    except ValueError:
        return None
    return time.astimezone(UTC) if time.year in _YEARS else None
