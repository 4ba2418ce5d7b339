"""What the commands that rewrite links share: the knowledge base they work on, and showing or doing a plan."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from linter.cli.ending import complain
from linter.cli.setting import Setting, read_setting
from linter.moving.carry_out import carry_out
from linter.moving.moved_tree import Move
from linter.moving.plan import Plan, PlanError
from linter.project.discovery import discover, relative
from linter.project.project import Project
from linter.project.reading import UnreadableError, read_text
from linter.project.tree import DiskTree
from linter.reporting.unified_diff import unified_diff


class Base(NamedTuple):
    """A knowledge base to change. `pages` are those whose links count."""

    root: Path
    project: Project
    pages: tuple[str, ...]


def add_planning_arguments(parser: argparse.ArgumentParser) -> None:
    """The options these commands share."""
    parser.add_argument("--dry-run", action="store_true", help="show the change as a diff, and change nothing")
    parser.add_argument("--config", metavar="FILE", help="the configuration to use instead of the one found")
    parser.add_argument("--all-projects", action="store_true", help="rewrite links in nested knowledge bases too")


def path_of(name: str) -> Path:
    """A path as given, its folders resolved, the last part as it is: what is renamed is a link, not its target."""
    full = Path(os.path.normpath(Path.cwd() / name))
    return Path(os.path.realpath(full.parent)) / full.name


def below_root(setting: Setting, name: str) -> str:
    """A path as given, relative to the root. Raises PlanError."""
    path = relative(setting.root, path_of(name))
    if path is None:
        raise PlanError(f"{name}: outside of the knowledge base {setting.root}")
    return path


def setting_of(args: argparse.Namespace, name: str) -> Setting:
    """Where a command works that is given this path. Raises PlanError, ConfigError."""
    if not os.path.lexists(name):
        raise PlanError(f"{name}: no such file or folder")
    args.today = None
    return read_setting(args, [name])


def read_base(setting: Setting, args: argparse.Namespace) -> Base:
    """The knowledge base of a setting."""
    root = setting.root
    found = discover(root, [root], setting.config.exclude, all_projects=args.all_projects)
    for nested in found.nested:
        print(f"{nested}: has a configuration of its own; its links are left (--all-projects)", file=sys.stderr)

    def read(path: str) -> str | None:
        try:
            return read_text(root, path)
        except UnreadableError:
            return None

    # A page that is a symbolic link is the text of another file.
    pages = tuple(path for path in found.pages if not (root / path).is_symlink())
    project = Project(root, setting.config, DiskTree(root), setting.today, {}, pages, whole=True, read=read)
    return Base(root, project, pages)


def finish(plan: Plan, root: Path, *, dry_run: bool, move: Move | None = None) -> int:
    """Show or do what is planned; exit 1 where something is left to do by hand. Raises PlanError."""
    if dry_run:
        print(_diff(plan), end="")
    else:
        carry_out(plan, root, move)
        if plan.done:
            print(plan.done)
        for old, new in plan.renames:
            print(f"{old} -> {new}")
        now = dict(plan.renames)
        for rewrite in plan.rewrites:
            path = now.get(rewrite.path, rewrite.path)
            number = rewrite.references
            if number:
                print(f"{path}: {number} {'reference' if number == 1 else 'references'} rewritten")
    return _notes(plan.notes)


def _notes(notes: Sequence[str]) -> int:
    for note in notes:
        complain(note)
    return 1 if notes else 0


def _diff(plan: Plan) -> str:
    rewrites = {rewrite.path: rewrite for rewrite in plan.rewrites}
    now = dict(plan.renames)
    parts = []
    for path in sorted({*rewrites, *now}):
        rewrite = rewrites.get(path)
        before, after = (rewrite.before, rewrite.after) if rewrite else ("", "")
        parts.append(unified_diff(path, before, after, now.get(path, path)))
    return "".join(parts)
