"""Doing what a plan says, all of it or nothing."""

from __future__ import annotations

import contextlib
from pathlib import Path

from linter.files import write_atomically
from linter.moving.moved_tree import Move
from linter.moving.plan import Plan, PlanError


def carry_out(plan: Plan, root: Path, move: Move | None = None) -> None:
    """Move, then write the files that change. Raises PlanError where that fails; all is as before then."""
    made: list[Path] = []
    written: list[tuple[Path, str]] = []
    moved = False
    at = root
    try:
        if move is not None:
            made = _make_folders((root / move.new).parent)
            at = root / move.new
            if at.exists() or at.is_symlink():
                raise PlanError(f"{move.new}: is there already")
            (root / move.old).rename(at)
            moved = True
        for rewrite in plan.rewrites:
            at = root / (move.of(rewrite.path) if move else rewrite.path)
            write_atomically(at, rewrite.after)
            written.append((at, rewrite.before))
    except BaseException as error:
        for path, text in reversed(written):
            write_atomically(path, text)
        if move is not None and moved:
            (root / move.new).rename(root / move.old)
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise PlanError(f"{at.relative_to(root)}: {error.strerror or error}, so nothing was changed") from None
        raise


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; the ones that were made, the uppermost first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        path.mkdir()
    return missing[::-1]
