"""Where a finding lies, as those see it who look at the whole repository."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from linter.project.root import git_top


def repository_prefix(root: Path) -> str:
    """What stands before a path relative to the root to make it one of the Git repository; empty outside of any.

    A service that shows findings beside the lines of a change knows the files by their paths in the repository.
    """
    top = git_top(root)
    if top is None or top == root:
        return ""
    return root.relative_to(top).as_posix() + "/"


def as_uri(path: str) -> str:
    """A relative path as a relative URI reference (RFC 3986), whatever bytes its names are made of."""
    return quote(os.fsencode(path), safe="/")
