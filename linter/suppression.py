"""Suppression: comments that switch a rule off for a line, a block or a page, with a reason and an end.

    <!-- runbook-linter: ignore[dead-link] until=2026-12-31 reason="vendor's site is down" -->
    <!-- runbook-linter: ignore-file[missing-section] reason="a stub until the service is live" -->

`ignore` concerns the block that follows, or its own line where it shares one with text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from linter.model.document import Document
from linter.model.finding import Finding
from linter.model.span import Span

_COMMENT = re.compile(r"runbook-linter:\s*(ignore|ignore-file)\s*\[([^\]]*)\]([^\n]*)", re.DOTALL)
_ALONE = re.compile(r"[ \t>]*<!--\s*runbook-linter:\s*ignore(?:-file)?\s*\[(?:(?!-->).)*-->[ \t]*")
_UNTIL = re.compile(r"\buntil=(\S+)")
_REASON = re.compile(r"\breason=(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_BLOCK_TYPES = frozenset({"paragraph", "code", "table", "html", "heading"})


class Ignore(NamedTuple):
    """One suppression. `lines` are the first and last line it covers; (0, 0) means the whole page."""

    span: Span
    rules: tuple[str, ...]
    lines: tuple[int, int]
    until: str
    reason: str


def ignores_in(document: Document) -> list[Ignore]:
    """The suppressions a page carries."""
    if "runbook-linter:" not in document.text:
        return []
    found: list[Ignore] = []
    for comment in document.comments:
        match = _COMMENT.match(comment.text)
        if not match:
            continue
        lines = (0, 0) if match[1] == "ignore-file" else _covered(document, comment.span)
        found.append(_ignore(match, comment.span, lines))
    return found


def ignores_in_yaml(text: str) -> list[Ignore]:
    """The suppressions in YAML: `# runbook-linter: ignore[…]`, behind a value or on a line before it."""
    if "runbook-linter:" not in text:
        return []
    found: list[Ignore] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        sign = line.find("#")
        match = _COMMENT.search(line, sign) if sign >= 0 else None
        if match:
            alone = not line[:sign].strip()
            lines = (0, 0) if match[1] == "ignore-file" else (number, number + 1) if alone else (number, number)
            found.append(_ignore(match, Span(start + sign, start + len(line)), lines))
        start += len(line) + 1
    return found


def _ignore(match: re.Match[str], span: Span, lines: tuple[int, int]) -> Ignore:
    until = _UNTIL.search(match[3])
    reason = _REASON.search(match[3])
    names = tuple(name.strip() for name in match[2].split(",") if name.strip())
    said = next((group for group in reason.groups() if group), "") if reason else ""
    return Ignore(span, names, lines, until[1] if until else "", said)


def end_of(ignore: Ignore) -> date | None:
    """The day after which the suppression no longer counts. Raises ValueError where it is no date."""
    return date.fromisoformat(ignore.until) if ignore.until else None


def is_expired(ignore: Ignore, today: date) -> bool:
    """True after its last day, and where the end cannot be read."""
    try:
        end = end_of(ignore)
    except ValueError:
        return True
    return end is not None and end < today


def suppress(
    findings: Iterable[Finding], ignores: Sequence[Ignore], today: date
) -> tuple[list[Finding], frozenset[tuple[int, str]]]:
    """The findings of one page with their state, and which (ignore's start, rule) pairs were of use."""
    used: set[tuple[int, str]] = set()
    result: list[Finding] = []
    live = [ignore for ignore in ignores if not is_expired(ignore, today)]
    for finding in findings:
        hit = [
            (ignore.span.start, name)
            for ignore in live
            for name in ignore.rules
            if _names(name, finding) and _covers(ignore, finding)
        ]
        used.update(hit)
        result.append(finding._replace(state="suppressed") if hit else finding)
    return result, frozenset(used)


def hides(ignore: Ignore, finding: Finding) -> bool:
    """True where the suppression concerns the finding, whatever the date."""
    return any(_names(name, finding) for name in ignore.rules) and _covers(ignore, finding)


def _names(name: str, finding: Finding) -> bool:
    return name in (finding.name, finding.code)


def _covers(ignore: Ignore, finding: Finding) -> bool:
    first, last = ignore.lines
    return first == 0 or first <= finding.position.line <= last


def _covered(document: Document, span: Span) -> tuple[int, int]:
    first = document.place(span.start)[0]
    last = document.place(max(span.end - 1, span.start))[0]
    before = document.text[document.line_span(first).start : span.start]
    after = document.text[span.end : document.line_span(last).end]
    if before.strip(" \t>*+-") or after.strip():
        return (first, last)
    line = last + 1
    while line <= len(document.line_starts) and _says_nothing(document.text[slice(*document.line_span(line))]):
        line += 1
    if line > len(document.line_starts):
        return (last, last)
    end = line
    for block in document.blocks_in(document.line_span(line)):
        if block.type in _BLOCK_TYPES:
            end = document.place(max(block.span.end - 1, block.span.start))[0]
    return (line, end)


def _says_nothing(line: str) -> bool:
    """True for a blank line, and for another suppression: several may stand above one block."""
    return not line.strip(" \t>") or _ALONE.fullmatch(line) is not None
