"""A page's timeline: tables and lists whose rows begin with a time, each with the instant it means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from linter.model.document import Document, Table
from linter.model.span import Span
from linter.model.timeline import Timeline, TimelineRow
from linter.parsing.milestones import milestones
from linter.parsing.times import read_time, read_zone

_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)20[0-9]{2}(?=[-/.\s]|$)")
# In prose the time ends where the event begins: after bold text, a dash, a colon with a blank, or the clock itself.
_LEAD = re.compile(
    r"\s*(?P<mark>\*\*|__|`)?\s*(?P<time>[~≈(\[]?[^\n]{1,60}?)\s*"
    r"(?:(?P=mark)\s*[:–—-]?|(?<=[\dmMzZ\])CT])\s*(?:[–—:]|\s-)\s)\s*"
)
_CLOCK_LEAD = re.compile(
    r"\s*(?P<time>[~≈(\[]?(?:[^\n:]{0,30}?[ ,T])?\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?"
    r"(?:\s?(?:Z|UTC|GMT|[A-Z]{2,4}T|[ECMP]T)(?![A-Za-z]))?(?:\s?[+-]\d{2}:?\d{2})?[)\]]?)\s+",
    re.IGNORECASE,
)
_TIME_COLUMN = re.compile(r"\b(?:time|when|date|timestamp|utc|hour)\b", re.IGNORECASE)
_ALL_TIMES = re.compile(r"\b(?:times?|timeline|timestamps?|hours)\b[^.\n]{0,60}", re.IGNORECASE)
# Where nobody says a day, rows can still be compared with each other.
_SOME_DAY = date(2000, 1, 1)
_LONGEST_DAY = 60
_MOST_WORDS = 7
_DAY = timedelta(days=1)
_HALF_DAY = timedelta(hours=12)


def read_timeline(document: Document, span: Span) -> Timeline:
    """The rows below a heading, at `span`: of its tables with a column for times, else of its lists."""
    year = _year(document)
    tables = [table for table in document.tables if span.contains(table.span)]
    found = [row for table in tables for row in _rows_of(table, document.text, year)]
    headers = " ".join(cell.text for table in tables for cell in table.header[:1])
    if not found:
        found = list(_rows_of_prose(document, span, year))
    zone = _zone_for_all(document, span, headers)
    offset = read_zone(zone)[1] if zone else None
    rows = tuple(_with_instants(found, offset, _days_above(document, span, year)))
    return Timeline(span, rows, zone, milestones(rows))


def _rows_of(table: Table, text: str, year: int | None) -> Iterator[TimelineRow]:
    if len(table.header) < 2 or not any(_DIGIT.search(row[0].text) for row in table.rows if row):
        return
    column = 0
    date_column = None
    names = [cell.text for cell in table.header]
    if len(names) > 2 and re.fullmatch(r"\W*(?:date|day)\W*", names[0], re.I) and _TIME_COLUMN.search(names[1]):
        date_column, column = 0, 1
    for row in table.rows:
        if len(row) <= column or not _DIGIT.search(row[column].text + (row[0].text if date_column == 0 else "")):
            continue
        said = row[column].text if date_column is None else f"{row[0].text} {row[column].text}"
        event = row[column + 1] if len(row) > column + 1 else row[column]
        start = text.rfind("\n", 0, row[0].span.start) + 1
        end = text.find("\n", row[-1].span.end)
        line = Span(start, len(text) if end < 0 else end + 1)
        yield TimelineRow(row[column].span, read_time(said, year), event.text, event.span, line, None)


def _rows_of_prose(document: Document, span: Span, year: int | None) -> Iterator[TimelineRow]:
    """The list items and paragraphs that begin with a time."""
    text = document.text
    items = [item for found in document.lists if span.contains(found.span) for item in found.items]
    places = [(item.text_span, item.span) for item in items]
    inside = [item.span for item in items]
    for block in document.blocks_in(span):
        if block.type == "paragraph" and not any(item.contains(block.span) for item in inside):
            places.append((block.span, block.span))
    for place, whole in sorted(places):
        row = _row_of(text, place, whole, year)
        if row:
            yield row


def _row_of(text: str, place: Span, whole: Span, year: int | None) -> TimelineRow | None:
    for lead in (_LEAD.match(text, place.start, place.end), _CLOCK_LEAD.match(text, place.start, place.end)):
        if not lead or not _DIGIT.search(lead["time"]) or len(lead["time"].split()) > _MOST_WORDS:
            continue
        written = read_time(lead["time"], year)
        if written.clock or written.day or written.broken:
            event = Span(lead.end(), place.end)
            return TimelineRow(Span(*lead.span("time")), written, text[event.start : event.end], event, whole, None)
    return None


def _with_instants(
    rows: Sequence[TimelineRow], offset: timedelta | None, days: Sequence[tuple[int, date | None]]
) -> Iterator[TimelineRow]:
    """The rows with what each means: a row without a day is of the day before it, or the next one past midnight.

    `days` are the days that headings and lines above the rows name, with where they stand, in order.
    """
    last: datetime | None = None
    day = None
    waiting = list(days)
    if not any(row.written.day for row in rows) and not any(named for _, named in days):
        day = _SOME_DAY
    for row in rows:
        while waiting and waiting[0][0] <= row.span.start:
            # Below another heading it may begin anew.
            day, last = waiting.pop(0)[1] or day, None
        written = row.written
        if written.day:
            day = written.day
        if written.clock is None or day is None:
            yield row
            continue
        moment = datetime.combine(day, written.clock)
        if not written.day and last is not None and last - moment > _HALF_DAY and day < date.max:
            day += _DAY
            moment += _DAY
        last = moment
        own = written.offset if written.zone else offset
        yield row._replace(instant=_aware(moment, own))


def _aware(moment: datetime, offset: timedelta | None) -> datetime:
    if offset is None:
        return moment
    try:
        return (moment - offset).replace(tzinfo=UTC)
    except OverflowError:
        return moment


def _zone_for_all(document: Document, span: Span, headers: str) -> str:
    """The zone of rows that name none: of the column, of the section's prose or heading, of the page."""
    zone, _ = read_zone(headers)
    if zone:
        return zone
    written = document.front_matter.data.get("timezone")
    prose = document.prose
    heading = document.text[document.text.rfind("\n", 0, max(span.start - 1, 0)) + 1 : span.start]
    for part in (heading, *(found[0] for found in _ALL_TIMES.finditer(prose, span.start, span.end))):
        zone, _ = read_zone(part)
        if zone:
            return zone
    for found in _ALL_TIMES.finditer(prose):
        zone, _ = read_zone(found[0])
        if zone and re.search(r"\btimes?\b", found[0], re.IGNORECASE):
            return zone
    return written.strip() if isinstance(written, str) else ""


def _days_above(document: Document, span: Span, year: int | None) -> list[tuple[int, date | None]]:
    """The days that hold for the rows below: the page's own, those of headings, of paragraphs that are but a day."""
    found: list[tuple[int, date | None]] = [(span.start, _day_of_page(document, span))]
    for block in document.blocks_in(span):
        if block.type in ("heading", "paragraph"):
            text = document.text[block.span.start : block.span.end]
            written = read_time(text[:200], year)
            if block.type == "heading" or (written.day and written.clock is None and len(text) < _LONGEST_DAY):
                found.append((block.span.start, written.day))
    return found


def _day_of_page(document: Document, span: Span) -> date | None:
    """The day that the timeline's heading, the front matter or the page's title names."""
    heading = document.text[document.text.rfind("\n", 0, max(span.start - 1, 0)) + 1 : span.start]
    day = read_time(heading).day
    if day:
        return day
    for key in ("date", "incident_date", "started"):
        value = document.front_matter.data.get(key)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
    title = next((heading.text for heading in document.headings), "")
    return read_time(title).day


def _year(document: Document) -> int | None:
    """The year that the page speaks of, for days without one: the first it names."""
    found = _YEAR.search(document.text)
    return int(found[0]) if found else None
