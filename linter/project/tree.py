"""The files of a knowledge base, asked one folder at a time, with exact case on every system."""

from __future__ import annotations

import os
import posixpath
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

_NO_PAGES = frozenset({".git", ".hg", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".mypy_cache"})
_MOST_FILES = 100_000
# No tree is so deep; the path that a page names may be, and a folder is looked for from its parents down.
_MOST_FOLDERS = 200


class Tree(Protocol):
    """What is there. Paths are relative to the root, with forward slashes, `""` being the root."""

    def is_file(self, path: str) -> bool:
        """True when a file of exactly this name is there, inside the root."""
        ...

    def is_dir(self, path: str) -> bool:
        """True when a folder of exactly this name is there, inside the root."""
        ...

    def names(self, folder: str) -> frozenset[str]:
        """The names in a folder; empty where there is no such folder."""
        ...

    def files(self) -> Iterator[str]:
        """All files, but those that no page lies among: Git's own, installed packages."""
        ...


class WalkedTree(Tree, Protocol):
    """A tree whose folders can be walked through."""

    def below(self, folder: str, depth: int | None = None) -> Iterator[str]:
        """The files in a folder and `depth` levels of folders below it, all where it is None.

        Folders that are hidden, hold installed packages or are links to others are left out.
        """
        ...


class DiskTree:
    """The files on disk, listed lazily: checking one page lists only the folders its links name."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._real_root = os.path.realpath(root)
        self._listed: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def is_file(self, path: str) -> bool:
        """True when a file of exactly this name is there, inside the root."""
        folder, name = posixpath.split(path)
        return bool(name) and name in self._list(folder)[0]

    def is_dir(self, path: str) -> bool:
        """True when a folder of exactly this name is there, inside the root."""
        if path == "":
            return True
        folder, name = posixpath.split(path)
        return name in self._list(folder)[1]

    def names(self, folder: str) -> frozenset[str]:
        """The names in a folder; empty where there is no such folder."""
        files, folders = self._list(folder)
        return files | folders

    def files(self) -> Iterator[str]:
        """All files, but those that no page lies among: Git's own, installed packages."""
        waiting = deque([""])
        listed = 0
        while waiting and listed < _MOST_FILES:
            folder = waiting.popleft()
            files, folders = self._list(folder)
            yield from (posixpath.join(folder, name) for name in files)
            listed += len(files)
            waiting.extend(posixpath.join(folder, name) for name in sorted(folders - _NO_PAGES))

    def below(self, folder: str, depth: int | None = None) -> Iterator[str]:
        """The files in a folder and `depth` levels of folders below it, all where it is None."""
        if ".." in folder.split("/"):
            return
        for where, folders, names in os.walk(self._root / folder):
            base = os.path.relpath(where, self._root).replace(os.sep, "/")
            base = "" if base == "." else base
            if depth is not None and _depth(base) - _depth(folder) >= depth:
                folders.clear()
            folders[:] = sorted(name for name in folders if _is_walked(name))
            yield from (posixpath.join(base, name) for name in names)

    def _list(self, folder: str) -> tuple[frozenset[str], frozenset[str]]:
        found = self._listed.get(folder)
        if found is None:
            found = self._listed[folder] = self._scan(folder)
        return found

    def _scan(self, folder: str) -> tuple[frozenset[str], frozenset[str]]:
        empty: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        if folder.startswith("/") or ".." in folder.split("/") or "\0" in folder or folder.count("/") > _MOST_FOLDERS:
            return empty
        if folder:
            parent, name = posixpath.split(folder)
            if name not in self._list(parent)[1]:
                return empty
        files: list[str] = []
        folders: list[str] = []
        try:
            with os.scandir(self._root / folder) as entries:
                for entry in entries:
                    if entry.is_symlink() and not self._stays_inside(entry.path):
                        continue
                    (folders if entry.is_dir() else files).append(entry.name)
        except OSError:
            return empty
        return frozenset(files), frozenset(folders)

    def _stays_inside(self, path: str) -> bool:
        real = os.path.realpath(path)
        return real == self._real_root or real.startswith(self._real_root + os.sep)


