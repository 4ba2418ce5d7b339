"""A timeline's rows stand in the order in which things happened.

A row out of order is a wrong time more often than a wrong place. Both are worth a look: the metrics are made of these
times. A timeline that runs backwards from the newest row to the oldest is in order.

## Bad
~~~markdown
# INC-7

## Timeline

All times in UTC.

| Time | Event |
| --- | --- |
| 2025-10-20 14:03 | The alert fired |
| 2025-10-20 13:50 | The certificate expired |
| 2025-10-20 14:20 | The new certificate was in place |

## Root cause

A certificate expired.

## Action items

- Renew certificates a month before they expire.
~~~

## Good
~~~markdown
# INC-7

## Timeline

All times in UTC.

| Time | Event |
| --- | --- |
| 2025-10-20 13:50 | The certificate expired |
| 2025-10-20 14:03 | The alert fired |
| 2025-10-20 14:20 | The new certificate was in place |

## Root cause

A certificate expired.

## Action items

- Renew certificates a month before they expire.
~~~

## Fix
Safe: sorts the rows of a table whose times are all known, rows of the same time as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.model.timeline import TimelineRow
from linter.rules.rule import PageRule


class TimelineOrder(PageRule):
    code = "P102"
    name = "timeline-order"
    severity = "warning"
    kinds = ("post-mortem",)

    def check(self, page: Page) -> Iterator[Problem]:
        timeline = page.timeline
        if timeline is None:
            return
        rows = [(row, row.instant) for row in timeline.rows if row.instant is not None]
        # An instant without a zone is before or after one with a zone: nobody knows.
        if len({instant.tzinfo for _, instant in rows}) != 1 or _runs_backwards([instant for _, instant in rows]):
            return
        late = _out_of_order(rows)
        fix = _sorted(page.text, timeline.rows) if late else None
        for number, (row, before) in enumerate(late):
            written = page.text[row.span.start : row.span.end]
            message = f"`{written}` stands after `{page.text[before.span.start : before.span.end]}`, which was later"
            yield self.finding(row.span, message, subject=written, fix=fix if number == 0 else None)


def _out_of_order(rows: Sequence[tuple[TimelineRow, datetime]]) -> list[tuple[TimelineRow, TimelineRow]]:
    """The rows that are earlier than one above them, each with that one."""
    found: list[tuple[TimelineRow, TimelineRow]] = []
    latest, newest = rows[0]
    for row, instant in rows[1:]:
        if instant < newest:
            # "About 10:45" may well have been after 10:50.
            if not (row.written.approximate or latest.written.approximate):
                found.append((row, latest))
        else:
            latest, newest = row, instant
    return found


def _runs_backwards(instants: Sequence[datetime]) -> bool:
    return len(instants) > 2 and all(one >= two for one, two in pairwise(instants))


def _sorted(text: str, rows: Sequence[TimelineRow]) -> Fix | None:
    """The lines of one table in order; None where a row has no known time, or takes its day from the row above."""
    instants = [row.instant for row in rows if row.instant is not None]
    whole_table = all(a.line_span.end == b.line_span.start for a, b in pairwise(rows))
    if len(instants) != len(rows) or not whole_table or not all(row.written.day for row in rows):
        return None
    lines = [text[row.line_span.start : row.line_span.end] for row in rows]
    if any(not line.lstrip().startswith("|") or not line.endswith("\n") for line in lines):
        return None
    order = sorted(range(len(rows)), key=lambda at: (instants[at], at))
    edits = [
        Edit(rows[at].line_span.start, rows[at].line_span.end, lines[new]) for at, new in enumerate(order) if at != new
    ]
    return Fix(tuple(edits), True)
