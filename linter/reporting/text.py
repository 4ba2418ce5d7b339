"""The report for people: grouped by page, each finding with its source line and a caret under the span."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from linter.model.finding import Finding
from linter.model.severity import Severity
from linter.parsing.lines import Lines
from linter.reporting.selection import Shown, in_words
from linter.run import Run

MOST_PER_RULE = 5
# A report ends up in logs that more people read than the page: it must not repeat what should not stand there.
_WITHOUT_SOURCE = ("secret",)
_COLOURS: dict[str, str] = {"error": "31", "warning": "33", "info": "36", "path": "1", "dim": "2"}


class TextStyle(NamedTuple):
    """How to print: with colour or without, with source lines or without, how wide."""

    colour: bool
    sources: bool = True
    width: int = 100


def text_report(run: Run, shown: Shown, read: Callable[[str], str | None], style: TextStyle) -> str:
    """What the pages were taken for, the new findings page by page, a summary."""
    lines = [in_words({**shown.kinds, **shown.others}) or "no pages"]
    new = [finding for finding in shown.findings if finding.state == "new"]
    for path, group in groupby(new, key=lambda finding: finding.path):
        findings = list(group)
        source = Lines(read(path) or "").texts if style.sources else []
        lines += ["", _paint("path", path, style)]
        lines += _page_lines(findings, source, style)
    lines += ["", _summary(run, shown, style)]
    return "\n".join(lines)


def _page_lines(findings: list[Finding], source: list[str], style: TextStyle) -> Iterator[str]:
    seen: dict[str, int] = {}
    for finding in findings:
        seen[finding.code] = seen.get(finding.code, 0) + 1
        if seen[finding.code] > MOST_PER_RULE:
            continue
        place = f"{finding.position.line}:{finding.position.column}"
        severity = _paint(finding.severity, finding.severity, style)
        rule = _paint("dim", f"{finding.code} {finding.name}{_mark(finding)}", style)
        yield f"  {place} {severity} {_printable(finding.message)}  {rule}"
        yield from _source_lines(finding, source, style)
    for code, count in seen.items():
        if count > MOST_PER_RULE:
            name = next(finding.name for finding in findings if finding.code == code)
            yield f"  and {count - MOST_PER_RULE} more of {code} {name}"


def _mark(finding: Finding) -> str:
    if finding.fix is None:
        return ""
    return " [--fix]" if finding.fix.safe else " [--unsafe-fixes]"


def _source_lines(finding: Finding, source: list[str], style: TextStyle) -> Iterator[str]:
    line, column, end_line, end_column = finding.position
    if not 1 <= line <= len(source) or not source[line - 1].strip() or finding.name in _WITHOUT_SOURCE:
        return
    text = source[line - 1]
    end = end_column - 1 if end_line == line else len(text)
    start = column - 1
    room = style.width - 12
    # A long line is cut around the span, so that a finding stays two lines on any screen.
    left = max(0, min(start - 20, len(text) - room)) if len(text) > room else 0
    piece = text[left : left + room]
    number = str(line)
    shown = ("…" if left else "") + piece.replace("\t", " ") + ("…" if left + room < len(text) else "")
    pad = start - left + (1 if left else 0)
    carets = "^" * max(1, min(end - start, room - (start - left)))
    gutter = _paint("dim", f"{number:>6} | ", style)
    yield f"{gutter}{_printable(shown)}"
    yield f"{' ' * 6} {_paint('dim', '|', style)} {' ' * pad}{_paint(finding.severity, carets, style)}"


def _printable(text: str) -> str:
    """Without control characters: a page must not drive the reader's terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _summary(run: Run, shown: Shown, style: TextStyle) -> str:
    counts = shown.counts
    parts = [_counted(counts[severity], severity, style) for severity in ("error", "warning") if counts[severity]]
    text = ", ".join(parts) if parts else "nothing to mend"
    pages = {"page": len(run.pages)} if run.pages or not shown.others else {}
    text = f"{text} in {in_words({**pages, **shown.others})}"
    if counts["info"]:
        text += f"; {in_words({'hint': counts['info']})}" + (" (--severity info shows them)" if shown.hidden else "")
    fixes = sum(1 for finding in shown.findings if finding.state == "new" and finding.fix and finding.fix.safe)
    if fixes:
        text += f"; --fix repairs {fixes}"
    known = sum(1 for finding in run.findings if finding.state == "baselined")
    if known:
        text += f"; {known} known already"
    ignored = sum(1 for finding in run.findings if finding.state == "suppressed")
    if ignored:
        text += f"; {ignored} suppressed"
    return text


def _counted(count: int, severity: Severity, style: TextStyle) -> str:
    return _paint(severity, f"{count} {severity}{'' if count == 1 else 's'}", style)


def _paint(what: str, text: str, style: TextStyle) -> str:
    text = _printable(text)
    return f"\033[{_COLOURS[what]}m{text}\033[0m" if style.colour else text
