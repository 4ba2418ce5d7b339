"""The metrics that a page states, and durations as people write them in post-mortems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Literal, NamedTuple

from linter.model.span import Span
from linter.model.timeline import Milestone

Metric = Literal["MTTD", "MTTA", "MTTR"]

BETWEEN: Mapping[Metric, tuple[tuple[Milestone, Milestone], ...]] = {
    "MTTD": (("started", "detected"),),
    "MTTA": (("detected", "acknowledged"),),
    "MTTR": (("started", "resolved"), ("detected", "resolved")),
}
"""What each metric lies between; sources differ on whether recovery counts from the start or from the detection."""


class StatedMetric(NamedTuple):
    """A metric as a page states it; `text` is the duration as written, `line` all that stands around it."""

    metric: Metric
    value: timedelta
    text: str
    span: Span
    line: str
    negative: bool

    def says(self, start: Milestone) -> bool:
        """True where the line says from when it counts."""
        words = {"detected": ("from detect", "since detect", "after detect")}.get(start, ("from start", "since start"))
        return any(word in self.line.casefold() for word in words)


_UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_PART = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])", re.IGNORECASE
)
_STATED = re.compile(
    r"\b(?P<name>MTT[DAR]|time[ -]to[ -](?:detect(?:ion)?|acknowledge(?:ment)?|recover(?:y)?|resol(?:ve|ution)"
    r"|restore))\b"
    r"[^\n\d]{0,30}(?P<value>\d{1,6}(?:[.,]\d{1,3})?\s*(?:days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b"
    r"(?:,?\s*(?:and\s+)?\d{1,4}\s*(?:hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b){0,2}"
    r"|\d{1,3}:\d{2}(?::\d{2})?(?!\d))",
    re.IGNORECASE,
)
# `MTTD - 10 minutes` and `MTTD -10 minutes` have a dash; a minus follows a colon, an equals sign or a cell's edge.
_MINUS = re.compile(r"[:=|][\s*_]*[-−]$")
_CLOCKED = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?(?!\d)")


def stated_metrics(prose: str) -> Iterator[StatedMetric]:
    """The metrics that a text states with a duration on the same line, wherever they stand."""
    for found in _STATED.finditer(prose):
        value = read_duration(found["value"])
        if value is None:
            continue
        name = found["name"].casefold()
        if _CLOCKED.fullmatch(found["value"]) and len(_CLOCKED.findall(_line(prose, found.start()))) > 1:
            # Two times of day, from and to: no duration.
            continue
        negative = _MINUS.search(prose[found.end("name") : found.start("value")]) is not None
        line = _line(prose, found.start())
        yield StatedMetric(_metric(name), value, found["value"], Span(*found.span("value")), line, negative)


def _metric(name: str) -> Metric:
    """Which metric a name in lower case means: `mttd`, `time to detection`."""
    if name == "mttd" or "detect" in name:
        return "MTTD"
    return "MTTA" if name == "mtta" or "acknowledge" in name else "MTTR"


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : len(text) if end < 0 else end]


def read_duration(text: str) -> timedelta | None:
    """`4 hours 42 minutes`, `1h30m`, `90 min`, `1:30`; None for anything else."""
    parts = _PART.findall(text)
    if parts:
        try:
            seconds = sum(float(number.replace(",", ".")) * _UNITS[unit[0].lower()] for number, unit in parts)
            return timedelta(seconds=seconds)
        except OverflowError:
            return None
    clocked = _CLOCKED.search(text)
    return timedelta(hours=int(clocked[1]), minutes=int(clocked[2])) if clocked else None


def written_duration(value: timedelta, like: str) -> str:
    """A duration in the units in which another one is written."""
    minutes = round(value.total_seconds() / 60)
    if _CLOCKED.search(like) and not _PART.search(like):
        return f"{minutes // 60}:{minutes % 60:02}"
    units = [unit for _, unit in _PART.findall(like)]
    short = bool(units) and all(len(unit) == 1 for unit in units)
    only_minutes = bool(units) and all(unit[0].lower() == "m" for unit in units)
    hours, rest = (0, minutes) if only_minutes else divmod(minutes, 60)
    said = []
    if hours:
        said.append(f"{hours}h" if short else f"{hours} hour{'' if hours == 1 else 's'}")
    if rest or not hours:
        unit = next((unit for unit in units if unit[0].lower() == "m"), "minutes")
        word = unit if unit.lower().startswith("min") and len(unit) <= 4 else "minute" if rest == 1 else "minutes"
        said.append(f"{rest}m" if short else f"{rest} {word}")
    return ("" if short else " ").join(said)
