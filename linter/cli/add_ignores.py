"""`check --add-ignores`: a suppression for each finding shown, written only where it does what it should."""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from linter.cli.texts import Texts, write_texts
from linter.config import ConfigError
from linter.engine import lint
from linter.ignoring import is_harmless, with_ignores
from linter.model.finding import Finding
from linter.model.severity import Severity
from linter.reporting.selection import select
from linter.rules.rule import ProjectRule
from linter.run import Request, Run

_REFUSED_IN_REASON = ('"', "--", "\n", "\r")


class Ignored(NamedTuple):
    """The run after the suppressions were written, how many findings they hide in how many files."""

    run: Run
    findings: int
    files: int


def reason_given(args: argparse.Namespace, today: date) -> str:
    """The reason to write. Raises ConfigError for one that a comment cannot hold."""
    reason: str = args.reason if args.reason is not None else f"known since {today}"
    if not reason.strip() or any(sign in reason for sign in _REFUSED_IN_REASON):
        raise ConfigError("--reason: a text on one line, without double quotes and without `--`")
    return reason


def add_ignores(request: Request, severity: Severity, reason: str, known: Callable[[Run], Run]) -> Ignored:
    """Suppress each finding shown, beside it where that leaves the page as it is, else for its whole file.

    `known` marks in a run what need not be suppressed, such as what is in the baseline.
    Every page is linted again before it is written: where a finding is still there, another one came, or the page
    would render differently, nothing of it is written, and a line in the run's troubles says so.
    """
    texts = Texts(request.root)
    request = request._replace(read=texts.read)
    run = lint(request)
    wanted = _wanted(known(run), severity)
    troubles: list[str] = []
    file_wide: dict[str, set[str]] = {path: set() for path in wanted}
    waiting = set(wanted)
    after = run
    for last in (False, True):
        for path in sorted(waiting):
            _write(texts, path, wanted[path], reason, file_wide[path])
        after = lint(request)
        wrong = {path: _left(path, wanted[path], run, after) for path in wanted}
        waiting = {path for path, codes in wrong.items() if codes or not _is_changed_well(texts, path)}
        if not waiting:
            break
        for path in waiting:
            texts.take_back(path, texts.before.get(path))
            codes = {finding.code for finding in wanted[path]}
            file_wide[path] |= wrong[path] & codes or codes
        if last:
            troubles += [
                f"{path}: no suppression could be written that hides"
                f" {', '.join(sorted({finding.name for finding in wanted[path]}))} and leaves the file as it is"
                for path in sorted(waiting)
            ]
            after = lint(request)
    changed = texts.changed()
    troubles += write_texts(request.root, changed)
    hidden = sum(len(wanted[path]) for path in changed)
    return Ignored(after._replace(troubles=(*after.troubles, *troubles)), hidden, len(changed))


def _wanted(run: Run, severity: Severity) -> Mapping[str, Sequence[Finding]]:
    """The findings to suppress, by path: those shown, without those about suppressions and in generated pages."""
    generated = {page.path for page in run.pages if page.generator}
    wanted: dict[str, list[Finding]] = defaultdict(list)
    for finding in select(run, severity).findings:
        rule = run.rules[finding.name]
        about_ignores = issubclass(rule, ProjectRule) and rule.after_suppression
        if finding.state == "new" and not about_ignores and finding.path not in generated:
            wanted[finding.path].append(finding)
    return wanted


def _write(texts: Texts, path: str, findings: Sequence[Finding], reason: str, file_wide: set[str]) -> None:
    text = texts.read(path)
    if text is not None:
        texts.change(path, text, with_ignores(path, text, findings, reason, file_wide))


def _is_changed_well(texts: Texts, path: str) -> bool:
    now = texts.read(path)
    return path in texts.before and now is not None and is_harmless(path, texts.before[path], now)


def _left(path: str, wanted: Sequence[Finding], before: Run, after: Run) -> set[str]:
    """The codes of findings that should be hidden and are not, or that were not there before."""
    allowed = _new(path, before)
    allowed.subtract(finding.code for finding in wanted)
    return {code for code, count in _new(path, after).items() if count > allowed[code]}


def _new(path: str, run: Run) -> Counter[str]:
    return Counter(finding.code for finding in run.findings if finding.path == path and finding.state == "new")
