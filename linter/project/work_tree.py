"""The files of a work tree: what lies on disk, what is staged, and what was there before a change.

No one of them is the whole: a sparse checkout leaves files out, Git does not look behind a link to a folder or into a
submodule, and what it ignores is in no commit.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence
from pathlib import Path

from linter.project.changes import Changes
from linter.project.git import git_folder, run_git
from linter.project.root import git_top
from linter.project.tree import DiskTree, ListedTree, TreeBeside, WalkedTree

_GITLINK, _LINK = b"160000", b"120000"


def disk_tree(root: Path) -> WalkedTree:
    """What lies on disk, and what would but for a sparse checkout."""
    on_disk = DiskTree(root)
    top = git_top(root)
    # Told without starting Git, which every run would pay for.
    if top is None or not os.path.isfile(os.path.join(git_folder(top), "info", "sparse-checkout")):
        return on_disk
    listed = run_git(root, "ls-files", "-t", "-z", "--cached", "--", ".") or b""
    left_out = [os.fsdecode(entry[2:]) for entry in listed.split(b"\0") if entry.startswith(b"S ")]
    return TreeBeside(on_disk, ListedTree(left_out), lambda path: True) if left_out else on_disk


def staged_tree(root: Path) -> WalkedTree:
    """What is staged, and what lies on disk behind links to folders and in submodules."""
    listed = run_git(root, "ls-files", "-s", "-z", "--cached") or b""
    files: list[str] = []
    opaque: set[str] = set()
    for entry in listed.split(b"\0"):
        about, _, name = entry.partition(b"\t")
        path = os.fsdecode(name)
        if about.startswith((_GITLINK, _LINK)):
            opaque.add(path)
        if name and not about.startswith(_GITLINK):
            files.append(path)
    tree = ListedTree(files)
    return TreeBeside(tree, DiskTree(root), lambda path: _is_in(path, opaque)) if opaque else tree


def tree_before(root: Path, files: Sequence[str], changes: Changes) -> WalkedTree:
    """The `files` of a commit, and what lies on disk and is no part of the change: Git ignores it, or cannot see it."""
    return TreeBeside(ListedTree(files), DiskTree(root), lambda path: path not in changes.written)


def own_name(root: Path, path: str) -> str:
    """The name under which Git knows a file: that of the file itself where a link to a folder leads to it."""
    real = os.path.relpath(os.path.realpath(root / path), os.path.realpath(root)).replace(os.sep, "/")
    return path if real == ".." or real.startswith("../") else real


def _is_in(path: str, folders: set[str]) -> bool:
    while path:
        if path in folders:
            return True
        path = posixpath.dirname(path)
    return False
