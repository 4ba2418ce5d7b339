"""Scores over time as a table with a sparkline, as plain values, and as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.scoring import GRADES
from linter.trend.sparkline import sparkline
from linter.trend.trend import Sample, Trend

_PERIODS = {"commit": "each commit", "day": "by day", "week": "by week", "month": "by month"}
_SHORT = 10


def trend_text(trend: Trend) -> Iterator[str]:
    """The lines: from where to where, the sparkline, then a row for each commit, the latest last."""
    means = [sample.site.mean for sample in trend.samples]
    if not means:
        yield "no commit of this time has pages here"
        return
    count = f"{len(means)} {'commit' if len(means) == 1 else 'commits'}"
    yield f"mean {means[0]:g} -> {means[-1]:g} over {count}, {_PERIODS[trend.every]}"
    yield f"{sparkline(means)}  lowest {min(means):g}, highest {max(means):g}"
    yield ""
    letters = [letter for _, letter in GRADES]
    yield f"date        commit      {'mean':>5} {'change':>6} {'pages':>5}" + "".join(f"{name:>6}" for name in letters)
    for number, sample in enumerate(trend.samples):
        site = sample.site
        change = f"{site.mean - means[number - 1]:+.1f}" if number and site.mean != means[number - 1] else ""
        grades = "".join(f"{site.grades[name]:>6}" for name in letters)
        yield (f"{sample.day}  {sample.commit[:_SHORT]}  {site.mean:>5g} {change:>6} {len(sample.scores):>5}{grades}")


def trend_values(trend: Trend) -> dict[str, Any]:
    """The samples as JSON values, each page's score among them."""
    return {"version": 1, "every": trend.every, "samples": [_values(sample) for sample in trend.samples]}


def trend_csv(trend: Trend) -> Iterator[str]:
    """A heading, then one line for each commit."""
    letters = [letter for _, letter in GRADES]
    yield ",".join(("date", "commit", "mean", "pages", *letters))
    for sample in trend.samples:
        site = sample.site
        counts = (str(site.grades[name]) for name in letters)
        yield ",".join((sample.day.isoformat(), sample.commit, f"{site.mean:g}", str(len(sample.scores)), *counts))


def _values(sample: Sample) -> dict[str, Any]:
    site = sample.site
    return {
        "date": sample.day.isoformat(),
        "commit": sample.commit,
        "mean": site.mean,
        "pages": len(sample.scores),
        "grades": dict(site.grades),
        "scores": dict(sample.scores),
    }
