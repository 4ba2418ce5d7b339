"""Scores over time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from linter.project.history import Rename
from linter.scoring import SiteScore, score_values
from linter.trend.commits import Every


class Sample(NamedTuple):
    """The scores of a commit's pages, by path. `troubles` are the lines about what could not be judged."""

    commit: str
    day: date
    scores: Mapping[str, float]
    troubles: tuple[str, ...] = ()

    @property
    def site(self) -> SiteScore:
        """The mean and the distribution."""
        return score_values(self.scores.values())


class Trend(NamedTuple):
    """The samples, the oldest first. Where there are none, `unknown` says why the past cannot be read."""

    every: Every
    samples: tuple[Sample, ...]
    unknown: str = ""


def page_trends(trend: Trend, renames: Mapping[str, Rename]) -> dict[str, list[tuple[date, float]]]:
    """The scores of each page over time, by the name it has now; `renames` are Git's, by the name that is gone."""
    found: dict[str, list[tuple[date, float]]] = {}
    now = set(trend.samples[-1].scores) if trend.samples else set()
    for sample in trend.samples:
        for path, value in sample.scores.items():
            name = path
            if path not in now and path in renames and renames[path].path not in sample.scores:
                name = renames[path].path
            found.setdefault(name, []).append((sample.day, value))
    return found
