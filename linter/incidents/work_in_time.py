"""Work on the network that ends in time, and knows whether anything of it was sent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class WorkInTime(Generic[T]):
    """Work in a thread of its own: neither a slow look-up of a name nor a dripping answer outlasts its time.

    `sent` is true from the moment at which the first byte that matters may have left.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given_up = False
        self.sent = False
        self._results: list[T] = []
        self._error: Exception | None = None

    def leave(self) -> None:
        """Called by the work before it sends. Raises TimeoutError where nobody waits for it: then nothing leaves."""
        with self._lock:
            if self._given_up:
                raise TimeoutError
            self.sent = True

    def result(self, work: Callable[[], T], seconds: float) -> T:
        """What the work gives; raises what it raises, and TimeoutError."""
        thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        thread.start()
        thread.join(max(seconds, 0.0))
        with self._lock:
            self._given_up = True
        if self._error is not None:
            raise self._error
        if not self._results:
            raise TimeoutError
        return self._results[0]

    def _run(self, work: Callable[[], T]) -> None:
        try:
            self._results.append(work())
        except Exception as error:
            self._error = error
