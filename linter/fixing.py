"""Applying fixes: edits never overlap, all outside of them stays byte for byte, files are replaced as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from linter.model.finding import Edit, Finding
from linter.model.severity import Severity, rank


class FixedText(NamedTuple):
    """A text after its fixes, and the findings whose fix was applied."""

    text: str
    applied: tuple[Finding, ...]


def fixable(findings: Iterable[Finding], *, unsafe: bool, least: Severity = "info") -> list[Finding]:
    """The new findings that carry a fix one may apply. One that wants a look needs a finding that is shown.

    `least` is the severity from which on findings are shown.
    """
    return [
        finding
        for finding in findings
        if finding.state == "new"
        and finding.fix
        and (finding.fix.safe or (unsafe and rank(finding.severity) >= rank(least)))
    ]


def apply_fixes(text: str, findings: Sequence[Finding]) -> FixedText:
    """Apply each finding's fix as a whole, in order of place; one that touches an earlier edit waits a pass."""
    edits: list[Edit] = []
    applied: list[Finding] = []
    for finding in sorted(findings, key=lambda found: found.order):
        if finding.fix is None:
            continue
        own = [edit for edit in finding.fix.edits if edit not in edits]
        if any(_overlap(edit, other) for edit in own for other in edits):
            continue
        edits += own
        applied.append(finding)
    return FixedText(apply_edits(text, edits), tuple(applied))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits that do not overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _overlap(one: Edit, other: Edit) -> bool:
    if one.start == one.end or other.start == other.end:
        # Two insertions at one place have no order between them; an insertion at an edit's edge is fine.
        return one[:2] == other[:2] or one.start < other.start < one.end or other.start < one.start < other.end
    return one.start < other.end and other.start < one.end
