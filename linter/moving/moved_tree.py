"""A move, and the files as they lie after it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from linter.project.tree import Tree


class Move(NamedTuple):
    """A file or folder and its new path, both relative to the root."""

    old: str
    new: str

    def of(self, path: str) -> str:
        """Where what lies at `path` is after the move."""
        return self.new + path[len(self.old) :] if self.takes(path) else path

    def takes(self, path: str) -> bool:
        """True for what is moved, and for all below it."""
        return is_within(path, self.old)


class MovedTree:
    """The tree as it will be: nothing has to be moved to ask what a link will lead to."""

    def __init__(self, tree: Tree, move: Move) -> None:
        self._tree = tree
        self._move = move

    def is_file(self, path: str) -> bool:
        """True when a file of exactly this name will be there."""
        was = self._was(path)
        return was is not None and self._tree.is_file(was)

    def is_dir(self, path: str) -> bool:
        """True when a folder of exactly this name will be there."""
        was = self._was(path)
        return (was is not None and self._tree.is_dir(was)) or self._move.new.startswith(f"{path}/")

    def names(self, folder: str) -> frozenset[str]:
        """The names in a folder as it will be."""
        was = self._was(folder)
        found = set(self._tree.names(was)) if was is not None else set()
        old_folder, old_name = posixpath.split(self._move.old)
        if folder == old_folder:
            found.discard(old_name)
        prefix = f"{folder}/" if folder else ""
        if self._move.new.startswith(prefix):
            found.add(self._move.new[len(prefix) :].partition("/")[0])
        return frozenset(found)

    def files(self) -> Iterator[str]:
        """All files as they will be called."""
        return map(self._move.of, self._tree.files())

    def _was(self, path: str) -> str | None:
        """What will lie at `path` lies here now; None for what is moved away."""
        if is_within(path, self._move.new):
            return self._move.old + path[len(self._move.new) :]
        return None if self._move.takes(path) else path


def is_within(path: str, folder: str) -> bool:
    """True for the folder itself, and for all below it."""
    return path == folder or path.startswith(f"{folder}/")
