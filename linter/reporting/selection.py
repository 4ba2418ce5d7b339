"""Which findings a report shows, and what the run comes to in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from linter.model.finding import Finding
from linter.model.severity import Severity, rank
from linter.run import PageResult, Run


class Shown(NamedTuple):
    """The findings to show and the counts of new ones by severity, hidden ones included.

    `kinds` are what the pages were taken for, `others` the files that are no pages and were judged too.
    """

    findings: tuple[Finding, ...]
    counts: dict[str, int]
    kinds: dict[str, int]
    others: dict[str, int]
    hidden: int


def select(run: Run, least: Severity) -> Shown:
    """The findings at or above `least`; pages with `report: false` show none."""
    silent = {page.path for page in run.pages if not page.report}
    reported = [finding for finding in run.findings if finding.path not in silent]
    shown = tuple(finding for finding in reported if rank(finding.severity) >= rank(least))
    counts = {"error": 0, "warning": 0, "info": 0}
    hidden = 0
    for finding in reported:
        if finding.state == "new":
            counts[finding.severity] += 1
            hidden += rank(finding.severity) < rank(least)
    return Shown(shown, counts, count_kinds(run.pages), _others(run), hidden)


def _others(run: Run) -> dict[str, int]:
    project = run.project
    if not project.judges_other_files:
        # Readers of YAML are not brought in for a page alone.
        return {}
    counts = {
        "incident record": sum(project.is_asked(file.path) for file in project.incident_files if file.record),
        "file of alert rules": sum(project.is_asked(file.path) for file in project.alert_files),
    }
    return {name: count for name, count in counts.items() if count}


def count_kinds(pages: Iterable[PageResult]) -> dict[str, int]:
    """How many pages of each kind, most first, plain pages last."""
    counts: dict[str, int] = {}
    for page in pages:
        counts[page.kind] = counts.get(page.kind, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (item[0] == "page", -item[1], item[0])))


def in_words(counts: dict[str, int]) -> str:
    """`249 runbooks, 24 pages, 2 files of alert rules`."""
    return ", ".join(_counted(name, count) for name, count in counts.items())


def _counted(name: str, count: int) -> str:
    first, blank, rest = name.partition(" of ")
    return f"{count} {first}{'' if count == 1 else 's'}{blank}{rest}"
