"""What a change made: the findings that were not there before it, wherever they are.

The knowledge base is linted as it was and as it is, by the same settings of today. What was there before counts as
known, though lines moved, pages were renamed or the calendar went on. A renamed heading makes an anchor dead in a page
that the change does not touch: that is new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from linter.baseline import judge, write_baseline
from linter.engine import Engine, run_results
from linter.fingerprints import Identity, identities
from linter.model.finding import Finding
from linter.project.changes import Changes, files_at, reader_at
from linter.project.discovery import pages_among
from linter.project.renames import names_since
from linter.project.work_tree import own_name, tree_before
from linter.run import PageResult, Request, Run


class Since(NamedTuple):
    """A knowledge base before and after a change. `renames` are the names that pages of before have after it.

    In `after`, findings that were there before are `baselined`, and in `before` those that are there still: what is
    `new` in one is what the change made, in the other what it mended.
    """

    before: Run
    after: Run
    renames: Mapping[str, str]


def lint_since(request: Request, commit: str, changes: Changes) -> Since:
    """Lint what is there and what was there at a commit; `changes` are what differs. Pages that do not are linted once.

    Raises ConfigError or SchemaError for settings that cannot be used.
    """
    engine = Engine(request)
    results, troubles = engine.page_results(request.pages)
    after = run_results(engine, results, troubles)
    before = _before(request, commit, changes, [result for result in results if result.path not in changes.written])
    gone = {page.path for page in before.pages} - {page.path for page in after.pages}
    renames = names_since(request.root, gone, commit)
    return _judged(before, after, changes, renames)


def _before(request: Request, commit: str, changes: Changes, unchanged: list[PageResult]) -> Run:
    """The run over the pages of a commit."""
    files = files_at(request.root, commit)
    pages = sorted(pages_among(files, "", request.config.exclude, {}, all_projects=False))
    known = frozenset(files)
    reader = reader_at(request.root, changes, commit)

    def read(path: str) -> str | None:
        return reader(path if path in known else own_name(request.root, path))

    # What a dead link meant is asked of Git at some length, and nobody asks it of a link that is known.
    engine = Engine(
        request._replace(
            pages=tuple(pages),
            tree=tree_before(request.root, files, changes),
            read=read,
            progress=None,
            whole=True,
            suggest=False,
        )
    )
    # What cannot be read at that commit is no trouble of this run.
    results, _ = engine.page_results(path for path in pages if path in changes.written or path in changes.gone)
    return run_results(engine, sorted([*unchanged, *results], key=lambda result: result.path))


def _judged(before: Run, after: Run, changes: Changes, renames: Mapping[str, str]) -> Since:
    """Both runs, with what is there in both marked as known."""
    same = {_place(f) for f in before.findings if f.path not in changes.written and f.state == "new"}
    same &= {_place(f) for f in after.findings if f.state == "new"}
    before = _marked(before, same)
    known = write_baseline(before, before.project.text_of, ())
    judged = judge(_marked(after, same), known, after.project.text_of, lambda gone: renames)
    after = judged.run._replace(findings=tuple(map(_calm, judged.run.findings)))
    return Since(_mended(before, Counter(judged.gone), renames), after, renames)


def _mended(before: Run, gone: Counter[Identity], renames: Mapping[str, str]) -> Run:
    """The run before, in which only what is gone is new."""
    reported = [number for number, finding in enumerate(before.findings) if finding.state == "new"]
    findings = list(before.findings)
    known = identities([findings[number] for number in reported], before.project.text_of)
    for number, identity in zip(reported, known, strict=True):
        now = identity._replace(path=renames.get(identity.path, identity.path))
        if gone[now] > 0:
            gone[now] -= 1
        else:
            findings[number] = findings[number]._replace(state="baselined")
    return before._replace(findings=tuple(findings))


def _marked(run: Run, same: set[tuple[object, ...]]) -> Run:
    """The run with the findings at these places marked as known: they need no second look."""
    marked = (f._replace(state="baselined") if f.state == "new" and _place(f) in same else f for f in run.findings)
    return run._replace(findings=tuple(marked))


def _place(finding: Finding) -> tuple[object, ...]:
    return finding.path, finding.code, finding.span, finding.message


def _calm(finding: Finding) -> Finding:
    """What the calendar made is nobody's change: a hint, never more."""
    quiet = finding.by_clock and finding.state == "new" and finding.severity != "info"
    return finding._replace(severity="info") if quiet else finding
