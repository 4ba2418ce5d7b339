"""Scores as a line of block characters, and the scale on which pictures of scores are drawn."""

from __future__ import annotations

from collections.abc import Collection, Sequence

_BLOCKS = "▁▂▃▄▅▆▇█"
_LEAST_SPAN = 5.0


def scale_of(values: Collection[float]) -> tuple[float, float]:
    """The lowest and the highest score that a picture of these shows: a tenth of a point is no cliff."""
    most = max(max(values, default=100.0), _LEAST_SPAN)
    return min([*values, most - _LEAST_SPAN]), most


def sparkline(values: Sequence[float]) -> str:
    """One block for each score, as high as it is within `scale_of`."""
    least, most = scale_of(values)
    return "".join(_BLOCKS[round((value - least) / (most - least) * (len(_BLOCKS) - 1))] for value in values)