class ListedTree:
    """A tree known from a list of files, such as that of a Git commit.

    `folders` are those to know though no file is listed in them, `linked` the files reached only through a link to a
    folder.
    """

    def __init__(self, files: Iterable[str], folders: Iterable[str] = (), linked: Iterable[str] = ()) -> None:
        self._own = frozenset(files)
        self._files = self._own.union(linked)
        self._names: dict[str, set[str]] = {"": set()}
        for folder in folders:
            self._names.setdefault(folder, set())
        for path in (*self._files, *folders):
            while path:
                folder, name = posixpath.split(path)
                self._names.setdefault(folder, set()).add(name)
                path = folder

    def is_file(self, path: str) -> bool:
        """True when a file of exactly this name is there."""
        return path in self._files

    def is_dir(self, path: str) -> bool:
        """True when a folder of exactly this name is there."""
        return path in self._names

    def names(self, folder: str) -> frozenset[str]:
        """The names in a folder; empty where there is no such folder."""
        return frozenset(self._names.get(folder, ()))

    def files(self) -> Iterator[str]:
        """All files."""
        return iter(sorted(self._files))

    def below(self, folder: str, depth: int | None = None) -> Iterator[str]:
        """The files in a folder and `depth` levels of folders below it, all where it is None."""
        prefix = f"{folder}/" if folder else ""
        for path in sorted(self._own):
            parts = path[len(prefix) :].split("/")[:-1]
            if path.startswith(prefix) and (depth is None or len(parts) <= depth) and all(map(_is_walked, parts)):
                yield path


class TreeWithFile:
    """A tree and one file more, which need not be on disk."""

    def __init__(self, tree: WalkedTree, path: str) -> None:
        self._tree = tree
        self._more = ListedTree([path])

    def is_file(self, path: str) -> bool:
        """True when a file of exactly this name is there."""
        return self._more.is_file(path) or self._tree.is_file(path)

    def is_dir(self, path: str) -> bool:
        """True when a folder of exactly this name is there."""
        return self._more.is_dir(path) or self._tree.is_dir(path)

    def names(self, folder: str) -> frozenset[str]:
        """The names in a folder; empty where there is no such folder."""
        return self._more.names(folder) | self._tree.names(folder)

    def files(self) -> Iterator[str]:
        """All files, the one among them."""
        yield from {*self._tree.files(), *self._more.files()}

    def below(self, folder: str, depth: int | None = None) -> Iterator[str]:
        """The files in a folder and `depth` levels of folders below it, all where it is None."""
        yield from sorted({*self._tree.below(folder, depth), *self._more.below(folder, depth)})


class TreeBeside:
    """A tree, and what another one has beside it at the paths for which `counts` is true.

    All files are those of the first tree: one that is beside it is found by its path alone.
    """

    def __init__(self, tree: WalkedTree, beside: Tree, counts: Callable[[str], bool]) -> None:
        self._tree = tree
        self._beside = beside
        self._counts = counts

    def is_file(self, path: str) -> bool:
        """True when a file of exactly this name is there."""
        return self._tree.is_file(path) or (self._counts(path) and self._beside.is_file(path))

    def is_dir(self, path: str) -> bool:
        """True when a folder of exactly this name is there."""
        return self._tree.is_dir(path) or (self._counts(path) and self._beside.is_dir(path))

    def names(self, folder: str) -> frozenset[str]:
        """The names in a folder; empty where there is no such folder."""
        more = (name for name in self._beside.names(folder) if self._counts(posixpath.join(folder, name)))
        return self._tree.names(folder).union(more)

    def files(self) -> Iterator[str]:
        """All files of the tree itself."""
        return self._tree.files()

    def below(self, folder: str, depth: int | None = None) -> Iterator[str]:
        """The files of the tree itself in a folder and `depth` levels of folders below it, all where it is None."""
        return self._tree.below(folder, depth)


def _depth(folder: str) -> int:
    return len(folder.split("/")) if folder else 0


def _is_walked(folder: str) -> bool:
    return not folder.startswith(".") and folder != "node_modules"
