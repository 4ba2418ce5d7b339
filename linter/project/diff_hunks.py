"""The places that a diff without context (`-U0`) changes."""

from __future__ import annotations

from collections.abc import Iterator


def hunks(diff: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """(file as it is now, lines removed, lines added) of each place."""
    path = ""
    removed: list[str] = []
    added: list[str] = []
    for line in diff.split("\n"):
        if line.startswith(("@@", "diff --git")):
            if removed or added:
                yield path, removed, added
            removed, added = [], []
        elif line.startswith("+++ "):
            # Git ends a name that holds a blank with a tab.
            path = line[6:].rstrip("\t") if line.startswith("+++ b/") else ""
        elif line.startswith("-") and not line.startswith("--- "):
            removed.append(line[1:])
        elif line.startswith("+"):
            added.append(line[1:])
    if removed or added:
        yield path, removed, added
