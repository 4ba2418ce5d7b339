"""A bar for runs long enough to wonder about."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable


def progress_bar() -> Callable[[int, int], None] | None:
    """Shows (done, total) on standard error; None where that is no terminal."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()
    shown = 0.0

    def show(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if done == total and shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
        elif now - started > 0.5 and now - shown > 0.1:
            shown = now
            filled = 30 * done // total
            print(f"\r[{'#' * filled}{' ' * (30 - filled)}] {done}/{total}", end="", file=sys.stderr, flush=True)

    return show
