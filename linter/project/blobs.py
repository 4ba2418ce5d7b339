"""Texts as Git has them at a revision, or in the index."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from linter.project.git import run_git
from linter.project.reading import UnreadableError, decode


def texts_at(root: Path, revision: str, paths: Collection[str]) -> dict[str, str | None]:
    """The texts of these files at a revision, or in the index where it is empty; None for what is no text there.

    Git is started once. Names that it cannot be asked for, because they hold a line break, are left out.
    """
    asked = [path for path in sorted(paths) if "\n" not in path]
    names = b"".join(os.fsencode(f"{revision}:./{path}\n") for path in asked)
    output = run_git(root, "cat-file", "--batch", input=names)
    if output is None:
        return {}
    texts: dict[str, str | None] = {}
    at = 0
    for path in asked:
        end = output.index(b"\n", at)
        head = output[at:end].rsplit(b" ", 2)
        at = end + 1
        texts[path] = None
        if head[-1].isdigit():
            size = int(head[-1])
            if head[-2] == b"blob":
                texts[path] = _decoded(output[at : at + size])
            at += size + 1
    return texts


def text_at(root: Path, revision: str, path: str) -> str | None:
    """The text of one file; None where it is no text there."""
    data = run_git(root, "cat-file", "blob", f"{revision}:./{path}")
    return None if data is None else _decoded(data)


def _decoded(data: bytes) -> str | None:
    try:
        return decode(data)
    except UnreadableError:
        return None
