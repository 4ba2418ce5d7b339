"""`runbook-linter score`: how good each page is, and what would raise its score most."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from linter.cli.command_parser import CommandParser
from linter.cli.ending import complain
from linter.cli.score_history import add_history_arguments, history, print_trend
from linter.cli.setting import add_common_arguments, make_request, read_setting
from linter.config import ConfigError
from linter.engine import lint
from linter.run import Run
from linter.scoring import Score, score_pages, score_site

if TYPE_CHECKING:
    from linter.trend.trend import Trend


def parser() -> argparse.ArgumentParser:
    """The options of `score`."""
    parser = CommandParser(
        prog="runbook-linter score",
        description="How good each page is; of a single page, what each point was lost for.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text", help="csv is for --history")
    parser.add_argument("--min-score", type=float, metavar="N", help="exit 1 when the mean score is below N")
    parser.add_argument("--write-pages", metavar="DIR", help="write the dashboards as Markdown, JSON and SVG into DIR")
    parser.add_argument("--worst", type=int, default=20, metavar="N", help="how many pages to list, worst first")
    add_common_arguments(parser)
    add_history_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print scores; a single page is explained point by point."""
    setting = read_setting(args, args.paths)
    _check_combination(args)
    request, troubles = make_request(setting, args)
    trend = history(args, setting, request) if args.history else None
    if args.history and (trend is None or troubles or not args.write_pages):
        if trend:
            print_trend(trend, args.format)
        for line in troubles:
            complain(line)
        return 2 if troubles or trend is None else 0
    if not request.pages and not troubles:
        troubles.append("no Markdown pages here")
    done = lint(request)
    scores = score_pages((page.path for page in done.pages), done.findings, setting.config.score)
    site = score_site(scores.values())
    if args.write_pages:
        troubles += _write_pages(done, trend, args.write_pages)
    if args.format == "json":
        print(json.dumps(_objects(done, scores), ensure_ascii=False, indent=1))
    elif len(scores) == 1 and not request.whole:
        print("\n".join(_explained(next(iter(scores.values())))))
    else:
        print("\n".join(_overview(scores, args.worst)))
    for line in [*troubles, *done.troubles]:
        complain(line)
    if troubles or done.troubles:
        return 2
    least = args.min_score if args.min_score is not None else setting.config.min_score
    return 1 if least is not None and site.mean < least else 0


def _check_combination(args: argparse.Namespace) -> None:
    """Raises ConfigError for options that say nothing together."""
    if args.format == "csv" and not args.history:
        raise ConfigError("--format csv is for --history")
    if args.history and args.min_score is not None:
        raise ConfigError("--min-score is for the pages as they are now: ask for it without --history")


def _write_pages(run: Run, trend: Trend | None, folder: str) -> list[str]:
    """Write the dashboards; what went wrong."""
    from pathlib import Path

    from linter.site.dashboards.available import load_dashboards
    from linter.site.knowledge_base import KnowledgeBase
    from linter.site.written_pages import write_pages

    try:
        written = write_pages(KnowledgeBase(run, trend), load_dashboards(run.config), Path(folder))
    except OSError as error:
        return [f"{folder}: cannot write the dashboards: {error.strerror or error}"]
    print(f"{len(written)} files written to {folder}", file=sys.stderr)
    return []


def _overview(scores: dict[str, Score], worst: int) -> list[str]:
    site = score_site(scores.values())
    lines = [f"mean {site.mean} over {len(scores)} pages"]
    most = max(site.grades.values(), default=0) or 1
    for letter, count in site.grades.items():
        lines.append(f"  {letter} {count:>5} {'#' * round(40 * count / most)}")
    low = [score for score in sorted(scores.values(), key=lambda s: (s.value, s.path)) if score.value < 100][:worst]
    if low:
        lines += ["", "worst pages, and what would raise each most:"]
        for score in low:
            name, points, count = score.gains[0]
            lines.append(f"  {score.value:>5} {score.grade}  {score.path}  {name} ×{count} (+{points:g})")
    return lines


def _explained(score: Score) -> list[str]:
    lines = [f"{score.path}: {score.value:g} ({score.grade})"]
    if not score.losses:
        return [*lines, "nothing lost"]
    lines += ["", "lost for:"]
    for loss in score.losses:
        line, column = loss.finding.position[:2]
        lines.append(
            f"  {-loss.points:>5g}  {line}:{column} {loss.finding.message}  {loss.finding.code} {loss.finding.name}"
        )
    lines += ["", "by category:"]
    lines += [f"  {-points:>5g}  {category}" for category, points in score.categories.items()]
    lines += ["", "what would gain most:"]
    lines += [f"  {points:>+5g}  mend {name} ×{count}" for name, points, count in score.gains[:3]]
    return lines


def _objects(run: Run, scores: dict[str, Score]) -> dict[str, object]:
    site = score_site(scores.values())
    pages = [
        {
            "path": score.path,
            "score": score.value,
            "grade": score.grade,
            "categories": score.categories,
            "losses": [
                {"code": loss.finding.code, "line": loss.finding.position.line, "points": loss.points}
                for loss in score.losses
            ],
            "gains": [{"rule": name, "points": points, "findings": count} for name, points, count in score.gains],
        }
        for score in scores.values()
    ]
    return {"version": 1, "mean": site.mean, "grades": dict(site.grades), "pages": pages, "git": run.git}
