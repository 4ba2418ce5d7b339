"""The timings as a picture: horizontal bars, logarithmic, one group per corpus."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

from benchmarks.timing import Timing

_ROW, _LABEL, _WIDTH = 22, 220, 760


def plot(measured: Mapping[str, Mapping[str, Timing]]) -> str:
    """An SVG of CPU seconds."""
    rows = [(corpus, name, timing.cpu) for corpus, timings in measured.items() for name, timing in timings.items()]
    most = max((cpu for _, _, cpu in rows), default=1.0)
    least = min((cpu for _, _, cpu in rows), default=0.001) / 2
    height = _ROW * len(rows) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        "<title>CPU seconds by tool and corpus</title>",
        '<g font-family="sans-serif" font-size="12">',
    ]
    for number, (corpus, name, cpu) in enumerate(rows):
        y = 20 + number * _ROW
        length = (_WIDTH - _LABEL - 90) * math.log(cpu / least) / math.log(most / least)
        fill = "#00695c" if name == "ours" else "#90a4ae"
        parts.append(f'<text x="8" y="{y + 14}">{escape(corpus)}: {escape(name)}</text>')
        parts.append(f'<rect x="{_LABEL}" y="{y + 3}" width="{length:.1f}" height="15" fill="{fill}"/>')
        parts.append(f'<text x="{_LABEL + length + 6:.1f}" y="{y + 14}">{cpu:.3f} s</text>')
    return "\n".join([*parts, "</g></svg>"]) + "\n"
