"""The table of scores."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.reporting.scores import as_text, scores_report
from linter.reporting.selection import Shown
from linter.run import Run
from linter.scoring import score_pages


def test_a_line_per_page(hostile: tuple[Run, Shown]) -> None:
    run, shown = hostile
    rows = list(csv.DictReader(io.StringIO(scores_report(run, shown))))
    scores = score_pages((page.path for page in run.pages), run.findings, {})
    assert [row["path"] for row in rows] == [page.path for page in run.pages]
    for row in rows:
        assert (float(row["score"]), row["grade"]) == (scores[row["path"]].value, scores[row["path"]].grade)
        for severity in ("error", "warning"):
            counted = [f for f in run.findings if (f.path, f.severity) == (row["path"], severity)]
            assert int(row[f"{severity}s"]) == sum(1 for f in counted if f.state != "suppressed")
    assert rows[0]["owner"] == '\'=HYPERLINK("http://x")'
    assert any(int(row["errors"]) for row in rows)


@given(st.text(), st.sampled_from("=+-@\t\r\n"))
def test_no_cell_is_a_formula(text: str, sign: str) -> None:
    for value in (text, sign + text, "  " + sign + text):
        cell = as_text(value)
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert cell in (value, f"'{value}")


@pytest.mark.parametrize("value", ["docs/a.md", "team-sre", "1+1", ""])
def test_plain_text_stays(value: str) -> None:
    assert as_text(value) == value
