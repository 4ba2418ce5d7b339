"""Pictures as SVG: no script, no library, the theme's colours, the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from linter.site.parts import Bars, Curve, Spark
from linter.trend.sparkline import scale_of

WIDTH = 420
_ROW = 28
_VALUE = 52
_GAP = 10
_LETTER = 8.2
_LABEL_LENGTH = 22
# Where the picture stands alone, without the site's style sheet, the colours after the commas hold.
_COLOURS = {
    "good": "var(--rl-good, #2e7d32)",
    "fair": "var(--rl-fair, #a15c00)",
    "poor": "var(--rl-poor, #b3261e)",
    "plain": "var(--rl-plain, #4a6785)",
}
_TEXT = "var(--rl-text, #4f5358)"
_LINE = "var(--rl-line, rgba(0, 0, 0, 0.12))"
_HEIGHT = 180
_TOP, _RIGHT, _BOTTOM, _LEFT = 12, 48, 26, 40
_SPARK_WIDTH, _SPARK_HEIGHT = 84, 20


def picture_of(part: Bars | Curve) -> str:
    """The picture of a part as a file of its own."""
    if isinstance(part, Bars):
        return bar_chart(part, part.name, standalone=True)
    return line_chart(part, part.name, standalone=True)


def bar_chart(bars: Bars, identifier: str, *, standalone: bool = False) -> str:
    """Horizontal bars with their labels and values. `identifier` is unique on the page it stands on."""
    height = _ROW * len(bars.bars)
    labels = [_shortened(bar.label) for bar in bars.bars]
    left = round((max((len(label) for label in labels), default=0) + 1) * _LETTER) + _GAP
    widest = WIDTH - left - _VALUE
    most = max((bar.value for bar in bars.bars), default=0) or 1
    said = "; ".join(f"{bar.label}: {bar.shown}" for bar in bars.bars)
    lines = _opening(identifier, bars.title, said, height, standalone=standalone)
    for number, bar in enumerate(bars.bars):
        middle = number * _ROW + _ROW // 2
        length = max(round(widest * bar.value / most, 1), 1) if bar.value > 0 else 0
        lines += [
            f'<text x="{left - _GAP}" y="{middle}" text-anchor="end" dominant-baseline="central" fill="{_TEXT}">'
            f"{escape(labels[number])}</text>",
            f'<rect x="{left}" y="{middle - 8}" width="{length:g}" height="16" rx="2" fill="{_COLOURS[bar.tone]}"/>',
            f'<text x="{left + length + 6:g}" y="{middle}" dominant-baseline="central" fill="{_TEXT}">'
            f"{escape(bar.shown)}</text>",
        ]
    lines.append("</svg>")
    return "".join(lines)


def line_chart(curve: Curve, identifier: str, *, standalone: bool = False) -> str:
    """Scores over time, days to scale, between the lowest and the highest. `identifier` as for `bar_chart`."""
    lines = _opening(identifier, curve.title, curve.said, _HEIGHT, standalone=standalone)
    least, most = scale_of([value for _, value in curve.points])
    right, bottom = WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    for value in (most, (least + most) / 2, least):
        y = _down(value, least, most, _TOP, bottom)
        lines.append(f'<line x1="{_LEFT}" x2="{right}" y1="{y:g}" y2="{y:g}" stroke="{_LINE}"/>')
        lines.append(
            f'<text x="{_LEFT - 6}" y="{y:g}" text-anchor="end" dominant-baseline="central" fill="{_TEXT}">'
            f"{round(value, 1):g}</text>"
        )
    places = _places(curve.points, (_LEFT, right), (_TOP, bottom))
    colour = _COLOURS["plain"]
    lines.append(f'<polyline points="{_joined(places)}" fill="none" stroke="{colour}" stroke-width="2"/>')
    lines += [f'<circle cx="{x:g}" cy="{y:g}" r="2.5" fill="{colour}"/>' for x, y in places]
    last = places[-1][1]
    lines.append(
        f'<text x="{right + 6}" y="{last:g}" dominant-baseline="central" font-weight="bold" fill="{_TEXT}">'
        f"{curve.points[-1][1]:g}</text>"
    )
    for x, anchor, (day, _) in ((_LEFT, "start", curve.points[0]), (right, "end", curve.points[-1])):
        lines.append(f'<text x="{x}" y="{_HEIGHT - 8}" text-anchor="{anchor}" fill="{_TEXT}">{day.isoformat()}</text>')
    lines.append("</svg>")
    return "".join(lines)


def spark(line: Spark) -> str:
    """A page's scores over time within a line of text; the last one has a dot."""
    places = _places(line.points, (2, _SPARK_WIDTH - 4), (3, _SPARK_HEIGHT - 3))
    colour = _COLOURS["plain"]
    x, y = places[-1]
    return (
        f'<svg class="rl-spark" viewBox="0 0 {_SPARK_WIDTH} {_SPARK_HEIGHT}" width="{_SPARK_WIDTH}"'
        f' height="{_SPARK_HEIGHT}" role="img"><title>{escape(line.said)}</title>'
        f'<polyline points="{_joined(places)}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="2.5" fill="{colour}"/></svg>'
    )


def _opening(identifier: str, title: str, said: str, height: int, *, standalone: bool) -> list[str]:
    namespace = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    return [
        f'<svg class="rl-chart"{namespace} viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-labelledby="{escape(identifier)}-title {escape(identifier)}-desc" font-size="13"'
        f' font-family="inherit">',
        f'<title id="{escape(identifier)}-title">{escape(title)}</title>',
        f'<desc id="{escape(identifier)}-desc">{escape(said)}</desc>',
    ]


def _places(
    points: Sequence[tuple[date, float]], across: tuple[int, int], down: tuple[int, int]
) -> list[tuple[float, float]]:
    """Where the points of a line lie, days to scale."""
    least, most = scale_of([value for _, value in points])
    first = points[0][0]
    days = max((points[-1][0] - first).days, 1)
    left, right = across
    return [
        (round(left + (right - left) * (day - first).days / days, 1), _down(value, least, most, *down))
        for day, value in points
    ]


def _down(value: float, least: float, most: float, top: int, bottom: int) -> float:
    return round(top + (bottom - top) * (most - value) / (most - least), 1)


def _joined(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)


def _shortened(label: str) -> str:
    return label if len(label) <= _LABEL_LENGTH else label[: _LABEL_LENGTH - 1] + "…"
