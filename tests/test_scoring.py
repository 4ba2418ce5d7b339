"""Scores are a pure function of findings, and every point is accounted for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from linter.model.finding import Finding
from linter.model.span import Position, Span
from linter.scoring import grade, score_page, score_site


def _finding(code: str, name: str, severity: str, start: int = 0, state: str = "new") -> Finding:
    span = Span(start, start + 1)
    return Finding(code, name, severity, "a.md", span, Position(1, 1, 1, 2), "m", state=state)  # type: ignore[arg-type]


# A code has one name: the registry refuses a second.
_RULES = [
    ("S101", "missing-section"),
    ("S103", "empty-section"),
    ("M101", "front-matter"),
    ("L101", "dead-link"),
    ("W101", "placeholder"),
    ("P101", "other-rule"),
    ("ACME1", "acme-rule"),
]
_FINDINGS = st.builds(
    lambda rule, *rest: _finding(*rule, *rest),
    st.sampled_from(_RULES),
    st.sampled_from(["info", "warning", "error"]),
    st.integers(0, 1000),
    st.sampled_from(["new", "baselined", "suppressed"]),
)


@given(st.lists(_FINDINGS, max_size=40))
def test_every_point_is_accounted_for(findings: list[Finding]) -> None:
    score = score_page("a.md", findings, {})
    assert 0 <= score.value <= 100
    assert score.value == max(round(100 - sum(loss.points for loss in score.losses), 1), 0)
    reverse = score_page("a.md", list(reversed(findings)), {})
    assert (reverse.value, reverse.gains) == (score.value, score.gains)
    assert abs(sum(score.categories.values()) - sum(points for _, points, _ in score.gains)) < 0.01


@given(st.lists(_FINDINGS, max_size=20), _FINDINGS)
def test_another_finding_never_raises_a_score(findings: list[Finding], more: Finding) -> None:
    assert score_page("a.md", [*findings, more], {}).value <= score_page("a.md", findings, {}).value


def test_hollow_costs_far_more_than_a_missing_key_and_a_baseline_hides_nothing() -> None:
    hollow = score_page("a.md", [_finding("S103", "empty-section", "warning")], {}).value
    key = score_page("a.md", [_finding("M101", "front-matter", "info")], {}).value
    assert 100 - hollow >= 10 * (100 - key) > 0
    assert score_page("a.md", [_finding("L101", "dead-link", "error", state="baselined")], {}).value < 100
    assert score_page("a.md", [_finding("L101", "dead-link", "error", state="suppressed")], {}).value == 100


def test_weights_and_grades() -> None:
    finding = _finding("L101", "dead-link", "error")
    assert score_page("a.md", [finding], {"dead-link": 25}).value == 75
    assert score_page("a.md", [finding], {"links": 3}).value == 97
    assert [grade(value) for value in (100, 90, 89.9, 70, 60, 0)] == ["A", "A", "B", "C", "D", "F"]
    site = score_site([score_page("a.md", [], {}), score_page("a.md", [finding], {"dead-link": 30})])
    assert (site.mean, site.grades["A"], site.grades["C"]) == (85.0, 1, 1)
