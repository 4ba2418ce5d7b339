"""The front matter's `successor` after a move."""

from __future__ import annotations

import posixpath

from linter.moving.moved_tree import Move
from linter.moving.target_forms import relative
from linter.project.project import Project
from linter.project.successors import successor_bases, successor_file
from linter.project.tree import Tree

_PAGES = (".md", ".markdown")


def moved_successor(page: str, value: str, project: Project, move: Move, tree: Tree) -> str | None:
    """What the page at `page` (before the move) says then; `value` itself where it stays, None where nothing fits.

    `tree` is the tree after the move.
    """
    found = successor_file(page, value, project.docs, project.tree)
    after = move.of(page)
    if found is None or successor_file(after, value, project.docs, tree) == move.of(found):
        return value
    written, hash_sign, fragment = value.partition("#")
    path = written.lstrip("/")

    def was_read_from(base: str) -> bool:
        full = posixpath.normpath(posixpath.join(base, path))
        return found in (full, f"{full}.md")

    beside = posixpath.dirname(page)
    fixed = [base for base in (project.docs, "") if was_read_from(base) and not was_read_from(beside)]
    for base in dict.fromkeys((*fixed, *successor_bases(after, project.docs))):
        made = relative(base, move.of(found))
        if not written.endswith(_PAGES):
            made = made.removesuffix(".md")
        made = f"/{made}" if written.startswith("/") and not made.startswith("..") else made
        if successor_file(after, made, project.docs, tree) == move.of(found):
            return made + hash_sign + fragment
    return None
