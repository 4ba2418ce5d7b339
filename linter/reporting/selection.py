"""Which findings a report shows, and what the run comes to in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from linter.model.finding import Finding
from linter.model.severity import Severity, rank
from linter.run import PageResult, Run


class Shown(NamedTuple):
    """The findings to show and the counts of new ones by severity, hidden ones included."""

    findings: tuple[Finding, ...]
    counts: dict[str, int]
    kinds: dict[str, int]
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
    return Shown(shown, counts, count_kinds(run.pages), hidden)


def count_kinds(pages: Iterable[PageResult]) -> dict[str, int]:
    """How many pages of each kind, most first, plain pages last."""
    counts: dict[str, int] = {}
    for page in pages:
        counts[page.kind] = counts.get(page.kind, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (item[0] == "page", -item[1], item[0])))


def in_words(kinds: dict[str, int]) -> str:
    """`249 runbooks, 24 pages`."""
    return ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in kinds.items()) or "no pages"
