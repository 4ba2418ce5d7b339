"""Parts as HTML. Whatever comes from a page is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from html import escape

from linter.parsing.durations import duration_in_words
from linter.rules.incidents.update_cadence import time_in_words
from linter.site.charts import bar_chart, line_chart, spark
from linter.site.links import Links
from linter.site.parts import (
    Atom,
    Bars,
    Cell,
    Column,
    Curve,
    DashboardLink,
    Facts,
    NextUpdate,
    Number,
    Numbers,
    PageLink,
    Part,
    RuleLink,
    Spark,
    Table,
    Text,
    WebLink,
    atoms_of,
)

_LONG_WORD = 20
_LONG_TEXT = 40
_CODE = re.compile(r"`([^`]+)`")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def parts_as_html(parts: Iterable[Part], links: Links) -> str:
    """The parts of a dashboard, one below the other, kept out of the search."""
    return f'<div class="rl-dashboard" data-search-exclude>{"".join(_part(part, links) for part in parts)}</div>'


def inline(text: str) -> str:
    """A message as HTML: text between backticks is code, all the rest is text."""
    return _CODE.sub(r"<code>\1</code>", escape(text))


def time_element(day: date, css_class: str = "") -> str:
    """A date that scripts can read and people, too: `21 November 2026`."""
    attribute = f' class="{css_class}"' if css_class else ""
    return f'<time{attribute} datetime="{day.isoformat()}">{day.day} {_MONTHS[day.month - 1]} {day.year:04}</time>'


def link(text: str, url: str | None) -> str:
    """Text, linked where there is something to link to."""
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)


def _part(part: Part, links: Links) -> str:
    if isinstance(part, Text):
        return f"<p>{inline(part.text)}</p>"
    if isinstance(part, Numbers):
        return f'<div class="rl-numbers">{"".join(_number(number, links) for number in part.numbers)}</div>'
    if isinstance(part, Bars):
        return _bars(part)
    if isinstance(part, Curve):
        return _curve(part)
    if isinstance(part, Facts):
        return _facts(part, links)
    return _table(part, links)


def _number(number: Number, links: Links) -> str:
    label = link(number.label, links.dashboard(number.dashboard) if number.dashboard else None)
    note = f'<span class="rl-number__note">{escape(number.note)}</span>' if number.note else ""
    return (
        f'<div class="rl-number rl-tone--{number.tone}"><span class="rl-number__label">{label}</span>'
        f'<span class="rl-number__value">{escape(number.value)}</span>{note}</div>'
    )


def _bars(bars: Bars) -> str:
    total = sum(bar.value for bar in bars.bars) or 1
    rows = "".join(
        f'<tr><th scope="row">{escape(bar.label)}</th><td class="rl-right">{escape(bar.shown)}</td>'
        f'<td class="rl-right">{round(100 * bar.value / total)} %</td></tr>'
        for bar in bars.bars
    )
    return (
        f'<h2 id="{escape(bars.name)}">{escape(bars.title)}</h2><div class="rl-figure">{bar_chart(bars, bars.name)}'
        f'<table class="rl-data" aria-labelledby="{escape(bars.name)}"><tbody>{rows}</tbody></table></div>'
    )


def _curve(curve: Curve) -> str:
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td class="rl-right">{value:g}</td><td>{time_element(day)}</td></tr>'
        for name, day, value in curve.marks
    )
    return (
        f'<h2 id="{escape(curve.name)}">{escape(curve.title)}</h2>'
        f'<div class="rl-figure">{line_chart(curve, curve.name)}'
        f'<table class="rl-data" aria-labelledby="{escape(curve.name)}"><tbody>{rows}</tbody></table></div>'
    )


def _facts(facts: Facts, links: Links) -> str:
    title = link(facts.title, links.page(facts.page.path) if facts.page else None)
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{', '.join(_atom(atom, links) for atom in atoms_of(cell))}</dd></div>"
        for name, cell in facts.rows
    )
    return f'<h2 id="{escape(facts.name)}">{title}</h2><dl class="rl-strip rl-facts">{rows}</dl>'


def _table(table: Table, links: Links) -> str:
    heading = f'<h2 id="{escape(table.name)}">{escape(table.title)}</h2>'
    if not table.rows:
        return f"{heading}<p>{inline(table.empty)}</p>"
    table = table.filled
    head = "".join(_head(column) for column in table.columns)
    rows = "".join(
        f"<tr>{''.join(_cell(cell, column, links) for cell, column in zip(row, table.columns, strict=True))}</tr>"
        for row in table.rows
    )
    return (
        f'{heading}<div class="rl-box" tabindex="0" role="region" aria-labelledby="{escape(table.name)}">'
        f'<table class="rl-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _head(column: Column) -> str:
    filtered = " data-rl-filter" if column.filtered else ""
    aligned = ' class="rl-right"' if column.kind == "number" else ""
    data = f'data-rl-key="{escape(column.key)}" data-rl-kind="{column.kind}"{filtered}'
    return f'<th scope="col" {data}{aligned}>{escape(column.title)}</th>'


def _cell(cell: Cell, column: Column, links: Links) -> str:
    atoms = atoms_of(cell)
    shown = [_atom(atom, links) for atom in atoms]
    # A filter offers each of several values by itself.
    values = f' data-rl-values="{escape(chr(31).join(map(plain, atoms)))}"' if column.filtered else ""
    texts = [plain(atom) for atom in atoms]
    long = len(" ".join(texts)) > _LONG_TEXT or any(len(word) > _LONG_WORD for text in texts for word in text.split())
    aligned = ' class="rl-right"' if column.kind == "number" else ' class="rl-long"' if long else ""
    first = atoms[0] if atoms else None
    order = f' data-rl-order="{_order(first)}"' if isinstance(first, (int, float, date, timedelta, Spark)) else ""
    separator = " " if column.key == "gain" else ", "
    return f"<td{aligned}{values}{order}>{separator.join(shown)}</td>"


def _order(atom: float | date | timedelta | Spark) -> str:
    return f"{atom.total_seconds():g}" if isinstance(atom, timedelta) else plain(atom)


def _atom(atom: Atom, links: Links) -> str:
    if isinstance(atom, PageLink):
        place = f' <span class="rl-line">line {atom.line}</span>' if atom.line else ""
        return link(atom.text, links.page(atom.path)) + place
    if isinstance(atom, RuleLink):
        return link(atom.name, links.rule(atom.name))
    if isinstance(atom, DashboardLink):
        return link(atom.text, links.dashboard(atom.name))
    if isinstance(atom, WebLink):
        return link(atom.text, atom.href)
    if isinstance(atom, NextUpdate):
        return f'<time class="rl-next" datetime="{atom.time.isoformat()}">{plain(atom)}</time>'
    if isinstance(atom, date):
        return f'<time datetime="{atom.isoformat()}">{plain(atom)}</time>'
    if isinstance(atom, Spark):
        return f'<span class="rl-change">{plain(atom)}</span> {spark(atom)}'
    return inline(plain(atom))


def plain(atom: Atom) -> str:
    """The value of a cell as text."""
    if atom is None:
        return ""
    if isinstance(atom, (PageLink, DashboardLink, WebLink)):
        return atom.text
    if isinstance(atom, RuleLink):
        return atom.name
    if isinstance(atom, NextUpdate):
        return time_in_words(atom.time)
    if isinstance(atom, datetime):
        return time_in_words(atom)
    if isinstance(atom, date):
        return atom.isoformat()
    if isinstance(atom, timedelta):
        return duration_in_words(atom)
    if isinstance(atom, Spark):
        return f"{atom.change:+g}" if atom.change else "0"
    return f"{atom:g}" if isinstance(atom, float) else str(atom)
