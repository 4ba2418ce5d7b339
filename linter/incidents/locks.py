"""Locks between processes. The system lets go of them when a process ends, however it ends."""

from __future__ import annotations

import time

from linter.config import ConfigError

try:
    import fcntl
except ModuleNotFoundError:
    raise ConfigError(
        "this system lacks the locks that incidents are written under (Windows?): run the command in WSL"
    ) from None

_PAUSE_SECONDS = 0.01


def lock_within(descriptor: int, seconds: float) -> bool:
    """Lock an open file or folder for this process alone; false where another held it for so long. Raises OSError."""
    end = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(_PAUSE_SECONDS)
