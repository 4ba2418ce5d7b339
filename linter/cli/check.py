"""`runbook-linter check`: lint pages."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from linter.cli.baseline_options import add_baseline_arguments, held_against_baseline
from linter.cli.command_parser import CommandParser
from linter.cli.ending import complain
from linter.cli.outputs import add_output_arguments, report, snapshot_before, write_due, write_outputs
from linter.cli.progress import progress_bar
from linter.cli.setting import add_common_arguments, add_isolation_arguments, make_request, read_setting
from linter.cli.standard_input import add_input_arguments, input_request, paths_given
from linter.cli.url_checker import add_url_arguments, make_checker
from linter.config import ConfigError
from linter.model.severity import Severity, rank

if TYPE_CHECKING:
    from linter.cli.setting import Setting
    from linter.levels import Selection
    from linter.reporting.selection import Shown
    from linter.reporting.snapshot import Snapshot
    from linter.run import Request, Run


def parser() -> argparse.ArgumentParser:
    """The options of `check`."""
    parser = CommandParser(prog="runbook-linter check", description="Lint runbooks and their kin.")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="pages and folders (default: the knowledge base)")
    parser.add_argument("--path", action="append", default=[], metavar="PATH", help="the same, as an option")
    parser.add_argument("--affected", action="store_true", help="only what the staged changes cause (pre-commit)")
    parser.add_argument("--since", metavar="REV", help="only what was made since this branch left REV (pull requests)")
    parser.add_argument("--watch", action="store_true", help="lint again whenever something changes")
    parser.add_argument("--fix", action="store_true", help="apply the fixes that cannot change a page's meaning")
    parser.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: those that need a look too, of the findings shown",
    )
    parser.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    parser.add_argument("--add-ignores", action="store_true", help="write a suppression for each finding shown")
    parser.add_argument("--reason", metavar="TEXT", help="with --add-ignores: why (default: known since today)")
    add_output_arguments(parser)
    parser.add_argument("--severity", choices=("info", "warning", "error"), default="warning", help="the least to show")
    parser.add_argument("--fail-on", choices=("info", "warning", "error", "off"), help="exit 1 at this and above")
    parser.add_argument("--min-score", type=float, metavar="N", help="exit 1 when the mean score is below N")
    parser.add_argument("--select", action="append", default=[], metavar="RULES", help="only these rules or families")
    parser.add_argument("--ignore", action="append", default=[], metavar="RULES", help="not these rules or families")
    parser.add_argument("--external", action="store_true", help="ask other sites whether what is linked is there")
    parser.add_argument("--render", action="store_true", help="render each page as mkdocs does and compare (S112)")
    parser.add_argument("--checklist", action="store_true", help="print a reviewer's checklist for each page")
    parser.add_argument("--statistics", action="store_true", help="count the findings of each rule instead")
    parser.add_argument("--show-config", metavar="PATH", help="say which settings concern PATH and where each was set")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but errors of the run itself")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    add_input_arguments(parser)
    add_baseline_arguments(parser)
    add_url_arguments(parser)
    add_isolation_arguments(parser)
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Lint, report, and return the exit status."""
    if args.show_config:
        from linter.cli.config import show

        return show(args, args.show_config)
    paths = paths_given(args, [*args.paths, *args.path])
    _refuse_together(args, "add_ignores", "fix", "diff", "affected", "since", "write_baseline", "prune_baseline")
    _refuse_together(args, "diff", "output")
    if args.watch:
        from linter.cli.watch import watch

        return watch(args, check_all)
    setting = read_setting(args, paths)
    if args.since is not None:
        return _since(args, setting)
    if args.affected:
        return _affected(args, setting)
    return check_all(args, setting)


def _refuse_together(args: argparse.Namespace, one: str, *others: str) -> None:
    """Raise ConfigError where one option is given with another one that it does not go with."""
    for other in others:
        if getattr(args, one) and getattr(args, other):
            raise ConfigError(f"--{one.replace('_', '-')} and --{other.replace('_', '-')} do not go together")


