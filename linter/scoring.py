"""How good a page is, as a number that can be explained.

A page starts at 100 and loses points for each finding, new or baselined. Points depend on the rule where
it is listed, else on the severity. A category cannot take more than its cap, so that one bad habit does not
hide everything else. Absent metadata costs nothing until a kind, profile or configuration asks for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from linter.model.finding import Finding

CATEGORIES: Mapping[str, str] = {
    "S": "structure",
    "M": "metadata and freshness",
    "L": "links",
    "C": "commands",
    "W": "wording",
    "P": "timeline and actions",
    "N": "timeline and actions",
    "A": "alerts",
}
CAPS: Mapping[str, float] = {
    "structure": 60,
    "metadata and freshness": 20,
    "links": 30,
    "commands": 40,
    "wording": 25,
    "timeline and actions": 30,
    "alerts": 20,
    "other": 20,
}
# A hollow page is worse than an untidy one: the reader at 3 am finds nothing where something was promised.
POINTS_OF_RULES: Mapping[str, float] = {
    "missing-section": 12,
    "empty-section": 15,
    "front-matter": 2,
    "placeholder": 6,
}
POINTS_OF_SEVERITIES: Mapping[str, float] = {"error": 10, "warning": 5, "info": 0.5, "off": 0}
GRADES: Sequence[tuple[float, str]] = ((90, "A"), (80, "B"), (70, "C"), (60, "D"), (0, "F"))


class Loss(NamedTuple):
    """What one finding costs. `points` is after the category's cap."""

    finding: Finding
    category: str
    points: float


class Score(NamedTuple):
    """A page's score, 0 to 100, with every point accounted for."""

    path: str
    value: float
    losses: tuple[Loss, ...]

    @property
    def grade(self) -> str:
        """A to F."""
        return grade(self.value)

    @property
    def categories(self) -> dict[str, float]:
        """Points lost per category."""
        lost: dict[str, float] = {}
        for loss in self.losses:
            lost[loss.category] = lost.get(loss.category, 0) + loss.points
        return lost

    @property
    def gains(self) -> list[tuple[str, float, int]]:
        """What would raise the score most: (rule, points to gain, findings to mend), best first."""
        by_rule: dict[str, tuple[float, int]] = {}
        for loss in self.losses:
            points, count = by_rule.get(loss.finding.name, (0.0, 0))
            by_rule[loss.finding.name] = (points + loss.points, count + 1)
        return sorted(((name, *gain) for name, gain in by_rule.items()), key=lambda gain: (-gain[1], gain[0]))


class SiteScore(NamedTuple):
    """The whole knowledge base: the mean of its pages and how many have each grade."""

    mean: float
    grades: Mapping[str, int]


def grade(value: float) -> str:
    """The grade of a score."""
    return next(letter for least, letter in GRADES if value >= least)


def score_page(path: str, findings: Iterable[Finding], weights: Mapping[str, float]) -> Score:
    """The score of a page from its findings; `weights` override points by rule or severity, and categories' caps."""
    taken: dict[str, float] = {}
    losses: list[Loss] = []
    for finding in sorted(findings, key=lambda found: (-_points(found, weights), found.order)):
        if finding.state == "suppressed":
            continue
        category = CATEGORIES.get(finding.code.rstrip("0123456789"), "other")
        left = weights.get(category, CAPS[category]) - taken.get(category, 0)
        points = round(max(min(_points(finding, weights), left), 0), 2)
        taken[category] = taken.get(category, 0) + points
        losses.append(Loss(finding, category, points))
    return Score(path, max(round(100 - sum(loss.points for loss in losses), 1), 0), tuple(losses))


def score_pages(paths: Iterable[str], findings: Iterable[Finding], weights: Mapping[str, float]) -> dict[str, Score]:
    """The scores of these pages, by path."""
    by_path: dict[str, list[Finding]] = {path: [] for path in paths}
    for finding in findings:
        if finding.path in by_path:
            by_path[finding.path].append(finding)
    return {path: score_page(path, found, weights) for path, found in by_path.items()}


def score_site(scores: Iterable[Score]) -> SiteScore:
    """The mean and the distribution of page scores; a mean of 100 where there is no page."""
    return score_values([score.value for score in scores])


def score_values(values: Collection[float]) -> SiteScore:
    """The same, from the numbers alone."""
    grades = {letter: 0 for _, letter in GRADES}
    for value in values:
        grades[grade(value)] += 1
    return SiteScore(round(sum(values) / len(values), 1) if values else 100.0, grades)


def _points(finding: Finding, weights: Mapping[str, float]) -> float:
    if finding.severity == "info":
        return weights.get("info", POINTS_OF_SEVERITIES["info"])
    for key in (finding.name, finding.code):
        if key in weights:
            return weights[key]
    if finding.name in POINTS_OF_RULES and finding.severity != "off":
        return POINTS_OF_RULES[finding.name]
    return weights.get(finding.severity, POINTS_OF_SEVERITIES[finding.severity])
