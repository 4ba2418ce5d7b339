"""Durations: as Prometheus writes them (`5m`, `1h30m`), and as people say them (`1 h 30 min`)."""

from __future__ import annotations

import re
from datetime import timedelta

_DURATION = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?|0", re.ASCII)
_SECONDS = (365 * 86400.0, 7 * 86400.0, 86400.0, 3600.0, 60.0, 1.0, 0.001)


def duration_seconds(text: str) -> float | None:
    """The seconds of a duration; None for what Prometheus does not read as one."""
    found = _DURATION.fullmatch(text)
    if not text or found is None:
        return None
    return sum(int(number) * unit for number, unit in zip(found.groups(), _SECONDS, strict=True) if number)


def duration_in_words(duration: timedelta) -> str:
    """A duration as people say it, to the minute: `48 min`, `2 h 5 min`, `3 d 4 h`."""
    minutes = int((abs(duration) + timedelta(seconds=30)).total_seconds() // 60)
    sign = "-" if minutes and duration < timedelta() else ""
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "d"), (hours, "h"), (0 if days else minutes, "min")]
    return sign + (" ".join(f"{number} {unit}" for number, unit in parts if number) or "0 min")
