"""What the headings of a page were called before, from its history."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from linter.project.diff_hunks import hunks
from linter.project.git import run_git

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$")
_COMMITS = "-n200"
_LONGEST = 4_000_000


class NewHeading(NamedTuple):
    """What a heading is called now. `proven` is true where each change on the way was that of the title alone."""

    text: str
    proven: bool


def renamed_headings(root: Path, path: str) -> dict[str, NewHeading]:
    """The former titles on a page, each with what became of it; none where Git does not know the page."""
    output = run_git(
        root, "log", _COMMITS, "-p", "-U0", "--follow", "--no-color", "--no-ext-diff", "--format=", "--", path
    )
    if output is None or len(output) > _LONGEST:
        return {}
    now: dict[str, NewHeading] = {}
    # From the newest change to the oldest: what a title became is known before the title it had before.
    for _, removed, added in hunks(output.decode("utf-8", "replace")):
        old, new = _titles(removed), _titles(added)
        if not old or len(old) != len(new):
            continue
        alone = all(not line.strip() or _HEADING.match(line) for line in (*removed, *added))
        for before, after in zip(old, new, strict=True):
            if before != after:
                later = now.get(after, NewHeading(after, True))
                now.setdefault(before, NewHeading(later.text, later.proven and alone))
    return now


def _titles(lines: list[str]) -> list[str]:
    return [found[1] for line in lines if (found := _HEADING.match(line))]
