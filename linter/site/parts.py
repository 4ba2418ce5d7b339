"""What a dashboard is made of. Each part can be shown as HTML, Markdown and JSON."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

Tone = Literal["good", "fair", "poor", "plain"]


class PageLink(NamedTuple):
    """A link to a page of the knowledge base, by its path relative to the root; `line` 0 is the whole page."""

    path: str
    text: str
    line: int = 0


class RuleLink(NamedTuple):
    """A link to a rule's documentation."""

    name: str


class DashboardLink(NamedTuple):
    """A link to another dashboard."""

    name: str
    text: str


class WebLink(NamedTuple):
    """A link to another site, as a page has it: shown as text where it is no http or https."""

    url: str
    text: str

    @property
    def href(self) -> str | None:
        """The address to link to; None for what no reader should be led to by a click."""
        plain = self.url.startswith(("https://", "http://")) and not any(char in self.url for char in ' <>"\n\\')
        return self.url if plain else None


class Spark(NamedTuple):
    """A page's scores over time, small enough for a table's cell: (day, score), the oldest first."""

    points: tuple[tuple[date, float], ...]

    @property
    def change(self) -> float:
        """From the first score to the last."""
        return round(self.points[-1][1] - self.points[0][1], 1)

    @property
    def said(self) -> str:
        """The same in words."""
        (first, before), (last, now) = self.points[0], self.points[-1]
        return f"{before:g} on {first.isoformat()}, {now:g} on {last.isoformat()}"


class NextUpdate(NamedTuple):
    """When people were promised to hear again. Whether that time is over is for the reader's browser to say."""

    time: datetime


Link = PageLink | RuleLink | DashboardLink | WebLink
Atom = str | int | float | date | datetime | timedelta | NextUpdate | Spark | Link | None
Cell = Atom | tuple[Atom, ...]
"""What a table's cell holds: one value, or several."""


SINGLE = Link | NextUpdate | Spark
"""The values that are tuples themselves."""


def atoms_of(cell: Cell) -> tuple[Atom, ...]:
    """The values in a cell, without the empty ones."""
    several = cell if isinstance(cell, tuple) and not isinstance(cell, SINGLE) else (cell,)
    return tuple(atom for atom in several if atom is not None)


class Text(NamedTuple):
    """A paragraph of plain text."""

    text: str


class Number(NamedTuple):
    """A figure that stands for itself; `page` is the dashboard that tells more."""

    label: str
    value: str
    note: str = ""
    tone: Tone = "plain"
    dashboard: str = ""


class Numbers(NamedTuple):
    """Figures side by side."""

    numbers: tuple[Number, ...]


class Bar(NamedTuple):
    """One bar; `shown` is its value in words. The tone repeats what the words say, never more."""

    label: str
    value: float
    shown: str
    tone: Tone = "plain"


class Bars(NamedTuple):
    """A bar chart; `name` is unique on its dashboard."""

    name: str
    title: str
    bars: tuple[Bar, ...]


class Curve(NamedTuple):
    """Scores over time as a line: (day, score), the oldest first, two at least; `name` is unique on its dashboard."""

    name: str
    title: str
    points: tuple[tuple[date, float], ...]

    @property
    def marks(self) -> tuple[tuple[str, date, float], ...]:
        """The points that tell most, with what they are: a table of these stands beside the picture."""
        lowest = min(self.points, key=lambda point: (point[1], point[0]))
        highest = max(self.points, key=lambda point: (point[1], point[0]))
        return (("First", *self.points[0]), ("Lowest", *lowest), ("Highest", *highest), ("Last", *self.points[-1]))

    @property
    def said(self) -> str:
        """The same in words."""
        return "; ".join(f"{name}: {value:g} on {day.isoformat()}" for name, day, value in self.marks)


class Column(NamedTuple):
    """A column of a table; a `filtered` one gets a list of its values to choose from."""

    key: str
    title: str
    kind: Literal["text", "number", "date"] = "text"
    filtered: bool = False


def _says_something(cell: Cell) -> bool:
    return any(atom != "" for atom in atoms_of(cell))


class Table(NamedTuple):
    """A table; `empty` is said instead where it has no rows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "None."

    @property
    def filled(self) -> Table:
        """The same without the columns in which no row says anything: the others need their room."""
        numbers = range(len(self.columns))
        kept = [number for number in numbers if any(_says_something(row[number]) for row in self.rows)]
        return self._replace(
            columns=tuple(self.columns[number] for number in kept),
            rows=tuple(tuple(row[number] for number in kept) for row in self.rows),
        )


class Facts(NamedTuple):
    """What is known of one thing, by name; `name` is unique on its dashboard, `page` tells all of it."""

    name: str
    title: str
    rows: tuple[tuple[str, Cell], ...]
    page: PageLink | None = None


Part = Text | Numbers | Bars | Curve | Table | Facts
