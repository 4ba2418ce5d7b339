"""What a commit is about to change, as Git's index has it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from linter.project.git import run_git
from linter.project.reading import UnreadableError, decode

_CONCERNING = (".md", ".markdown", ".yml", ".yaml", ".toml")


class Changes(NamedTuple):
    """The staged changes, paths relative to the root. A rename is a path gone and a path written."""

    written: frozenset[str]
    gone: frozenset[str]


def staged_changes(root: Path) -> Changes | None:
    """What is staged against HEAD below the root; None where Git cannot say."""
    against = "HEAD" if run_git(root, "rev-parse", "--verify", "-q", "HEAD") else _empty_tree(root)
    if against is None:
        return None
    output = run_git(root, "diff", "--cached", "--name-status", "--no-renames", "--relative", "-z", against)
    if output is None:
        return None
    written: set[str] = set()
    gone: set[str] = set()
    fields = [os.fsdecode(field) for field in output.split(b"\0")]
    for status, path in zip(fields[0::2], fields[1::2], strict=False):
        (gone if status == "D" else written).add(path)
    return Changes(frozenset(written), frozenset(gone))


def concerns(changes: Changes) -> bool:
    """Whether a commit can matter to a knowledge base.

    A file that goes may be a link's target; of what is written, only pages, records and settings matter.
    """
    return bool(changes.gone) or any(path.endswith(_CONCERNING) for path in changes.written)


def files_at_head(root: Path) -> list[str]:
    """All files of HEAD below the root; none before the first commit."""
    output = run_git(root, "ls-tree", "-r", "-z", "--name-only", "HEAD")
    return [os.fsdecode(path) for path in (output or b"").split(b"\0") if path]


def staged_files(root: Path) -> list[str]:
    """All files of the index below the root."""
    output = run_git(root, "ls-files", "-z", "--cached")
    return [os.fsdecode(path) for path in (output or b"").split(b"\0") if path]


def text_at(root: Path, revision: str, path: str) -> str | None:
    """The text of a file at `HEAD`, or in the index where `revision` is empty; None where it is no text there."""
    data = run_git(root, "cat-file", "blob", f"{revision}:./{path}")
    try:
        return None if data is None else decode(data)
    except UnreadableError:
        return None


def _empty_tree(root: Path) -> str | None:
    output = run_git(root, "hash-object", "-t", "tree", "--stdin", input=b"")
    return output.decode().strip() if output else None
