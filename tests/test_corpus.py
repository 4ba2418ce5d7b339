"""The linter on real pages: what they are taken for, and that good ones are left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from linter.model.severity import rank
from tests.conftest import lint_folder

Corpus = Callable[[str], Path]


@pytest.mark.parametrize(
    ("name", "kind", "least", "most"),
    [
        ("openshift+runbooks", "runbook", 245, 253),
        ("prometheus-operator+runbooks", "runbook", 104, 109),
        ("dfds+postmortems", "post-mortem", 38, 38),
        ("PagerDuty+incident-response-docs", "page", 37, 37),
        ("dastergon+postmortem-templates", "page", 8, 8),
    ],
)
def test_kinds(name: str, kind: str, least: int, most: int, corpus: Corpus) -> None:
    run = lint_folder(corpus(name))
    assert run.troubles == ()
    assert least <= Counter(page.kind for page in run.pages)[kind] <= most


def test_openshift_has_no_dead_relative_link_and_few_warnings(corpus: Corpus) -> None:
    run = lint_folder(corpus("openshift+runbooks"))
    assert [f for f in run.findings if f.code in ("L101", "L103")] == []
    loud = [f for f in run.findings if rank(f.severity) > rank("info") and f.code != "S112"]
    assert len(loud) <= 0.2 * len(run.pages)


def test_pages_without_an_extension(corpus: Corpus) -> None:
    found = {
        f.path.rpartition("/")[2]
        for name in ("dfds+postmortems", "prometheus-operator+runbooks", "openshift+runbooks")
        for f in lint_folder(corpus(name), "page-without-extension").findings
    }
    assert found == {"PM2022-009 - Bad AWS EKS AMI causing Kubernetes issues", "PrometheusOperatorSyncFailed"}


def test_placeholders_of_prometheus_operator(corpus: Corpus) -> None:
    run = lint_folder(corpus("prometheus-operator+runbooks"), "placeholder")
    pages = {f.path for f in run.findings if f.subject == "TODO"}
    assert len(pages) == 18


def test_titles_that_are_misspelt(corpus: Corpus) -> None:
    run = lint_folder(corpus("dfds+postmortems"), "unknown-section")
    assert [(f.severity, f.suggestions[0]) for f in run.findings] == [("warning", "Attendees")]
