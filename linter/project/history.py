"""What Git knows about the files of a knowledge base: when they last changed, what became of those that are gone.

One pass over the history, however many files there are. In a shallow clone all of it is unknown: every
file would seem to have changed in the one commit that is there.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from heapq import merge
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from linter.project.git import run_git
from linter.project.history_cache import load, save

State = Literal["full", "shallow", "none"]

SHALLOW_NOTE = (
    "Git's history is cut off here (a shallow clone), so ages of pages and renames are unknown;"
    " fetch all of it (actions/checkout: `fetch-depth: 0`)"
)

# Git compares every file gone with every file new in a commit; beyond this many it looks for equal ones only.
_RENAME_LIMIT = "-l400"
_FORMAT = "--format=%x01%h %ad %ct"
_COMMIT = re.compile(rb"(?:^|(?<=\0))(?=\x01)")


class Rename(NamedTuple):
    """A file that has another name now. `commit` is the one in which it lost the old one.

    `likeness` is how much of its content stayed, in percent: the least of all its renames since.
    """

    path: str
    commit: str
    day: date
    likeness: int = 100


class Deletion(NamedTuple):
    """A file that is gone, and the commit that removed it."""

    commit: str
    day: date


class History(NamedTuple):
    """Git's facts; paths are relative to the root. All is empty where Git is not there or its history is shallow.

    `changed` gives the day on which each file's content last changed: a mere rename changes nothing.
    `renames` and `deletions` are by the name that is gone.
    """

    state: State
    changed: Mapping[str, date] = MappingProxyType({})
    renames: Mapping[str, Rename] = MappingProxyType({})
    deletions: Mapping[str, Deletion] = MappingProxyType({})


def git_state(root: Path) -> State:
    """Whether Git can say anything here."""
    shallow = run_git(root, "rev-parse", "--is-shallow-repository")
    if shallow is None:
        return "none"
    return "shallow" if shallow.strip() == b"true" else "full"


def read_history(root: Path) -> History:
    """The history of the files below `root`, which may be any folder of a repository or none."""
    state = git_state(root)
    if state != "full":
        return History(state)
    head = (run_git(root, "rev-parse", "--verify", "-q", "HEAD") or b"").decode("ascii", "replace").strip()
    if not head:
        return History("none")
    known = load(root)
    if known and known[0] == head:
        return _read_log(known[1])
    if known and run_git(root, "merge-base", "--is-ancestor", known[0], head) is not None:
        newer = _log(root, f"{known[0]}..{head}")
        output = None if newer is None else _joined(newer, known[1])
    else:
        output = _log(root, "HEAD")
    if output is None:
        return History("none")
    save(root, head, output)
    return _read_log(output)


class GrowingHistory:
    """The history as it was at one commit after another: each time only what came since is asked of Git."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._commit = ""
        self._output = b""

    def at(self, commit: str) -> History:
        """The history up to a commit, which follows those asked for before."""
        newer = _log(self._root, f"{self._commit}..{commit}" if self._commit else commit)
        if newer is None:
            return History("none")
        self._commit, self._output = commit, _joined(newer, self._output)
        return _read_log(self._output)


def _log(root: Path, commits: str) -> bytes | None:
    """What each commit changed, newest first; None where Git fails."""
    # A partial clone lacks the contents that likeness is judged by; equal files are still found.
    for likeness in ("-M", "-M100%"):
        output = run_git(
            *(root, "log", "-z", "--name-status", likeness, _RENAME_LIMIT, "--no-color", _FORMAT, "--date=short"),
            *("--relative", commits, "--", "."),
        )
        if output is not None:
            return output
    return None


def _joined(newer: bytes, older: bytes) -> bytes:
    """One log of two, as Git would write it: what a merge brought in stands where its own time is."""
    new: list[bytes] = [part for part in _COMMIT.split(newer) if part]
    old: list[bytes] = [part for part in _COMMIT.split(older) if part]
    if not new or not old or min(map(_seconds, new)) >= _seconds(old[0]):
        return newer + older
    joined: Iterator[bytes] = merge(new, old, key=lambda part: -_seconds(part))
    return b"".join(joined)


def _seconds(commit: bytes) -> int:
    """When a commit of the log was made."""
    written = commit.partition(b"\0")[0].rpartition(b" ")[2]
    return int(written) if written.isdigit() else 0


def renamed_folders(renames: Mapping[str, Rename]) -> dict[str, list[str]]:
    """What became of the folders whose files were renamed but for their names: the new ones, the most usual first."""
    votes: dict[str, Counter[str]] = {}
    for old, rename in renames.items():
        before, now = posixpath.dirname(old), posixpath.dirname(rename.path)
        name_before, name_now = posixpath.basename(old), posixpath.basename(rename.path)
        # A whole tree may have moved: its upper folders did, too, as far as both ways end alike.
        while name_before == name_now and before != now:
            votes.setdefault(before, Counter())[now] += 1
            before, name_before = posixpath.split(before)
            now, name_now = posixpath.split(now)
    return {folder: [name for name, _ in found.most_common(3)] for folder, found in votes.items()}


class _Change(NamedTuple):
    commit: str
    day: date
    status: str
    path: str
    new_path: str


def _read_log(output: bytes) -> History:
    """Walk the changes from the newest to the oldest, following each file back through its names."""
    changed: dict[str, date] = {}
    renames: dict[str, Rename] = {}
    deletions: dict[str, Deletion] = {}
    # What the file of this name, at this point of the walk, became later: its name now, or its end.
    became: dict[str, str | Deletion] = {}
    for change in _changes(output):
        name = change.new_path or change.path
        now = became.get(name, name)
        if change.status == "D":
            became[name] = deletions.setdefault(name, Deletion(change.commit, change.day))
            continue
        if change.status != "R100" and isinstance(now, str):
            changed.setdefault(now, change.day)
        if change.status == "A":
            # Older changes to this name are those of another file, which went before this one came.
            became.pop(name, None)
        elif change.new_path and change.status.startswith("R"):
            became.pop(name, None)
            became[change.path] = now
            if isinstance(now, str):
                alike = int(change.status[1:] or 100)
                if name in renames and renames[name].path == now:
                    alike = min(alike, renames[name].likeness)
                renames.setdefault(change.path, Rename(now, change.commit, change.day, alike))
            else:
                deletions.setdefault(change.path, now)
    return History("full", changed, renames, deletions)


def _changes(output: bytes) -> Iterator[_Change]:
    fields = iter(output.split(b"\0"))
    commit, day = "", date.min
    for field in fields:
        if field.startswith(b"\x01"):
            commit, written, _ = (*field[1:].decode("ascii", "replace").split(" "), "", "")[:3]
            day = _day(written)
            continue
        status = field.strip(b"\n").decode("ascii", "replace")
        if not status:
            continue
        path = os.fsdecode(next(fields, b""))
        new_path = os.fsdecode(next(fields, b"")) if status[0] in "RC" else ""
        yield _Change(commit, day, status, path, new_path)


def _day(written: str) -> date:
    """The day; the earliest there is for one that no calendar has, as a forged commit can carry."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return date.min
