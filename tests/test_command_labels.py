"""The rules about commands on real pages: each finding was read by hand, and so were forty pages for what is missed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, lint_folder

LABELS: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "labels" / "commands.yml").read_text(encoding="utf-8")
)
Finder = Callable[[str], Path]


def reported(folder: Path) -> list[tuple[str, str, str, int]]:
    """(code, severity, page, line) of each error and warning of family C."""
    run = lint_folder(folder, "C")
    assert run.troubles == ()
    return [
        (finding.code, finding.severity, finding.path, finding.position.line)
        for finding in run.findings
        if finding.severity in ("error", "warning")
    ]


@pytest.mark.parametrize("name", LABELS)
def test_every_finding_on_the_corpus_is_labelled(name: str, corpus: Finder) -> None:
    labelled = [(row["code"], row["severity"], row["file"], row["line"]) for row in LABELS[name]["findings"]]
    assert sorted(reported(corpus(name))) == sorted(labelled)


@pytest.mark.parametrize(("severity", "least"), [("error", 0.95), ("warning", 0.90)])
def test_precision(severity: str, least: float) -> None:
    right = [row["right"] for labels in LABELS.values() for row in labels["findings"] if row["severity"] == severity]
    assert len(right) >= 5
    assert sum(right) / len(right) >= least


def test_recall_on_the_pages_read_line_by_line() -> None:
    labels = LABELS["openshift+runbooks"]
    assert len(labels["read"]) == 40
    found = [row for row in labels["findings"] if row["file"] in labels["read"] and row["right"]]
    assert len(found) / (len(found) + len(labels["missed"])) >= 0.65


def test_known_defects_are_reported_at_their_line(corpus: Finder) -> None:
    cases = ROOT.parent / "shared" / "cases" / "commands.yml"
    if not cases.is_file():
        pytest.skip("the cases are not beside the project")
    missing = []
    for name, defects in yaml.safe_load(cases.read_text(encoding="utf-8")).items():
        found = reported(corpus(name))
        for defect in defects:
            near = [row for row in found if row[2].endswith("/" + defect["file"]) and abs(row[3] - defect["line"]) <= 1]
            if not near:
                missing.append(f"{name}: {defect}")
    assert not missing, "\n".join(missing)
