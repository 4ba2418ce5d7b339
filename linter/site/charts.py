"""Pictures as SVG: no script, no library, the theme's colours, the same bytes for the same figures."""

from __future__ import annotations

from html import escape

from linter.site.parts import Bars

WIDTH = 400
_ROW = 30
_LABEL = 132
_VALUE = 44
_BAR = WIDTH - _LABEL - _VALUE
_LABEL_LENGTH = 20
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
        length = round(_BAR * max(bar.value, 0) / most, 1)
        label = bar.label if len(bar.label) <= _LABEL_LENGTH else bar.label[: _LABEL_LENGTH - 1] + "…"
        lines += [
            f'<text x="{_LABEL - 10}" y="{middle}" text-anchor="end" dominant-baseline="central" fill="{_TEXT}">'
            f"{escape(label)}</text>",
            f'<rect x="{_LABEL}" y="{middle - 8}" width="{max(length, 1):g}" height="16" rx="2"'
            f' fill="{_COLOURS[bar.tone]}"/>',
            f'<text x="{_LABEL + max(length, 1) + 6:g}" y="{middle}" dominant-baseline="central" fill="{_TEXT}">'
            f"{escape(bar.shown)}</text>",
        ]
    lines.append("</svg>")
    return "".join(lines)
