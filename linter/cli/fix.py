"""`check --fix` and `check --diff`: apply fixes until nothing more can be applied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from linter.engine import Request, Run, lint
from linter.files import write_atomically
from linter.fixing import apply_fixes, fixable
from linter.model.finding import Finding
from linter.project.reading import UnreadableError, read_text
from linter.reporting.unified_diff import unified_diff

_MOST_PASSES = 8


class FixResult(NamedTuple):
    """The run after fixing, how many findings were repaired in how many files, the change as a unified diff."""

    run: Run
    applied: int
    files: int
    diff: str


def fix_pages(request: Request, *, unsafe: bool, write: bool) -> FixResult:
    """Fix pass by pass, in memory; files are replaced once, at the end.

    A file that cannot be written is a line in the run's troubles.
    """
    changed: dict[str, str] = {}
    before: dict[str, str] = {}

    def read(path: str) -> str | None:
        if path in changed:
            return changed[path]
        try:
            return read_text(request.root, path)
        except UnreadableError:
            return None

    request = request._replace(read=read)
    applied = 0
    run = lint(request)
    for _ in range(_MOST_PASSES):
        silent = {page.path for page in run.pages if not page.report}
        by_path: dict[str, list[Finding]] = {}
        done = 0
        for finding in fixable(run.findings, unsafe=unsafe):
            if finding.path not in silent:
                by_path.setdefault(finding.path, []).append(finding)
        for path, found in by_path.items():
            text = read(path)
            if text is None:
                continue
            before.setdefault(path, text)
            fixed = apply_fixes(text, found)
            changed[path] = fixed.text
            done += len(fixed.applied)
        if not done:
            break
        applied += done
        run = lint(request)
    changed = {path: text for path, text in changed.items() if text != before[path]}
    troubles = _write(request, changed) if write else []
    diff = "".join(unified_diff(path, before[path], changed[path]) for path in sorted(changed))
    return FixResult(run._replace(troubles=(*run.troubles, *troubles)), applied, len(changed), diff)


def _write(request: Request, changed: Mapping[str, str]) -> list[str]:
    troubles = []
    for path, text in changed.items():
        try:
            write_atomically(request.root / path, text)
        except OSError as error:
            troubles.append(f"{path}: cannot be written: {error.strerror}")
    return troubles
