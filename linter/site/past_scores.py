"""The scores of the past for the dashboards."""

from __future__ import annotations

from linter.run import Request
from linter.trend.trend import Trend


def past_scores(request: Request, docs: str, every: str | None) -> Trend | None:
    """The trend of the pages below `docs` by `every` day, week or month; None where nobody asked for it.

    What earlier builds found is kept in the user's cache. Raises ConfigError or SchemaError.
    """
    if every is None:
        return None
    # Most sites do not ask, and need not wait for what reads the past.
    from linter.trend.commits import PERIODS, PastError, Question
    from linter.trend.judging import read_trend

    period = next((known for known in PERIODS if known == every), None)
    if period is None:
        return None
    try:
        return read_trend(request, Question(period), [docs])
    except PastError as error:
        return Trend(period, (), str(error))
