"""`runbook-linter links`: whether what the pages link to on other sites is there."""

from __future__ import annotations

import argparse
import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from linter.cli.command_parser import CommandParser
from linter.cli.ending import complain
from linter.cli.setting import add_common_arguments, make_request, read_setting
from linter.cli.url_checker import add_url_arguments, make_checker
from linter.config import Config, ConfigError, matches_glob

if TYPE_CHECKING:
    from linter.run import Run
    from linter.web.outcome import Outcome


def parser() -> argparse.ArgumentParser:
    """The options of `links`."""
    parser = CommandParser(
        prog="runbook-linter links",
        description="Ask the sites that the pages link to whether what is linked is there.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="pages and folders (default: the knowledge base)")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--site", metavar="DIR", help="check the links of the site built in DIR instead; asks no one")
    parser.add_argument(
        "--engine", choices=("built-in", "linkchecker", "lychee"), default="built-in", help="with --site: who looks"
    )
    parser.add_argument("--all", action="store_true", help="list what is fine, too")
    add_url_arguments(parser)
    add_common_arguments(parser)
    return parser


class Place(NamedTuple):
    """Where a link stands; `line` and `column` count from 1."""

    path: str
    line: int
    column: int


def run(args: argparse.Namespace) -> int:
    """Print what was found; exit 1 where a URL is dead."""
    if args.site:
        return _check_site(args)
    if args.engine != "built-in":
        raise ConfigError("--engine goes with --site")
    setting = read_setting(args, args.paths)
    checker = make_checker(setting, args)
    request, troubles = make_request(setting, args)
    from linter.engine import lint
    from linter.levels import Selection
    from linter.web.store import StoreError

    done = lint(request._replace(selection=Selection(("dead-url",))))
    places = _places(done)
    try:
        outcomes = checker(places)
    except StoreError as error:
        troubles.append(str(error))
        outcomes = {}
    if args.format == "json":
        print(json.dumps(_as_object(outcomes, places), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_as_text(outcomes, places, everything=args.all)))
    return _finish([*checker.notes, *troubles, *done.troubles], bool(troubles or done.troubles), outcomes)


def _check_site(args: argparse.Namespace) -> int:
    """Print the dead links of a built site, each in the file to mend; exit 1 where there are some."""
    if args.paths or args.offline or args.deadline or args.all:
        raise ConfigError("--site looks at the whole site, and asks no one: PATH, --offline, --deadline, --all aside")
    setting = read_setting(args, [])
    from linter.project.site import read_site
    from linter.site_check.check import check_site
    from linter.site_check.dead_target import EngineError

    site = read_site(setting.root, setting.config)
    try:
        found = check_site(Path(args.site), args.engine, site, setting.root, setting.config.links.site_root)
    except EngineError as error:
        complain(str(error))
        return 2
    found = [finding for finding in found if _is_reported(setting.config, finding.path)]
    if args.format == "json":
        print(json.dumps({"version": 1, "findings": [finding._asdict() for finding in found]}, indent=1))
    else:
        for finding in found:
            print(f"{finding.path}:{finding.line}:{finding.column}: {finding.message}")
        print(f"{len(found)} dead link{'' if len(found) == 1 else 's'}" if found else "no dead link")
    return 1 if found else 0


def _is_reported(config: Config, path: str) -> bool:
    """False for a page that the configuration keeps out of reports."""
    said = [o.report for o in config.overrides if any(matches_glob(path, pattern) for pattern in o.paths)]
    return next((report for report in reversed(said) if report is not None), True)


def _finish(said: Iterable[str], failed: bool, outcomes: Mapping[str, Outcome]) -> int:
    for line in said:
        complain(line)
    return 2 if failed else int(any(outcome.verdict == "dead" for outcome in outcomes.values()))


def _places(done: Run) -> dict[str, list[Place]]:
    """Where each URL stands."""
    from linter.rules.links.dead_url import DeadUrl

    starts = {page.path: page.line_starts for page in done.pages}
    found: dict[str, list[Place]] = {}
    for path, (url, start, _) in done.project.facts(DeadUrl):
        lines = starts[path]
        line = bisect_right(lines, start)
        found.setdefault(url, []).append(Place(path, line, start - lines[line - 1] + 1))
    return found


def _as_object(outcomes: Mapping[str, Outcome], places: Mapping[str, Sequence[Place]]) -> dict[str, object]:
    return {
        "version": 1,
        "urls": [
            {
                "url": url,
                "verdict": outcome.verdict,
                "reason": outcome.reason or None,
                "final_url": outcome.final_url or None,
                "likely_gone": outcome.likely_gone,
                "checked": outcome.checked.isoformat() if outcome.checked else None,
                "places": [place._asdict() for place in places[url]],
            }
            for url, outcome in outcomes.items()
        ],
    }


def _as_text(
    outcomes: Mapping[str, Outcome], places: Mapping[str, Sequence[Place]], *, everything: bool
) -> Iterable[str]:
    from linter.web.outcome import VERDICTS

    counts: dict[str, int] = {}
    for verdict in VERDICTS:
        found = {url: outcome for url, outcome in outcomes.items() if outcome.verdict == verdict}
        if found:
            counts[verdict] = len(found)
        if not found or (verdict == "ok" and not everything):
            continue
        yield f"{verdict} ({len(found)})"
        for url, outcome in found.items():
            to = f" -> {outcome.final_url}" if verdict == "moved" else ""
            reason = f"  {outcome.reason}" if outcome.reason else ""
            yield f"  {without_password(url)}{to}{reason}"
            yield from (f"    {place.path}:{place.line}:{place.column}" for place in places[url])
        yield ""
    total = len(outcomes)
    said = ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
    yield f"{total} URL{'' if total == 1 else 's'}: {said}" if total else "no page links to another site"


def without_password(url: str) -> str:
    """A URL without the user name and password that may stand in it."""
    from linter.web.outcome import request_url

    _, hash_, fragment = url.partition("#")
    return request_url(url) + hash_ + fragment
