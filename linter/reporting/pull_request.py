"""One comment in a pull request, written over at each run: what a change adds, what it mends, what it does to scores.

Page text stands in code only: GitHub and GitLab look for mentions, issues and links in all other text, after escapes
are resolved, so that no escape would keep `@everybody` from being called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from linter.model.severity import rank
from linter.reporting.snapshot import Replacement, Reported, Snapshot
from linter.scoring import grade

MARKER = "<!-- runbook-linter: summary of the pull request -->"
"""The first line: by it a job finds the comment that it wrote before."""

MOST_CHARACTERS = 60_000
"""A little below what GitHub takes for a comment (65,536)."""

_MOST_PAGES = 100
_LONGEST_MESSAGE = 300


def pull_request_summary(before: Snapshot, after: Snapshot) -> str:
    """The comment in Markdown; empty where the change changes nothing."""
    new = sorted((found for mark, found in after.findings.items() if mark not in before.findings), key=_order)
    fixed = sorted((found for mark, found in before.findings.items() if mark not in after.findings), key=_order)
    table = list(_scores(before, after, {found.path for found in [*new, *fixed]}))
    if not (new or fixed or table):
        return ""
    head = [MARKER, f"**Runbooks: {_counted(len(new), 'new finding')}, {len(fixed)} fixed**"]
    parts = [*head, *_limited("New", list(map(_new, new)), MOST_CHARACTERS * 2 // 3)]
    parts += _limited("Fixed", list(map(_line, fixed)), MOST_CHARACTERS // 8)
    if table:
        rows = _cut(table, MOST_CHARACTERS // 6, _MOST_PAGES)
        parts.append("\n".join(["| Page | Score before | after |", "| --- | --- | --- |", *rows]))
        if len(rows) < len(table):
            parts.append(f"and {_counted(len(table) - len(rows), 'more page')}")
    return "\n\n".join(parts)


def as_code(text: str) -> str:
    """A code span with this text, on one line; nothing in it is Markdown."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or not text else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _limited(title: str, entries: Sequence[str], room: int) -> Iterator[str]:
    if not entries:
        return
    kept = _cut(entries, room, len(entries))
    yield f"### {title}"
    yield "\n".join(kept)
    if len(kept) < len(entries):
        yield f"and {len(entries) - len(kept)} more"


def _cut(entries: Sequence[str], room: int, most: int) -> list[str]:
    """As many entries as there is room for."""
    kept: list[str] = []
    for entry in entries[:most]:
        room -= len(entry) + 1
        if room < 0:
            break
        kept.append(entry)
    return kept


def _new(found: Reported) -> str:
    return _line(found) + (_suggestion(found.replacement) if found.replacement else "")


def _line(found: Reported) -> str:
    message = found.message
    if len(message) > _LONGEST_MESSAGE:
        message = message[:_LONGEST_MESSAGE] + "…"
    return f"- {found.severity} {_rule(found)} {_place(found)}: {as_code(message)}"


def _suggestion(change: Replacement) -> str:
    """The lines as they should be, in the form that a review takes with one click."""
    longest = max((len(run) for line in change.lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(longest + 1, 3)
    where = f"line {change.first}" if change.first == change.last else f"lines {change.first} to {change.last}"
    sure = "" if change.safe else ", after a look"
    block = "\n".join(f"  {line}" for line in (f"{fence}suggestion", *map(_shown, change.lines), fence))
    return f"\n\n  Instead of {where}{sure}:\n\n{block}\n"


def _shown(line: str) -> str:
    """A line of code: no sign in it may end the line or turn the direction of the text around."""
    return "".join(sign if sign.isprintable() or sign == "\t" else "\ufffd" for sign in line)


def _scores(before: Snapshot, after: Snapshot, touched: Iterable[str]) -> Iterator[str]:
    changed = {path for path in {*before.scores, *after.scores} if before.scores.get(path) != after.scores.get(path)}
    for path in sorted(changed | {path for path in touched if path in after.scores}):
        name = as_code(path).replace("|", "\\|")
        yield f"| {name} | {_score(before.scores.get(path))} | {_score(after.scores.get(path))} |"


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:g} {grade(value)}"


def _rule(found: Reported) -> str:
    return f"{as_code(found.name)} ({found.code})"


def _place(found: Reported) -> str:
    return as_code(f"{found.path}:{found.line}")


def _order(found: Reported) -> tuple[int, str, int, str, str]:
    return (-rank(found.severity), found.path, found.line, found.code, found.message)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
