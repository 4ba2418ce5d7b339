"""Where a knowledge base starts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from linter.config import find_config


def find_root(arguments: Sequence[Path], cwd: Path) -> tuple[Path, Path | None]:
    """The root for these arguments and the configuration file found, if any.

    The folder of the nearest configuration at or above the first argument; else the Git top level if it
    is not above the working directory; else the working directory if it holds the arguments; else the
    arguments' common folder.
    """
    folders = [path if path.is_dir() else path.parent for path in arguments] or [cwd]
    config = find_config(folders[0])
    if config:
        return config.parent, config
    top = git_top(folders[0])
    if top and top != cwd and top not in cwd.parents:
        return top, None
    if all(folder == cwd or cwd in folder.parents for folder in folders):
        return cwd, None
    return Path(os.path.commonpath(folders)), None


def git_top(folder: Path) -> Path | None:
    """The top of the Git work tree that holds `folder`; None outside of any."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate
    return None
