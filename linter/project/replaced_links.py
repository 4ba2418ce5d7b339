"""What a commit made of the links to the files that it deleted: the author knew where their readers should go."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

from linter.project.diff_hunks import hunks
from linter.project.git import run_git

_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)|^\s{0,3}\[[^\]]+\]:\s+<?([^\s>]+)")
_EXTERNAL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#")
_LONGEST = 2_000_000


def replaced_links(root: Path, commit: str) -> dict[str, str]:
    """The paths that a commit took out of links, each with the one it put in its place."""
    output = run_git(root, "show", "-U0", "--format=", "--no-color", "--relative", commit, "--", "*.md", "*.markdown")
    if output is None or len(output) > _LONGEST:
        return {}
    found: dict[str, str] = {}
    for path, removed, added, _ in hunks(output.decode("utf-8", "replace")):
        if len(removed) != len(added):
            continue
        for old, new in zip(removed, added, strict=True):
            before, now = _paths(path, old), _paths(path, new)
            if len(before) == len(now):
                found.update((one, other) for one, other in zip(before, now, strict=True) if one != other)
    return found


def _paths(page: str, line: str) -> list[str]:
    """The paths of a line's links, from the root."""
    found = []
    for match in _LINK.finditer(line):
        target = unquote((match[1] or match[2]).partition("#")[0])
        if _EXTERNAL.match(match[1] or match[2]):
            found.append("")
        elif target.startswith("/"):
            found.append(target.strip("/"))
        else:
            found.append(posixpath.normpath(posixpath.join(posixpath.dirname(page), target)))
    return found
