"""`runbook-linter rename-heading PAGE OLD NEW`: give a heading another text, and rewrite every link to it."""

from __future__ import annotations

import argparse

from linter.cli.command_parser import CommandParser
from linter.cli.ending import complain
from linter.cli.planned import add_planning_arguments, below_root, finish, read_base, setting_of
from linter.moving.heading import plan_heading
from linter.moving.plan import PlanError


def parser() -> argparse.ArgumentParser:
    """The options of `rename-heading`."""
    parser = CommandParser(
        prog="runbook-linter rename-heading",
        description="Give a heading another text, and rewrite every link to its anchor.",
        epilog="Exit status: 0 done, 1 done but something is left to change by hand, 2 nothing was changed.",
    )
    parser.add_argument("page", metavar="PAGE")
    parser.add_argument("old", metavar="OLD", help="the heading's text as a reader sees it")
    parser.add_argument("new", metavar="NEW", help="its new text, in Markdown")
    add_planning_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Plan the change, then show or do it."""
    try:
        setting = setting_of(args, args.page)
        page = below_root(setting, args.page)
        base = read_base(setting, args)
        plan = plan_heading(base.project, page, args.old, args.new.strip(), base.pages)
        return finish(plan, base.root, dry_run=args.dry_run)
    except PlanError as error:
        complain(str(error))
        return 2
