"""Parts as Markdown that reads the same in every renderer, and as plain JSON values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from linter.site.as_html import plain
from linter.site.links import Links
from linter.site.parts import (
    SINGLE,
    Atom,
    Bars,
    Cell,
    Curve,
    DashboardLink,
    Facts,
    NextUpdate,
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
from linter.trend.sparkline import sparkline

_BACKSLASHED = re.compile(r"([\\`*_{}\[\]#!|])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "~": "&#126;", "$": "&#36;", ":": "&#58;", "@": "&#64;"}
_ENTITY = re.compile(r"[&<>~$@]|:(?=[:/])")


def escape_markdown(text: str) -> str:
    """Text that no renderer takes for markup, a link, an e-mail address or a template."""
    # Entities first: the backslash escapes make no character of theirs.
    text = _ENTITY.sub(lambda found: _ENTITIES[found[0]], " ".join(text.split()))
    return re.sub(r"&\\#", "&#", _BACKSLASHED.sub(r"\\\1", text))


def part_as_markdown(part: Part, links: Links, picture: str = "") -> str:
    """One part; `picture` is the file that shows a chart."""
    if isinstance(part, Text):
        return escape_markdown(part.text)
    if isinstance(part, Numbers):
        lines = ["| | | |", "| --- | ---: | --- |"]
        for number in part.numbers:
            url = links.dashboard(number.dashboard) if number.dashboard else None
            value, note = escape_markdown(number.value), escape_markdown(number.note)
            lines.append(f"| {_linked(number.label, url)} | {value} | {note} |")
        return "\n".join(lines)
    if isinstance(part, Bars):
        said = "; ".join(f"{bar.label}: {bar.shown}" for bar in part.bars)
        image = f"![{escape_markdown(said)}]({picture})\n\n" if picture else ""
        rows = "\n".join(f"| {escape_markdown(bar.label)} | {escape_markdown(bar.shown)} |" for bar in part.bars)
        return f"## {escape_markdown(part.title)}\n\n{image}| | |\n| --- | ---: |\n{rows}"
    if isinstance(part, Curve):
        image = f"![{escape_markdown(part.said)}]({picture})\n\n" if picture else ""
        rows = "\n".join(f"| {name} | {value:g} | {day.isoformat()} |" for name, day, value in part.marks)
        return f"## {escape_markdown(part.title)}\n\n{image}| | | |\n| --- | ---: | --- |\n{rows}"
    if isinstance(part, Facts):
        heading = _linked(part.title, links.page(part.page.path) if part.page else None)
        rows = "\n".join(f"| {escape_markdown(name)} | {_cell(cell, links)} |" for name, cell in part.rows)
        return f"## {heading}\n\n| | |\n| --- | --- |\n{rows}"
    if not part.rows:
        return f"## {escape_markdown(part.title)}\n\n{escape_markdown(part.empty)}"
    part = part.filled
    head = " | ".join(escape_markdown(column.title) for column in part.columns)
    rule = " | ".join("---:" if column.kind == "number" else "---" for column in part.columns)
    rows = "\n".join(f"| {' | '.join(_cell(cell, links) for cell in row)} |" for row in part.rows)
    return f"## {escape_markdown(part.title)}\n\n| {head} |\n| {rule} |\n{rows}"


def part_as_json(part: Part) -> Mapping[str, Any]:
    """One part as JSON values; links are objects with the path they lead to."""
    if isinstance(part, Text):
        return {"type": "text", "text": part.text}
    if isinstance(part, Numbers):
        return {"type": "numbers", "numbers": [number._asdict() for number in part.numbers]}
    if isinstance(part, Bars):
        return {"type": "bars", "name": part.name, "title": part.title, "bars": [bar._asdict() for bar in part.bars]}
    if isinstance(part, Curve):
        return {"type": "curve", "name": part.name, "title": part.title, "points": _points(part.points)}
    if isinstance(part, Facts):
        facts = {name: _cell_value(cell) for name, cell in part.rows}
        return {"type": "facts", "name": part.name, "title": part.title, "facts": facts}
    return {
        "type": "table",
        "name": part.name,
        "title": part.title,
        "columns": [column._asdict() for column in part.columns],
        "rows": [_row(part, row) for row in part.rows],
    }


def _points(points: Iterable[tuple[date, float]]) -> list[dict[str, Any]]:
    return [{"date": day.isoformat(), "score": score} for day, score in points]


def _row(table: Table, row: Iterable[Cell]) -> dict[str, Any]:
    return {column.key: _cell_value(cell) for column, cell in zip(table.columns, row, strict=True)}


def _cell_value(cell: Cell) -> Any:
    if isinstance(cell, tuple) and not isinstance(cell, SINGLE):
        return [_value(atom) for atom in atoms_of(cell)]
    return _value(cell)


def _value(atom: Atom) -> Any:
    if isinstance(atom, PageLink):
        return {"path": atom.path, "title": atom.text}
    if isinstance(atom, RuleLink):
        return {"rule": atom.name}
    if isinstance(atom, DashboardLink):
        return {"dashboard": atom.name, "title": atom.text}
    if isinstance(atom, WebLink):
        return {"url": atom.url, "title": atom.text}
    if isinstance(atom, Spark):
        return _points(atom.points)
    if isinstance(atom, timedelta):
        return {"seconds": atom.total_seconds()}
    if isinstance(atom, NextUpdate):
        return atom.time.isoformat()
    return atom.isoformat() if isinstance(atom, date) else atom


def _cell(cell: Cell, links: Links) -> str:
    return ", ".join(_atom(atom, links) for atom in atoms_of(cell))


def _atom(atom: Atom, links: Links) -> str:
    if isinstance(atom, PageLink):
        return _linked(atom.text, links.page(atom.path)) + (f" line {atom.line}" if atom.line else "")
    if isinstance(atom, RuleLink):
        return _linked(atom.name, links.rule(atom.name))
    if isinstance(atom, DashboardLink):
        return _linked(atom.text, links.dashboard(atom.name))
    if isinstance(atom, WebLink):
        return _linked(atom.text, atom.href)
    if isinstance(atom, Spark):
        return f"{plain(atom)} {sparkline([score for _, score in atom.points])}"
    return escape_markdown(plain(atom))


def _linked(text: str, url: str | None) -> str:
    return f"[{escape_markdown(text)}](<{url}>)" if url else escape_markdown(text)
