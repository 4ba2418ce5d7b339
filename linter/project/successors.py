"""The file that a retired page names in its stead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from linter.project.tree import Tree


def successor_file(page: str, successor: str, docs: str, tree: Tree) -> str | None:
    """The file that the page's `successor` names: relative to the page, to the site, or to the root."""
    path = successor.partition("#")[0].lstrip("/")
    for base in successor_bases(page, docs):
        full = posixpath.normpath(posixpath.join(base, path))
        for candidate in (full, f"{full}.md"):
            if tree.is_file(candidate):
                return candidate
    return None


def successor_bases(page: str, docs: str) -> Iterator[str]:
    """The folders from which a `successor` may be written, the first that finds a file counts."""
    yield from dict.fromkeys((posixpath.dirname(page), docs, ""))
