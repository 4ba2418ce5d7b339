"""Which lines a change wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from linter.project.changes import Changes
from linter.project.git import run_git

_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ALL = (1, 10**9)


def changed_lines(root: Path, commit: str, changes: Changes) -> Mapping[str, Sequence[tuple[int, int]]]:
    """For each file that differs from a commit, the first and last line of each place, counted from 1.

    Of a place where lines were only deleted, the lines around it count. A file that is new has all its lines changed.
    """
    output = run_git(root, "diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--relative", commit)
    found: dict[str, list[tuple[int, int]]] = {}
    places: list[tuple[int, int]] = []
    content = 0
    for line in (output or b"").decode("utf-8", "replace").split("\n"):
        hunk = _HUNK.match(line)
        if content and not line.startswith("\\"):
            # A line of a file may look like anything.
            content -= 1
        elif hunk:
            removed, first, count = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            content = removed + count
            places.append((first, first + count - 1) if count else (first, first + 1))
        elif line.startswith("+++ b/"):
            places = found.setdefault(line[6:].rstrip("\t"), [])
        elif line.startswith("diff --git "):
            places = []
    return {path: found.get(path, [_ALL]) for path in changes.written}
