"""Versions as the facts write them: `1.21`, `3.0`, or a month `2023-04`."""

from __future__ import annotations

import re


def reached(version: str, of: str) -> bool:
    """True when `version` is `of` or later. A version cannot be compared with a month: then it is not."""
    if is_month(version) != is_month(of):
        return False
    mine, wanted = _numbers(version), _numbers(of)
    return bool(mine) and mine[: len(wanted)] >= wanted


def is_month(version: str) -> bool:
    """True for `2023-04`, `2023-04-03` and `2023`."""
    return re.fullmatch(r"\d{4}(?:-\d\d){0,2}", version) is not None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))
