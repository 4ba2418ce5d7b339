"""Whole processes timed by the operating system."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Timing(NamedTuple):
    """Medians: user and system time and wall time in seconds, peak memory of the largest process in MiB."""

    cpu: float
    wall: float
    peak: float


def interleaved(commands: Mapping[str, Sequence[str]], runs: int, warmup: int, cwd: Path) -> dict[str, Timing]:
    """Each command `runs` times after `warmup` uncounted ones, A B C A B C, so that a slow minute hits all alike."""
    measured: dict[str, list[Timing]] = {name: [] for name in commands}
    for number in range(warmup + runs):
        for name, command in commands.items():
            timing = _once(command, cwd)
            if number >= warmup:
                measured[name].append(timing)
    return {
        name: Timing(*(statistics.median(values) for values in zip(*timings, strict=True)))
        for name, timings in measured.items()
    }


def _once(command: Sequence[str], cwd: Path) -> Timing:
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Timing(usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024)
