"""What the headings of pages were called before, from their history."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from linter.kinds.titles import fold_title
from linter.project.diff_hunks import hunks
from linter.project.git import run_git
from linter.project.history import Rename

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$")
# With the lines around: below a title stands a blank line, and the text that tells whether it is the same section.
_LOG = ("log", "-n10000", "-p", "-U2", "-M", "-l400", "--relative", "--format=")
_PLAIN = ("--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/")
_SHORTEST_WORD = 2
_COMMON_WORDS = frozenset({"the", "and", "for", "how", "what", "why", "when", "with", "our", "your", "use"})
_LONGEST = 100_000_000
# Git compares each file of each commit with each name.
_MOST_NAMES = 100
_ALL_PAGES = "*.md\n*.markdown\n"


class NewHeading(NamedTuple):
    """What a heading is called now. `proven` is true where each change on the way was that of the title alone."""

    text: str
    proven: bool


def renamed_headings(
    root: Path, pages: Collection[str], renames: Mapping[str, Rename]
) -> Mapping[str, Mapping[str, NewHeading]]:
    """For each of these pages its former titles, each with what became of it; `renames` gives the pages' former names.

    Git is started once: with a process for each page, a repository of ten thousand commits takes a minute.
    """
    page_of = {before: rename.path for before, rename in renames.items() if rename.path in pages}
    page_of.update((page, page) for page in pages)
    # Git reads a name from each line.
    names = [f":(literal){name}\n" for name in sorted(page_of) if "\n" not in name]
    asked = "".join(names) if len(names) <= _MOST_NAMES else _ALL_PAGES
    output = run_git(root, *_LOG, *_PLAIN, "--stdin", input=os.fsencode(f"HEAD\n--\n{asked}"))
    if output is None or len(output) > _LONGEST:
        return {}
    found: dict[str, dict[str, NewHeading]] = {}
    # From the newest change to the oldest: what a title became is known before the title it had before.
    for path, removed, added, stays in hunks(output.decode("utf-8", "replace")):
        old, new = _titles(removed), _titles(added)
        if not old or len(old) != len(new) or path not in page_of:
            continue
        now = found.setdefault(page_of[path], {})
        alone = stays and all(not line.strip() or _HEADING.match(line) for line in (*removed, *added))
        for before, after in zip(old, new, strict=True):
            if before != after and (alone or _alike(before, after)):
                later = now.get(after, NewHeading(after, True))
                now.setdefault(before, NewHeading(later.text, later.proven and alone))
    return found


def _alike(one: str, other: str) -> bool:
    """True for titles with a word in common: of two that stand at the same place, they may name the same thing."""
    return not _words(one).isdisjoint(_words(other))


def _words(title: str) -> set[str]:
    return {word for word in fold_title(title).split() if len(word) > _SHORTEST_WORD} - _COMMON_WORDS


def _titles(lines: list[str]) -> list[str]:
    return [found[1] for line in lines if (found := _HEADING.match(line))]
