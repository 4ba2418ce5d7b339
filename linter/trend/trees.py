"""What files a commit has, and which content each: one listing, then only what changed from commit to commit."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from linter.project.git import run_git
from linter.project.tree import ListedTree
from linter.trend.commits import Commit, PastError

_LINK = "120000"
_SUBMODULE = "160000"
_MOST_LINKS = 40
_MOST_LINKED = 100_000


class Entry(NamedTuple):
    """What Git has at a path: the kind of thing it is, and the name of its content."""

    mode: str
    blob: str


class PastFiles(NamedTuple):
    """The files of a commit: what Git lists, the tree as it would lie on disk, and the content of each by path.

    A link to nowhere has no content.
    """

    listed: frozenset[str]
    tree: ListedTree
    blobs: Mapping[str, str]


def entries_of(root: Path, commits: Sequence[Commit]) -> Iterator[Mapping[str, Entry]]:
    """What each commit has below the root, the oldest first. Raises PastError."""
    if not commits:
        return
    listed = run_git(root, "ls-tree", "-r", "-z", commits[0].id)
    # Each commit against the one before it, whatever lies between them.
    pairs = "".join(f"{now.id} {before.id}\n" for before, now in pairwise(commits))
    changed = run_git(
        *(root, "diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff", "--relative"),
        input=pairs.encode("ascii"),
    )
    if listed is None or changed is None:
        raise PastError("Git cannot list the files of older commits: is this a partial clone?")
    entries = dict(_listed(listed))
    yield dict(entries)
    changes = _changes(changed)
    for commit in commits[1:]:
        for path, entry in changes.get(commit.id, ()):
            if entry is None:
                entries.pop(path, None)
            else:
                entries[path] = entry
        yield dict(entries)


def files_of(entries: Mapping[str, Entry], read: Callable[[str], str]) -> PastFiles:
    """The files as they would lie on disk, links followed as far as they stay inside; `read` gives a link's target."""
    files = {path: entry.blob for path, entry in entries.items() if entry.mode not in (_LINK, _SUBMODULE)}
    folders = {path for path, entry in entries.items() if entry.mode == _SUBMODULE}
    targets = {path: read(entry.blob) for path, entry in entries.items() if entry.mode == _LINK}
    listed = frozenset((*files, *targets))
    if not targets:
        return PastFiles(listed, ListedTree(files, folders), files)
    blobs = dict(files)
    own = set(files)
    linked: dict[str, str] = {}
    for path in targets:
        real = _followed(path, targets)
        if real is None:
            continue
        inside = f"{real}/" if real else ""
        below = {name[len(inside) :]: blob for name, blob in files.items() if name.startswith(inside)}
        if real in files:
            own.add(path)
            blobs[path] = files[real]
        elif real in folders:
            folders.add(path)
        elif below and len(linked) + len(below) <= _MOST_LINKED:
            linked.update({f"{path}/{name}": blob for name, blob in below.items()})
        else:
            own.add(path)
    return PastFiles(listed, ListedTree(own, folders, linked), {**linked, **blobs})


def _followed(path: str, targets: Mapping[str, str]) -> str | None:
    """Where a path leads once all links on its way are followed; None where that is outside, or nowhere ever."""
    waiting = path.split("/")[::-1]
    reached: list[str] = []
    followed = 0
    while waiting:
        part = waiting.pop()
        if part == "..":
            if not reached:
                return None
            reached.pop()
        elif part not in ("", "."):
            reached.append(part)
            target = targets.get("/".join(reached))
            if target is not None:
                followed += 1
                if followed > _MOST_LINKS or target.startswith("/"):
                    return None
                reached.pop()
                waiting += target.split("/")[::-1]
    return "/".join(reached)


def _listed(output: bytes) -> Iterator[tuple[str, Entry]]:
    for line in output.split(b"\0"):
        about, _, path = line.partition(b"\t")
        parts = about.decode("ascii", "replace").split(" ")
        if len(parts) == 3:
            yield os.fsdecode(path), Entry(parts[0], parts[2])


def _changes(output: bytes) -> dict[str, list[tuple[str, Entry | None]]]:
    """The changes of each commit: path, and what is there now, None for what is gone."""
    changes: dict[str, list[tuple[str, Entry | None]]] = {}
    current: list[tuple[str, Entry | None]] = []
    fields = iter(output.split(b"\0"))
    for field in fields:
        if field.startswith(b":"):
            _, mode, _, blob, status = field[1:].decode("ascii", "replace").split(" ")
            current.append((os.fsdecode(next(fields, b"")), None if status == "D" else Entry(mode, blob)))
        elif field:
            current = changes.setdefault(field.decode("ascii", "replace"), [])
    return changes
