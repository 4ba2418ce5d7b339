"""Pictures as SVG: no script, no library, the theme's colours, the same bytes for the same figures."""

from __future__ import annotations

from html import escape

from linter.site.parts import Bars

WIDTH = 420
_ROW = 28
_VALUE = 52
_GAP = 10
_LETTER = 7.2
_LABEL_LENGTH = 22
# Where the picture stands alone, without the site's style sheet, the colours after the commas hold.
_COLOURS = {
    "good": "var(--rl-good, #2e7d32)",
    "fair": "var(--rl-fair, #a15c00)",
    "poor": "var(--rl-poor, #b3261e)",
    "plain": "var(--rl-plain, #4a6785)",
}
_TEXT = "var(--rl-text, #4f5358)"


def bar_chart(bars: Bars, identifier: str, *, standalone: bool = False) -> str:
    """Horizontal bars with their labels and values. `identifier` is unique on the page it stands on."""
    height = _ROW * len(bars.bars)
    labels = [_shortened(bar.label) for bar in bars.bars]
    left = round((max((len(label) for label in labels), default=0) + 1) * _LETTER) + _GAP
    widest = WIDTH - left - _VALUE
    most = max((bar.value for bar in bars.bars), default=0) or 1
    said = "; ".join(f"{bar.label}: {bar.shown}" for bar in bars.bars)
    namespace = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    lines = [
        f'<svg class="rl-chart"{namespace} viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-labelledby="{escape(identifier)}-title {escape(identifier)}-desc" font-size="13"'
        f' font-family="inherit">',
        f'<title id="{escape(identifier)}-title">{escape(bars.title)}</title>',
        f'<desc id="{escape(identifier)}-desc">{escape(said)}</desc>',
    ]
    for number, bar in enumerate(bars.bars):
        middle = number * _ROW + _ROW // 2
        length = max(round(widest * max(bar.value, 0) / most, 1), 1)
        lines += [
            f'<text x="{left - _GAP}" y="{middle}" text-anchor="end" dominant-baseline="central" fill="{_TEXT}">'
            f"{escape(labels[number])}</text>",
            f'<rect x="{left}" y="{middle - 8}" width="{length:g}" height="16" rx="2" fill="{_COLOURS[bar.tone]}"/>',
            f'<text x="{left + length + 6:g}" y="{middle}" dominant-baseline="central" fill="{_TEXT}">'
            f"{escape(bar.shown)}</text>",
        ]
    lines.append("</svg>")
    return "".join(lines)


def _shortened(label: str) -> str:
    return label if len(label) <= _LABEL_LENGTH else label[: _LABEL_LENGTH - 1] + "…"
