"""Folders to write into where the right one cannot be written: it is full, read-only, or somebody else's."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from linter.files import cache_folder
from linter.incidents.record_file import UnwritableError

_IN_MEMORY = Path("/dev/shm")


def written_elsewhere(write: Callable[[Path], Path]) -> tuple[Path, Path]:
    """What `write` makes below a folder, and that folder: new, and readable for this user alone.

    It lies in the cache, else among temporary files, else in memory. Raises UnwritableError where none of these can
    be written.
    """
    for parent in (cache_folder(), None, _IN_MEMORY):
        try:
            if parent == cache_folder():
                parent.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix="incident-", dir=parent))
        except OSError:
            continue
        try:
            return write(folder), folder
        except (OSError, UnwritableError):
            shutil.rmtree(folder, ignore_errors=True)
    raise UnwritableError("nor can anything be written elsewhere on this machine")
