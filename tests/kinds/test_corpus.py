"""Recognition and the S rules on real documents, which lie beside the project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from linter.run import Run
from tests.conftest import lint_folder

Corpus = Callable[[str], Path]

STRUCTURE = (
    "missing-section",
    "section-order",
    "empty-section",
    "unknown-section",
    "section-content",
    "title",
    "vague-step",
    "escalation-without-target",
)
_FOUR = ["## Meaning", "## Impact", "## Diagnosis", "## Mitigation"]


def _with_the_four_sections(run: Run) -> set[str]:
    """Pages whose lines that look like H2s are exactly the four; a fence without end counts as its author meant it."""
    found = set()
    for page in run.pages:
        lines = (run.root / page.path).read_text(encoding="utf-8").splitlines()
        if [line.rstrip() for line in lines if line.startswith("## ")] == _FOUR:
            found.add(page.path)
    return found


def _loud(run: Run, pages: set[str]) -> list[tuple[str, str, str]]:
    return [
        (finding.path, finding.code, finding.message)
        for finding in run.findings
        if finding.severity in ("warning", "error") and finding.path in pages
    ]


@pytest.mark.parametrize(
    ("name", "kind", "least", "most"),
    [
        ("openshift+runbooks", "runbook", 247, 251),
        ("prometheus-operator+runbooks", "runbook", 104, 109),
        ("dfds+postmortems", "post-mortem", 38, 38),
        ("PagerDuty+incident-response-docs", "page", 37, 37),
        ("dastergon+postmortem-templates", "page", 8, 8),
    ],
)
def test_kinds(corpus: Corpus, name: str, kind: str, least: int, most: int) -> None:
    counts = Counter(page.kind for page in lint_folder(corpus(name), "title").pages)
    assert least <= counts[kind] <= most, counts
    assert counts.keys() <= {kind, "page"}


def test_openshift(corpus: Corpus) -> None:
    run = lint_folder(corpus("openshift+runbooks"), *STRUCTURE)
    pages = _with_the_four_sections(run)
    assert len(pages) == 229
    assert {page.kind for page in run.pages if page.path in pages} == {"runbook"}
    assert _loud(run, pages) == []


def test_prometheus_operator(corpus: Corpus) -> None:
    run = lint_folder(corpus("prometheus-operator+runbooks"), *STRUCTURE)
    pages = _with_the_four_sections(run)
    assert len(pages) == 104
    loud = _loud(run, pages)
    assert {code for _, code, _ in loud} == {"S103"}
    assert sum("is empty" in message for _, _, message in loud) == 9
    assert sum("nothing but `TODO`" in message for _, _, message in loud) == 17
    assert len(loud) == 26


def test_dfds(corpus: Corpus) -> None:
    run = lint_folder(corpus("dfds+postmortems"), *STRUCTURE)
    found = [finding for finding in run.findings if finding.code == "S104"]
    assert [(f.severity, f.subject, f.suggestions, f.position[:2]) for f in found] == [
        ("warning", "Atendees", ("Attendees",), (40, 4))
    ]
