"""Times as people write them in post-mortems: with and without a day, a zone, a clock of twelve hours."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from linter.model.timeline import WrittenTime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\.?[ -]({_MONTH})\.?(?:,?[ -](\d{{4}}))?(?![a-z\d])", re.I)
_MONTH_FIRST = re.compile(rf"(?<![a-z])({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:)(?:,? (\d{{4}}))?(?!\d)", re.I)
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([./])(\d{1,2})\2(\d{4})(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s?([ap])\.?m\.?(?![a-z]))?(?![\d:])", re.I
)
_HOUR = re.compile(r"(?<![\d:.])(\d{1,2})\s?([ap])\.?m\.?(?![a-z])", re.I)
_MILITARY = re.compile(
    r"(?<![\d:.+-])([01]\d|2[0-3])([0-5]\d)(?=\s?(?:h(?:rs)?\b|Z\b|UTC\b|GMT\b|CES?T\b|[ECMP][SD]T\b))"
)
# The letter between an ISO day, which is gone by then, and its time.
_BETWEEN = re.compile(r"(?<=\s)T(?=\d)", re.I)
_ODD_YEAR = re.compile(r"(?<!\d)\d{5,}-\d{1,2}-\d{1,2}(?!\d)|(?<!\d)\d{3}-\d{2}-\d{2}(?!\d)")
_APPROXIMATE = re.compile(r"[~≈]|\b(?:about|around|approx(?:\.|imately)?|circa|ca\.|roughly)\b", re.I)
_OFFSET = re.compile(r"(?:(?<=[\d\s])|\b(?:UTC|GMT)\s?)([+\-−])(\d{1,2}):?(\d{2})?(?!\d)")
_ZULU = re.compile(r"\dZ(?![a-z])", re.I)
# Hours east of Greenwich.
_EAST: dict[float, tuple[str, ...]] = {
    0: ("UTC", "GMT", "Z", "WET"),
    1: ("CET", "BST", "WEST"),
    2: ("CEST", "EET", "SAST"),
    3: ("EEST", "MSK"),
    8: ("SGT", "HKT", "AWST"),
    9: ("JST", "KST"),
    9.5: ("ACST",),
    10: ("AEST",),
    11: ("AEDT",),
    12: ("NZST",),
    13: ("NZDT",),
    -3: ("BRT",),
    -4: ("EDT",),
    -5: ("EST", "CDT"),
    -6: ("CST", "MDT"),
    -7: ("MST", "PDT"),
    -8: ("PST",),
    -9: ("AKST",),
    -10: ("HST",),
}
# These change with the season, or are several zones' names: they name a zone, and no offset.
_SEVERAL = ("IST", "ET", "CT", "MT", "PT", "LT")
OFFSETS: dict[str, float | None] = {name: hours for hours, names in _EAST.items() for name in names} | (
    dict.fromkeys(_SEVERAL)
)
_ZONE = re.compile(rf"(?<![A-Za-z])({'|'.join(sorted(OFFSETS, key=len, reverse=True))})(?![A-Za-z])")
_REGION = re.compile(r"\b(?:Europe|America|Asia|Africa|Australia|Pacific|Atlantic|Indian)/[A-Z][A-Za-z_]+")
_SPOKEN = re.compile(
    r"\b(?:(?:local|pacific|eastern|central|mountain|european|coordinated universal|universal|greenwich(?: mean)?)"
    r"(?: (?:standard|daylight|summer))? time)\b",
    re.I,
)


def read_time(text: str, year: int | None = None) -> WrittenTime:
    """What a text such as `2025-10-20T14:03Z`, `~14:03 CET`, `Oct 20, 2:03 pm` or `Thursday 08:45 PST` says.

    `year` is that of days without one.
    """
    if _ODD_YEAR.search(text):
        return WrittenTime(broken="it has no year of four digits")
    zone, offset = read_zone(text)
    approximate = _APPROXIMATE.search(text) is not None
    try:
        day = _day(text, year)
        clock = _clock(text)
    except ValueError as error:
        return WrittenTime(zone=zone, broken=str(error))
    return WrittenTime(day, clock, zone, offset, approximate)


def read_zone(text: str) -> tuple[str, timedelta | None]:
    """The zone that a text names, and its offset where it has one by itself; empty for none."""
    # A day has signs in it, too.
    for offset in _OFFSET.finditer(_ISO_DAY.sub(" ", text)):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        sign = 1 if offset[1] == "+" else -1
        if hours <= 14 and minutes < 60 and (offset[3] or offset[0].startswith(("UTC", "GMT"))):
            return offset[0].strip(), sign * timedelta(hours=hours, minutes=minutes)
    if _ZULU.search(text):
        return "Z", timedelta()
    named = _ZONE.search(text)
    if named:
        hours_east = OFFSETS[named[1]]
        return named[1], None if hours_east is None else timedelta(hours=hours_east)
    region = _REGION.search(text) or _SPOKEN.search(text)
    return (region[0], None) if region else ("", None)


def _day(text: str, year: int | None) -> date | None:
    """The day; raises ValueError, in words, for one that no calendar has."""
    found = _ISO_DAY.search(text)
    if found:
        return _date(int(found[1]), int(found[2]), int(found[3]), found[0])
    named = _DAY_FIRST.search(text)
    if named and (named[3] or year):
        return _date(int(named[3] or year or 0), _month(named[2]), int(named[1]), named[0])
    named = _MONTH_FIRST.search(text)
    if named and (named[3] or year):
        return _date(int(named[3] or year or 0), _month(named[1]), int(named[2]), named[0])
    numbers = _NUMBERS.search(text)
    if numbers:
        first, second = int(numbers[1]), int(numbers[3])
        if numbers[2] == "." or first > 12:
            return _date(int(numbers[4]), second, first, numbers[0])
        if second > 12:
            return _date(int(numbers[4]), first, second, numbers[0])
    return None


def _date(year: int, month: int, day: int, written: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"no calendar has `{written}`") from None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _clock(text: str) -> time | None:
    """The time of day; raises ValueError, in words, for one that no clock shows."""
    # What follows a sign is an offset, and a day may look like a time: 20.10.2025.
    bare = _BETWEEN.sub(" ", _ISO_DAY.sub(" ", _NUMBERS.sub(" ", _OFFSET.sub(" ", text))))
    found = _CLOCK.search(bare)
    if found:
        return _time(int(found[1]), int(found[2]), int(found[3] or 0), (found[4] or "").lower(), found[0].strip())
    found = _HOUR.search(bare)
    if found:
        return _time(int(found[1]), 0, 0, found[2].lower(), found[0])
    found = _MILITARY.search(bare)
    return _time(int(found[1]), int(found[2]), 0, "", found[0]) if found else None


def _time(hour: int, minute: int, second: int, half: str, written: str) -> time:
    # `13:06 PM` says it twice.
    if half and not (1 <= hour <= 12 or (half == "p" and 12 < hour < 24)):
        raise ValueError(f"no clock shows `{written}`")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24 and minute == second == 0:
        hour = 0
    try:
        return time(hour, minute, min(second, 59))
    except ValueError:
        raise ValueError(f"no clock shows `{written}`") from None
