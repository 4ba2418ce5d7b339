"""`runbook-linter mv OLD NEW`: move a page, another file or a folder, and rewrite every reference to it."""

from __future__ import annotations

import argparse
import os

from linter.cli.command_parser import CommandParser
from linter.cli.ending import complain
from linter.cli.planned import add_planning_arguments, below_root, finish, read_base, setting_of
from linter.cli.setting import Setting
from linter.moving.move import plan_move
from linter.moving.moved_tree import Move, is_within
from linter.moving.plan import PlanError
from linter.project.discovery import SUFFIXES


def parser() -> argparse.ArgumentParser:
    """The options of `mv`."""
    parser = CommandParser(
        prog="runbook-linter mv",
        description="Move a page, another file or a folder, and rewrite every link, image, navigation entry, successor"
        " and runbook_url that leads to it. Git's index is left alone.",
        epilog="Exit status: 0 done, 1 done but something is left to change by hand, 2 nothing was changed.",
    )
    parser.add_argument("old", metavar="OLD", help="what to move")
    parser.add_argument("new", metavar="NEW", help="its new path, or a folder to move it into")
    add_planning_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Plan the move, then show or do it."""
    try:
        setting = setting_of(args, args.old)
        move = _move(setting, args.old, args.new)
        base = read_base(setting, args)
        files = _files(setting, move.old)
        moved_pages = (path for path in files if path.endswith(SUFFIXES) and not (base.root / path).is_symlink())
        pages = tuple(dict.fromkeys((*base.pages, *moved_pages)))
        return finish(plan_move(base.project, move, pages, files), base.root, dry_run=args.dry_run, move=move)
    except PlanError as error:
        complain(str(error))
        return 2


def _move(setting: Setting, old: str, new: str) -> Move:
    """What to move where, relative to the root. Raises PlanError."""
    path = below_root(setting, old)
    if not path:
        raise PlanError(f"{old}: is the root of the knowledge base")
    if (setting.root / path).is_symlink():
        raise PlanError(f"{old}: is a symbolic link, which may lead nowhere from another folder")
    target = below_root(setting, new)
    into = (setting.root / target).is_dir() or (new.endswith(("/", os.sep)) and not (setting.root / path).is_dir())
    if into and is_within(target, path):
        raise PlanError(f"{new}: is {old} itself, or lies inside of it")
    if into:
        target = f"{target}/{os.path.basename(path)}".lstrip("/")
    if os.path.lexists(setting.root / target):
        raise PlanError(f"{target}: is there already")
    return Move(path, target)


def _files(setting: Setting, path: str) -> list[str]:
    """All files that are moved."""
    full = setting.root / path
    if not full.is_dir():
        return [path]
    found = []
    for where, _, names in os.walk(full):
        base = os.path.relpath(where, setting.root).replace(os.sep, "/")
        found += [f"{base}/{name}" for name in names]
    return sorted(found)
