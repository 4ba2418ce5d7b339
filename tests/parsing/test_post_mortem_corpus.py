"""Forty real post-mortems: their timelines and action items, counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from linter.parsing import parse
from linter.parsing.action_items import action_items
from linter.parsing.timelines import read_timeline
from tests.conftest import lint_folder

Finder = Callable[[str], Path]


def test_timelines_and_action_items_are_read(corpus: Finder) -> None:
    rows = read = items = 0
    zones = set()
    for path in corpus("dfds+postmortems").glob("PM2*.md"):
        document = parse(path.read_text(encoding="utf-8"))
        for section in document.sections:
            if section.title == "Timeline":
                timeline = read_timeline(document, section.content)
                rows += len(timeline.rows)
                read += sum(row.instant is not None for row in timeline.rows)
                zones.add(timeline.zone)
            elif section.title.casefold() == "action items":
                items += len(action_items(document, section.content))
    # What has no instant has no time of day: `HH:mm`, `14:??`, a bare day.
    assert (rows, read, items) == (358, 336, 120)
    assert zones == {"CET", "UTC"}


def test_what_is_found_is_right(corpus: Finder) -> None:
    found = [
        (finding.path.split(" ")[0], finding.position.line, finding.code)
        for finding in lint_folder(corpus("dfds+postmortems"), "P").findings
        if finding.severity != "info"
    ]
    # Years of five digits; two rows in each other's place, twice. All three read by hand.
    assert sorted(found) == [("PM2020-003", 14, "P101"), ("PM2021-011", 23, "P102"), ("PM2023-001", 27, "P102")]


def test_one_finding_for_the_action_items_of_a_page(corpus: Finder) -> None:
    paths = [finding.path for finding in lint_folder(corpus("dfds+postmortems"), "P106").findings]
    assert len(paths) == len(set(paths)) > 30
