"""Which lines a change wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from linter.project.changes import Changes
from linter.project.git import run_git

_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ALL = (1, 10**9)
# As Git writes them whatever the reader's settings say.
_FORM = ("-U0", "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/", "--submodule=short", "--no-color")
_ESCAPED = re.compile(r"\\(?:([0-7]{3})|(.))")
_ESCAPES = {"a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}


def changed_lines(root: Path, commit: str, changes: Changes) -> Mapping[str, Sequence[tuple[int, int]]]:
    """For each file that differs from a commit, the first and last line of each place, counted from 1.

    Of a place where lines were only deleted, the lines around it count. A file that is new has all its lines changed.
    """
    output = run_git(root, "diff", *_FORM, "--no-ext-diff", "--no-textconv", "--relative", commit)
    found: dict[str, list[tuple[int, int]]] = {}
    places: list[tuple[int, int]] = []
    content = 0
    for line in (output or b"").decode("utf-8", "surrogateescape").split("\n"):
        hunk = _HUNK.match(line)
        if content and not line.startswith("\\"):
            # A line of a file may look like anything.
            content -= 1
        elif hunk:
            removed, first, count = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            content = removed + count
            places.append((first, first + count - 1) if count else (first, first + 1))
        elif line.startswith(("+++ b/", '+++ "b/')):
            places = found.setdefault(_name(line), [])
        elif line.startswith("diff --git "):
            places = []
    return {path: found.get(path, [_ALL]) for path in changes.written}


def _name(line: str) -> str:
    """The path in a line `+++ b/…`; with a quote, a backslash or a control character Git puts it in quotes."""
    name = line.rstrip("\t")
    return name[6:] if name.startswith("+++ b/") else _ESCAPED.sub(_meant, name[7:-1])


def _meant(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 8)) if escaped[1] else _ESCAPES.get(escaped[2], escaped[2])
