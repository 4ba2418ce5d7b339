"""`runbook-linter score --history`: how the scores came to be, over the commits of the past."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from linter.cli.ending import complain
from linter.cli.progress import progress_bar
from linter.cli.setting import Setting, parse_date
from linter.config import ConfigError
from linter.trend.commits import PERIODS, PastError, Question

if TYPE_CHECKING:
    from linter.run import Request
    from linter.trend.trend import Trend

_MOST_TROUBLES = 5


def add_history_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that ask for the past, and for which part of it."""
    group = parser.add_argument_group("history")
    group.add_argument("--history", action="store_true", help="the scores of the past, from Git")
    group.add_argument("--every", choices=PERIODS, default="week", help="judge the last commit of each")
    group.add_argument("--since", metavar="DATE", help="from this day on")
    group.add_argument("--limit", type=int, default=52, metavar="N", help="the latest N at most (52)")
    group.add_argument("--branch", default="HEAD", metavar="NAME", help="the branch whose commits count (HEAD)")


def history(args: argparse.Namespace, setting: Setting, request: Request) -> Trend | None:
    """The trend that the options ask for; None, and a line that says why, where there is no past to read."""
    from linter.project.discovery import relative
    from linter.trend.judging import read_trend

    if args.limit < 1:
        raise ConfigError(f"--limit {args.limit}: not a number of commits from 1 on")
    since = parse_date(args.since, "--since") if args.since else None
    folders = [path for path in (relative(setting.root, given) for given in setting.arguments) if path is not None]
    try:
        trend = read_trend(
            request,
            Question(args.every, since, args.limit, args.branch),
            folders,
            today=setting.today if args.today else None,
            all_projects=args.all_projects,
            use_cache=not args.no_cache,
            progress=progress_bar(),
        )
    except PastError as error:
        complain(str(error))
        return None
    _say_troubles(trend)
    return trend


def print_trend(trend: Trend, form: str) -> None:
    """The trend on standard output."""
    from linter.reporting.trend import trend_csv, trend_text, trend_values

    if form == "json":
        print(json.dumps(trend_values(trend), ensure_ascii=False, indent=1))
    else:
        print("\n".join((trend_csv if form == "csv" else trend_text)(trend)))


def _say_troubles(trend: Trend) -> None:
    """What could not be judged is history: said once, and no failure of this run."""
    lines: dict[str, str] = {}
    for sample in trend.samples:
        for line in sample.troubles:
            lines.setdefault(line, f"{sample.day} {sample.commit[:10]}: {line}")
    for said in list(lines.values())[:_MOST_TROUBLES]:
        complain(said)
    if len(lines) > _MOST_TROUBLES:
        print(f"runbook-linter: and {len(lines) - _MOST_TROUBLES} more of the kind", file=sys.stderr)
