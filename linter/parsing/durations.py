"""Durations as Prometheus writes them: `5m`, `1h30m`."""

from __future__ import annotations

import re

_DURATION = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?|0", re.ASCII)
_SECONDS = (365 * 86400.0, 7 * 86400.0, 86400.0, 3600.0, 60.0, 1.0, 0.001)


def duration_seconds(text: str) -> float | None:
    """The seconds of a duration; None for what Prometheus does not read as one."""
    found = _DURATION.fullmatch(text)
    if not text or found is None:
        return None
    return sum(int(number) * unit for number, unit in zip(found.groups(), _SECONDS, strict=True) if number)