def check_all(args: argparse.Namespace, setting: Setting, again: Callable[[Request], Run] | None = None) -> int:
    """Lint the pages that the arguments name, report, and return the exit status.

    `again` lints in place of `lint`, where much was linted before.
    """
    from linter.engine import lint
    from linter.levels import Selection
    from linter.reporting.selection import select

    selection = _selection(args)
    before = snapshot_before(args)
    troubles: list[str] = []
    if args.stdin_filename:
        request = input_request(setting, selection, render=args.render, use_cache=not args.no_cache)
    else:
        request, troubles = make_request(
            setting, args, selection=selection, render=args.render, progress=progress_bar() if not args.quiet else None
        )
    checker = None
    if args.external:
        checker = make_checker(setting, args)
        request = request._replace(check_urls=checker)
    if not (request.pages or request.alert_files or _has_records(setting, request) or troubles):
        troubles.append(f"{', '.join(map(str, setting.arguments))}: no Markdown pages here")
    if args.diff or args.fix:
        from linter.cli.fix import fix_pages

        result = fix_pages(request, unsafe=args.unsafe_fixes, write=not args.diff, least=args.severity)
        if args.diff:
            print(result.diff, end="")
            for line in (*troubles, *result.run.troubles):
                complain(line)
            return 2 if troubles or result.run.troubles else 1 if result.diff else 0
        if not args.quiet and args.format == "text" and result.applied:
            print(f"{result.applied} repaired in {result.files} page{'' if result.files == 1 else 's'}")
        done = result.run
    elif args.add_ignores:
        from linter.cli.add_ignores import add_ignores, reason_given

        def known(run: Run) -> Run:
            return held_against_baseline(args, setting, run, complete=False)

        ignored = add_ignores(request, args.severity, reason_given(args, setting.today), known)
        if not args.quiet and args.format == "text":
            print(f"{ignored.findings} suppressed in {ignored.files} file{'' if ignored.files == 1 else 's'}")
        done = ignored.run
    else:
        if args.unsafe_fixes:
            raise ConfigError("--unsafe-fixes goes with --fix or --diff")
        done = (again or lint)(request)
    notes = checker.notes if checker else []
    done = done._replace(troubles=(*troubles, *done.troubles), notes=(*done.notes, *notes))
    done = held_against_baseline(args, setting, done, complete=request.all_runbooks and selection == Selection())
    return _report(args, done, select(done, args.severity), before, _fail_on(args, setting))


def _affected(args: argparse.Namespace, setting: Setting) -> int:
    """Report what the staged changes cause."""
    from linter.project.changes import concerns, staged_changes

    changes = staged_changes(setting.root)
    if changes is None:
        from linter.project.git import refusal
        from linter.project.root import git_top

        if git_top(setting.root) is not None and (why := refusal(setting.root)):
            raise ConfigError(f"--affected: {why}")
        return check_all(args, setting)
    before = snapshot_before(args)
    if not concerns(changes) and not args.output:
        # Before the parser and the rules are imported: most commits of most repositories end here.
        return 0
    from linter.affected import lint_affected
    from linter.reporting.selection import select
    from linter.run import Request

    everything = Request(
        *(setting.root, setting.config, (), True, setting.today, _selection(args)),
        settings=setting.settings,
        use_cache=not args.no_cache,
    )
    done = held_against_baseline(args, setting, lint_affected(everything, changes), complete=False)
    return _report(args, done, select(done, args.severity), before, _fail_on(args, setting))


def _since(args: argparse.Namespace, setting: Setting) -> int:
    """Report what the change made that began where this branch left a revision."""
    from linter.cli.since import made_since
    from linter.reporting.selection import select

    done, before = made_since(args, setting, _selection(args))
    done = held_against_baseline(args, setting, done, complete=False)
    return _report(args, done, select(done, args.severity), before, _fail_on(args, setting))


def _fail_on(args: argparse.Namespace, setting: Setting) -> Severity:
    level: Severity = args.fail_on or setting.config.fail_on or "error"
    return level


def _report(args: argparse.Namespace, done: Run, shown: Shown, before: Snapshot | None, fail_on: Severity) -> int:
    write_outputs(args.output, done, shown, before)
    if args.write_due:
        write_due(done, args.write_due)
    if not args.quiet and (text := _rendered(args, done, shown, before)):
        print(text)
    for line in (*done.notes, *done.troubles):
        complain(line)
    if done.troubles:
        return 2
    if fail_on != "off" and any(
        count and rank(severity) >= rank(fail_on)  # type: ignore[arg-type]
        for severity, count in shown.counts.items()
    ):
        return 1
    least = args.min_score if args.min_score is not None else done.config.min_score
    if least is not None:
        from linter.scoring import score_pages, score_site

        mean = score_site(score_pages((p.path for p in done.pages), done.findings, done.config.score).values()).mean
        if mean < least:
            print(f"runbook-linter: the mean score is {mean}, below {least}", file=sys.stderr)
            return 1
    return 0


def _rendered(args: argparse.Namespace, done: Run, shown: Shown, before: Snapshot | None) -> str:
    if args.statistics:
        from linter.reporting.statistics import statistics

        return statistics(shown, as_json=args.format == "json")
    if args.checklist and args.format == "text":
        from linter.reporting.checklist import checklist

        return checklist(done)
    if args.format != "text":
        return report(args.format, done, shown, before)
    from linter.reporting.text import TextStyle, text_report

    return text_report(done, shown, done.project.text_of, TextStyle(colour=_colour(args.color), width=_width()))


def _has_records(setting: Setting, request: Request) -> bool:
    """True where records of incidents were named, or lie below a folder that was."""
    from linter.project.incidents import record_paths

    return bool(request.incident_files) or (
        request.all_runbooks and bool(record_paths(setting.root, setting.config.incidents))
    )


def _selection(args: argparse.Namespace) -> Selection:
    from linter.levels import Selection

    return Selection(_names(args.select), _names(args.ignore))


def _names(given: list[str]) -> tuple[str, ...]:
    return tuple(name.strip() for value in given for name in value.split(",") if name.strip())


def _colour(choice: str) -> bool:
    import os

    if choice == "auto":
        return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return choice == "always"


def _width() -> int:
    import os

    try:
        return max(os.get_terminal_size(sys.stdout.fileno()).columns, 60)
    except (OSError, ValueError):
        return 100
