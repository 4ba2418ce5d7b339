"""How the scores came to be: the mean and each page over the commits of the past, and now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from linter.scoring import GRADES
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Cell, Column, Curve, Part, Spark, Table, Text
from linter.trend.trend import Sample, page_trends

_SHORT = 10


def mean_over_time(base: KnowledgeBase) -> Iterable[Part]:
    """The mean as a line; why there is none, where somebody asked for it."""
    if base.trend is None:
        return
    if base.trend.unknown:
        yield Text(f"How the scores came to be is not known: {base.trend.unknown}.")
        return
    points = _up_to_now([(sample.day, sample.site.mean) for sample in base.trend.samples], base.today, base.score.mean)
    if len(points) > 1:
        yield Curve("trend", "Mean score over time", points)
        yield Text(
            "Each commit is judged by the rules of today, as of its own day. A page that was renamed keeps its past."
        )


def sparks(base: KnowledgeBase) -> Mapping[str, Spark]:
    """The scores of each page that has a past before today, by its path; a page that was renamed keeps its own."""
    if base.trend is None or not base.trend.samples:
        return {}
    found = page_trends(base.trend, base.run.project.history.renames)
    return {
        page.path: Spark(points)
        for page in base.pages
        if len(points := _up_to_now(found.get(page.path, []), base.today, page.score.value)) > 1
    }


def _up_to_now(points: list[tuple[date, float]], today: date, now: float) -> tuple[tuple[date, float], ...]:
    """The points of the past before today, and today's."""
    return (*(point for point in points if point[0] < today), (today, now))


def commits(samples: Iterable[Sample]) -> Table:
    """A row for each commit: the mean, and how many pages have each grade."""
    letters = [letter for _, letter in GRADES]
    rows: list[tuple[Cell, ...]] = []
    for sample in samples:
        site = sample.site
        grades = (site.grades[letter] for letter in letters)
        rows.insert(0, (sample.day, site.mean, len(sample.scores), *grades, sample.commit[:_SHORT]))
    columns = (
        Column("date", "Date", "date"),
        Column("mean", "Mean score", "number"),
        Column("pages", "Pages", "number"),
        *(Column(letter.lower(), letter, "number") for letter in letters),
        Column("commit", "Commit"),
    )
    return Table("by-commit", "By commit, the latest first", columns, tuple(rows), "No commit changed a page.")
