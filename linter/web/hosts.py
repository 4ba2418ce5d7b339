"""How often a host is asked: few requests at once, a gap between them, none while it wants to be left alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AT_ONCE = 4
GAP = 0.1
_LONGEST_GAP = 5.0


class Host:
    """The gate to one host. Times are seconds of the running loop's clock."""

    def __init__(self, gap: float = GAP) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)
        self._gap = gap
        self._next = 0.0
        self._paused_until = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, and hold it."""
        async with self._room:
            clock = asyncio.get_running_loop().time
            while (wait := max(self._next, self._paused_until) - clock()) > 0:
                await asyncio.sleep(wait)
            self._next = clock() + self._gap
            yield

    def slow_down(self, pause: float) -> None:
        """It said that we ask too often: nothing for `pause` seconds, then half as often."""
        self._gap = min(self._gap * 2, _LONGEST_GAP)
        self.pause(pause)

    def pause(self, seconds: float) -> None:
        """Nothing for a while."""
        self._paused_until = max(self._paused_until, asyncio.get_running_loop().time() + seconds)
