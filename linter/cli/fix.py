"""`check --fix` and `check --diff`: apply fixes until nothing more can be applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from linter.cli.texts import Texts, write_texts
from linter.engine import lint
from linter.fixing import apply_fixes, fixable
from linter.model.finding import Edit, Finding
from linter.model.severity import Severity
from linter.reporting.unified_diff import unified_diff
from linter.run import Request, Run

_MOST_PASSES = 8
_LONGEST_LINE = 1_000
_PLACEHOLDER = "W101"


_Mark = tuple[str, str, str, str, str]


class FixResult(NamedTuple):
    """The run after fixing, how many findings were repaired in how many files, the change as a unified diff."""

    run: Run
    applied: int
    files: int
    diff: str


def fix_pages(request: Request, *, unsafe: bool, write: bool, least: Severity = "info") -> FixResult:
    """Fix pass by pass, in memory; files are replaced once, at the end.

    Unsafe fixes are for findings of the severity `least` and above.

    A fix that leaves its finding, or makes another one, is taken back, and said to be a bug of its rule. A file that
    cannot be written is a line in the run's troubles.
    """
    texts = Texts(request.root)
    request = request._replace(read=texts.read)
    applied = 0
    troubles: list[str] = []
    distrusted: set[_Mark] = set()
    run = lint(request)
    for _ in range(_MOST_PASSES):
        done = _one_pass(run, texts, distrusted, fixable(run.findings, unsafe=unsafe, least=least))
        if not done:
            break
        after = lint(request)
        bad = {path: untrue for path in done if (untrue := _untrue(done[path], run, after, path))}
        if bad:
            # All of these files' fixes of this pass wait; those that did no harm come again in the next one.
            for path, untrue in bad.items():
                before = done.pop(path).before
                texts.take_back(path, before)
                distrusted.update(_mark(finding, before) for finding in untrue)
                troubles += [
                    f"{path}: the fix of {_name(run, code)} ({code}) did not repair what it found, or broke"
                    " something else, and was taken back; this is a bug of the rule"
                    for code in sorted({finding.code for finding in untrue})
                ]
            after = lint(request)
        applied += sum(len(one.applied) for one in done.values())
        run = after
    changed = texts.changed()
    troubles = [*dict.fromkeys(troubles), *(write_texts(request.root, changed) if write else [])]
    diff = "".join(unified_diff(path, texts.before[path], changed[path]) for path in sorted(changed))
    return FixResult(run._replace(troubles=(*run.troubles, *troubles)), applied, len(changed), diff)


class _Done(NamedTuple):
    """What one pass did to one file; `before` is its text before the pass."""

    before: str
    applied: tuple[Finding, ...]


def _one_pass(run: Run, texts: Texts, distrusted: set[_Mark], findings: Sequence[Finding]) -> dict[str, _Done]:
    """Apply the fixes of these findings, as far as they do not touch each other."""
    silent = {page.path for page in run.pages if not page.report}
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.path not in silent:
            by_path.setdefault(finding.path, []).append(finding)
    done: dict[str, _Done] = {}
    for path, found in by_path.items():
        text = texts.read(path)
        if text is None:
            continue
        fixed = apply_fixes(text, [finding for finding in found if _mark(finding, text) not in distrusted])
        if fixed.applied:
            texts.change(path, text, fixed.text)
            done[path] = _Done(text, fixed.applied)
    return done


def _untrue(done: _Done, before: Run, after: Run, path: str) -> list[Finding]:
    """The findings whose fixes did not do what they promise; all that were applied where one did harm."""
    old = Counter(finding.code for finding in before.findings if finding.path == path)
    new = Counter(finding.code for finding in after.findings if finding.path == path)
    codes = {finding.code for finding in done.applied}
    edits = {edit for finding in done.applied if finding.fix for edit in finding.fix.edits}
    left = {(f.code, f.message, f.subject, f.span.start) for f in after.findings if f.path == path}
    # The same subject elsewhere on the page comes to light only now: it is another finding.
    useless = [f for f in done.applied if (f.code, f.message, f.subject, _moved(f.span.start, edits)) in left]
    # What a scaffold leaves for its author to say is the purpose of that fix.
    worse = [code for code in new if new[code] > old[code] and code not in (*codes, _PLACEHOLDER)]
    return useless or (list(done.applied) if worse else [])


def _mark(finding: Finding, text: str) -> _Mark:
    """A finding in a file of this text, apart from where its line stands."""
    start = text.rfind("\n", 0, finding.span.start) + 1
    line = text[start : start + _LONGEST_LINE].partition("\n")[0]
    return finding.path, finding.code, finding.message, finding.subject, line


def _moved(offset: int, edits: Collection[Edit]) -> int:
    """Where an offset lies after the edits."""
    return offset + sum(len(edit.text) - (edit.end - edit.start) for edit in edits if edit.end <= offset)


def _name(run: Run, code: str) -> str:
    return next(name for name, rule in run.rules.items() if rule.code == code)
