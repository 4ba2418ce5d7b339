"""What a commit causes: everything in the pages it changes, and in the others only what they were not saying before.

A renamed heading makes an anchor dead in a page that the commit does not touch: that is reported. Old debt
in untouched pages is not.
"""

from __future__ import annotations

from collections.abc import Collection

from linter.engine import Engine, make_run
from linter.model.finding import Finding
from linter.project.changes import Changes, files_at, reader_at, staged_files
from linter.project.discovery import SUFFIXES, discover
from linter.project.tree import ListedTree
from linter.project.work_tree import staged_tree
from linter.run import PageResult, Request, Run


def lint_affected(request: Request, changes: Changes) -> Run:
    """The run over the staged changes. A page that lies on disk and is not in the index is no part of it."""
    staged = {path for path in staged_files(request.root) if path.endswith(SUFFIXES)}
    found = discover(request.root, [request.root], request.config.exclude)
    # A page that is staged and gone from disk is committed all the same.
    listed = (set(found.pages) | changes.written) & staged
    request = request._replace(
        pages=tuple(sorted(listed)),
        tree=staged_tree(request.root),
        read=reader_at(request.root, changes, ""),
    )
    return _compare(request, changes)


class _FactsOfOthers(Engine):
    """An engine that runs page rules on the pages `written` alone: what they say of others is not reported."""

    def __init__(self, request: Request, written: Collection[str]) -> None:
        super().__init__(request)
        self._written = written

    def result_of(self, path: str) -> PageResult:
        return super().result_of(path) if path in self._written else self.facts_of(path)


def _compare(request: Request, changes: Changes) -> Run:
    engine = _FactsOfOthers(request, changes.written)
    now, troubles = engine.page_results(request.pages)
    project = engine.project(now)
    of_project, more = engine.project_findings(project, now)
    before = _project_findings_at_head(request, changes, [page for page in now if page.path not in changes.written])
    old = {(finding.path, finding.code, finding.span, finding.message) for finding in before}
    findings = [f for page in now if page.path in changes.written for f in page.findings]
    for finding in of_project:
        if finding.path in changes.written or (finding.path, finding.code, finding.span, finding.message) not in old:
            findings.append(finding)
    done, last = engine.finish(project, now, findings)
    done = [f for f in done if f.path in changes.written or f.name != "unused-ignore"]
    return make_run(engine, project, now, done, [*troubles, *more, *last])


def _project_findings_at_head(request: Request, changes: Changes, unchanged: list[PageResult]) -> list[Finding]:
    """What the project rules said before the change. The facts of unchanged pages are the same as now."""
    files = files_at(request.root, "HEAD")
    touched = [path for path in files if path.endswith(SUFFIXES) and (path in changes.written or path in changes.gone)]
    before_change = request._replace(tree=ListedTree(files), read=reader_at(request.root, changes, "HEAD"))
    engine = _FactsOfOthers(before_change, frozenset())
    results, _ = engine.page_results(touched)
    before = [*unchanged, *results]
    return engine.project_findings(engine.project(before), before)[0]
