"""A long history's log, kept between runs by the commit it ends with: only what came since is asked of Git again.

A file of its own below the user's cache for each knowledge base; whatever is wrong with it, Git is asked instead.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zlib
from pathlib import Path

from linter.files import cache_folder, write_bytes_atomically

_VERSION = "2"
_WORTH_KEEPING = 200_000
_LONGEST = 400_000_000


def load(root: Path) -> tuple[str, bytes] | None:
    """(commit, log) as kept; None where there is none."""
    try:
        commit, _, packed = _place(root).read_bytes().partition(b"\n")
        unpacker = zlib.decompressobj()
        log = unpacker.decompress(packed, _LONGEST)
        return (commit.decode("ascii"), log) if unpacker.eof else None
    except (OSError, zlib.error, UnicodeDecodeError):
        return None


def save(root: Path, commit: str, log: bytes) -> None:
    """Keep a log that is long enough to be worth it; not being able to is no trouble."""
    if len(log) < _WORTH_KEEPING:
        return
    place = _place(root)
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_bytes_atomically(place, commit.encode("ascii") + b"\n" + zlib.compress(log, 1))


def _place(root: Path) -> Path:
    name = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:32]
    return cache_folder() / f"history-{_VERSION}-{name}"
