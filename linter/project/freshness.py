"""When a page falls due for review: what it promises, what its kind's configuration asks for, what was done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from linter.config import Config

RECORDS = frozenset({"page", "post-mortem", "communication"})
"""Kinds that are records of their day: the configuration at large does not mean them."""


def review_days(kind: str, own: object, config: Config) -> int | None:
    """After how many days a page of this kind falls due; `own` is its front matter's `review_every`."""
    if isinstance(own, int) and not isinstance(own, bool) and own > 0:
        return own
    for_kind = config.kinds[kind].review_every if kind in config.kinds else None
    return for_kind or (config.review_every if kind not in RECORDS else None)


def is_to_come(day: date, today: date) -> bool:
    """True for a day that nobody can have seen yet. Tomorrow is no such day: it has begun somewhere."""
    return day - today > timedelta(days=1)


def read_day(value: Any) -> date | None:
    """The day a front matter's value names; None for what is no date."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
