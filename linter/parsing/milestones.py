"""When an incident began, was noticed, taken up and over, as a timeline's rows say it; and durations in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from linter.model.span import Span
from linter.model.timeline import TimelineRow

Milestone = Literal["started", "detected", "acknowledged", "mitigated", "resolved"]
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


# Only what a row begins with counts, and a bare word only as a label: "Resolved: …", "**Detection:** …". "Started
# looking into it" and "Resolved the conflict" are things that somebody did.
_SUBJECT = (
    r"\W{0,4}(?:the )?(?:incident|outage|problem|issue|impact|disruption|degradation|service|user impact)\W{1,3}"
    r"(?:(?:is|was|were|has been|fully|declared|first)\W{1,2}){0,2}"
)
_AS_LABEL = r"\W{0,4}(?:%s)\W{0,3}(?:[:.(–—-]|\*\*|$)"
_ROOTS: Mapping[Milestone, str] = {
    "started": r"start(?:s|ed)?|began|begin(?:s|ning)?|onset",
    "detected": r"detect(?:s|ed|ion)|noticed|discovered",
    "acknowledged": r"acknowledge[sd]?|acked|acknowledgement",
    "mitigated": r"mitigate[sd]?|mitigation",
    "resolved": r"resolve[sd]?|resolution|recover(?:y|ed|s)|closed|over|ended",
}
_ALERT = r"|\W{0,4}(?:first |the )?(?:alert|monitor|alarm)s?(?: was| were)? (?:fired|fires|triggered|went off)\b"
_WORDS: Mapping[Milestone, re.Pattern[str]] = {
    name: re.compile(
        f"{_AS_LABEL % roots}|{_SUBJECT}(?:{roots})\\b{_ALERT if name == 'detected' else ''}", re.IGNORECASE
    )
    for name, roots in _ROOTS.items()
}
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
_CLOCKED = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?(?!\d)")


def milestones(rows: Sequence[TimelineRow]) -> dict[Milestone, list[datetime]]:
    """The instants of the rows that name each milestone, in order; an incident may have begun and ended twice."""
    found: dict[Milestone, list[datetime]] = {}
    for row in rows:
        if row.instant is None:
            continue
        for name, words in _WORDS.items():
            if words.match(row.event):
                found.setdefault(name, []).append(row.instant)
    return found


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
        metric: Metric = (
            "MTTD"
            if name.endswith("d") or "detect" in name
            else "MTTA"
            if "ack" in name or name.endswith("a")
            else "MTTR"
        )
        negative = bool(re.search(r"[-−]\s?$", prose[found.end("name") : found.start("value")]))
        yield StatedMetric(
            metric, value, found["value"], Span(*found.span("value")), _line(prose, found.start()), negative
        )


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
