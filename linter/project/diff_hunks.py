"""The places that a diff changes, each between lines that stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Hunk(NamedTuple):
    """A place in a file, which is called so now: the lines removed and added there.

    `stays` is true where the text that follows, blank lines aside, is the same as before; a diff without context
    (`-U0`) does not say.
    """

    path: str
    removed: list[str]
    added: list[str]
    stays: bool


def hunks(diff: str) -> Iterator[Hunk]:
    """The places of a diff, in order."""
    path = ""
    removed: list[str] = []
    added: list[str] = []
    is_over = False
    for line in diff.split("\n"):
        is_next = line.startswith(("@@", "diff --git"))
        is_over = is_over or (line.startswith(" ") and bool(removed or added))
        if is_over and (is_next or line[1:].strip()):
            yield Hunk(path, removed, added, line.startswith(" "))
            removed, added, is_over = [], [], False
        if is_next:
            if removed or added:
                yield Hunk(path, removed, added, False)
            removed, added = [], []
        elif line.startswith("+++ "):
            # Git ends a name that holds a blank with a tab.
            path = line[6:].rstrip("\t") if line.startswith("+++ b/") else ""
        elif line.startswith("-") and not line.startswith("--- "):
            removed.append(line[1:])
        elif line.startswith("+"):
            added.append(line[1:])
    if removed or added:
        yield Hunk(path, removed, added, False)
