"""Times and timelines: what people write is read back to the instants they meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.model.timeline import Timeline
from linter.parsing import parse
from linter.parsing.action_items import action_items
from linter.parsing.stated_metrics import read_duration, stated_metrics, written_duration
from linter.parsing.timelines import read_timeline
from linter.parsing.times import read_time

ZONES = {"UTC": 0.0, "CET": 1.0, "CEST": 2.0, "PST": -8.0, "EDT": -4.0, "+02:00": 2.0, "JST": 9.0}
moments = st.datetimes(datetime(2001, 1, 2), datetime(2049, 12, 30)).map(lambda at: at.replace(second=0, microsecond=0))


def timeline_of(text: str) -> Timeline:
    document = parse(text)
    section = next(section for section in document.sections if section.title.startswith("Timeline"))
    return read_timeline(document, section.content)


@pytest.mark.parametrize(
    ("text", "day", "clock", "zone"),
    [
        ("2019-12-05 04:00", date(2019, 12, 5), time(4), ""),
        ("14:03 UTC", None, time(14, 3), "UTC"),
        ("2025-10-20T14:03Z", date(2025, 10, 20), time(14, 3), "Z"),
        ("Thursday 08:45 PST", None, time(8, 45), "PST"),
        ("Oct 20, 2025 2:03 pm", date(2025, 10, 20), time(14, 3), ""),
        ("June 16th 2022, 8:45 AM", date(2022, 6, 16), time(8, 45), ""),
        ("20 October 2025, 14:03 CEST", date(2025, 10, 20), time(14, 3), "CEST"),
        ("2025-10-20 14:03:22 +02:00", date(2025, 10, 20), time(14, 3, 22), "+02:00"),
        ("~5pm ET", None, time(17), "ET"),
        ("1430 UTC", None, time(14, 30), "UTC"),
        ("20.10.2025 14:03", date(2025, 10, 20), time(14, 3), ""),
        ("10/20/2025 9:05 AM", date(2025, 10, 20), time(9, 5), ""),
        ("12:30 am", None, time(0, 30), ""),
        ("24:00", None, time(0), ""),
        ("13:06 PM", None, time(13, 6), ""),
        ("10:00 - 10:30", None, time(10), ""),
        ("T+5m", None, None, ""),
        ("version 1.24.3", None, None, ""),
    ],
)
def test_written_forms(text: str, day: date | None, clock: time | None, zone: str) -> None:
    read = read_time(text)
    assert (read.day, read.clock, read.zone, read.broken) == (day, clock, zone, "")


@pytest.mark.parametrize("text", ["2025-02-30 10:00", "25:10", "20202-01-16 12:00", "14:75 UTC", "0:30 pm"])
def test_what_no_clock_shows_is_said(text: str) -> None:
    assert read_time(text).broken


@given(
    moments,
    st.lists(st.integers(0, 11 * 60), max_size=8),
    st.sampled_from(sorted(ZONES)),
    st.sampled_from(["cell", "header", "section"]),
    st.sampled_from(["row", "first", "above"]),
    st.booleans(),
    st.sampled_from(["table", "list", "bold"]),
)
def test_a_timeline_is_read_back(
    start: datetime, gaps: list[int], zone: str, zoned: str, dated: str, twelve: bool, form: str
) -> None:
    """Whatever form it has: zone by row, header or section; a day by row, once or above; past midnight."""
    if zone.startswith("+"):
        zoned = "cell"
    if zoned == "header" and form != "table":
        zoned = "section"
    at = [start]
    for gap in gaps:
        at.append(at[-1] + timedelta(minutes=gap))
    rows = []
    for number, moment in enumerate(at):
        clock = moment.strftime("%I:%M %p") if twelve else moment.strftime("%H:%M")
        day = f"{moment.date()} " if dated == "row" or (dated == "first" and number == 0) else ""
        rows.append(f"{day}{clock}{' ' + zone if zoned == 'cell' else ''}")
    said = f"All times in {zone}.\n\n" if zoned == "section" else ""
    above = f"### {start.date()}\n\n" if dated == "above" else ""
    if form == "table":
        header = f"Time ({zone})" if zoned == "header" else "Time"
        body = f"| {header} | Event |\n| --- | --- |\n" + "".join(f"| {row} | Something happened |\n" for row in rows)
    elif form == "list":
        body = "".join(f"- {row} - Something happened\n" for row in rows)
    else:
        body = "".join(f"- **{row}** Something happened\n" for row in rows)
    timeline = timeline_of(f"# X\n\n## Timeline\n\n{said}{above}{body}")
    offset = timedelta(hours=ZONES[zone])
    assert [row.instant for row in timeline.rows] == [(moment - offset).replace(tzinfo=UTC) for moment in at]


def test_headings_begin_anew() -> None:
    timeline = timeline_of(
        "# X\n\n## Timeline\n\n### October 21, 2025\n\n- **23:28 UTC** - over\n\n### October 24, 2025\n\n"
        "**Timeline:**\n\n- **18:00 UTC** - it begins\n"
    )
    assert [row.instant for row in timeline.rows] == [
        datetime(2025, 10, 21, 23, 28, tzinfo=UTC),
        datetime(2025, 10, 24, 18, 0, tzinfo=UTC),
    ]


def test_every_row_is_at_its_place() -> None:
    table = "| Date | Time | Event |\n| --- | --- | --- |\n| 2025-10-20 | 14:03 UTC | The *alert* fired |\n"
    text = f"# X\n\n## Timeline\n\n{table}"
    (row,) = timeline_of(text).rows
    assert text[slice(*row.span)] == "14:03 UTC"
    assert text[slice(*row.event_span)] == "The *alert* fired"
    assert row.instant == datetime(2025, 10, 20, 14, 3, tzinfo=UTC)


@given(st.text(alphabet="0123456789:-/. TZ~apm+UC\n|*", max_size=200))
def test_no_text_breaks_the_readers(text: str) -> None:
    read_time(text)
    read_duration(text)
    list(stated_metrics(f"MTTR: {text}"))
    document = parse(f"# X\n\n## Timeline\n\n{text}\n")
    for section in document.sections:
        read_timeline(document, section.content)
        action_items(document, section.content)


@given(st.integers(1, 5000), st.sampled_from(["5 minutes", "1h 30m", "2 hours 1 minute", "0:13", "90 min"]))
def test_a_duration_is_written_as_it_was(minutes: int, like: str) -> None:
    value = timedelta(minutes=minutes)
    assert read_duration(written_duration(value, like)) == value


@pytest.mark.parametrize(
    ("text", "owner", "due", "link", "done"),
    [
        ("- Alert earlier (owner: Ana, due 2026-01-31), see PLAT-12", "Ana", date(2026, 1, 31), "PLAT-12", False),
        ("- [x] Alert earlier @ana", "@ana", None, "", True),
        ("- ~~Alert earlier~~", "", None, "", True),
        ("- Alert earlier (done)", "", None, "", True),
        ("- Alert earlier (won't do)", "", None, "", True),
        ("- Alert earlier - cancelled", "", None, "", True),
        ("- Disable the pipeline until it is fixed", "", None, "", False),
        ("- Mend CVE-2021-44228 by 2026-02-01", "", date(2026, 2, 1), "", False),
        (
            "- [Alert](https://github.com/a/b/issues/3) by Oct 20, 2026",
            "",
            date(2026, 10, 20),
            "https://github.com/a/b/issues/3",
            False,
        ),
        ("**Alert earlier.** Owner: platform team", "platform team", None, "", False),
    ],
)
def test_action_items(text: str, owner: str, due: date | None, link: str, done: bool) -> None:
    document = parse(f"# X\n\n## Action items\n\n{text}\n\n# Stats\n\n- Category: x\n")
    section = next(section for section in document.sections if section.title == "Action items")
    (item,) = action_items(document, section.content)
    assert (item.owner, item.due, item.link, item.done) == (owner, due, link, done)


@pytest.mark.parametrize(
    ("status", "done"),
    [
        *((said, True) for said in ("done", "Completed", "✅", "closed in March", "won’t do", "Won't fix", "declined")),
        *((said, False) for said in ("", "open", "not done", "Not completed yet", "to be done", "partly done")),
        *((said, False) for said in ("fixed in progress", "incomplete", "blocked", "never merged")),
    ],
)
def test_a_status_that_leaves_nothing_to_do(status: str, done: bool) -> None:
    table = f"| Action | Owner | Status |\n| --- | --- | --- |\n| Alert earlier | Ana | {status} |"
    document = parse(f"# X\n\n## Action items\n\n{table}\n")
    section = next(section for section in document.sections if section.title == "Action items")
    (item,) = action_items(document, section.content)
    assert item.done is done
