"""What a later run is compared with: findings by fingerprint and scores by page, of a run or of its SARIF log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from linter.config import ConfigError
from linter.fingerprints import fingerprints
from linter.fixing import apply_edits
from linter.json_file import read_json
from linter.model.finding import Finding
from linter.model.severity import Severity, rank
from linter.parsing.lines import Lines
from linter.reporting.places import repository_prefix
from linter.reporting.sarif import FINGERPRINT, LEVELS, plain_message
from linter.reporting.selection import Shown
from linter.run import Run
from linter.scoring import score_pages

_MOST_LINES = 10
# What must not stand in a page must not stand in a comment about it either.
_WITHOUT_SOURCE = ("secret",)


class Replacement(NamedTuple):
    """Whole lines in place of the lines from `first` to `last`; `safe` says that the page means the same."""

    first: int
    last: int
    lines: tuple[str, ...]
    safe: bool


class Reported(NamedTuple):
    """A new finding as a reader needs it. `path` is from the top of the repository, `line` counts from 1."""

    path: str
    line: int
    severity: Severity
    code: str
    name: str
    message: str
    replacement: Replacement | None = None


class Snapshot(NamedTuple):
    """New findings by fingerprint, and each page's score (0 to 100) by its path from the top of the repository.

    `changed_lines` are the lines that differ by now, first and last of each place, by path from the root; None where
    that is not known.
    """

    findings: Mapping[str, Reported]
    scores: Mapping[str, float]
    changed_lines: Mapping[str, Sequence[tuple[int, int]]] | None = None


def take_snapshot(run: Run, shown: Shown) -> Snapshot:
    """The snapshot of a run."""
    prefix = repository_prefix(run.root)
    texts: dict[str, str] = {}
    findings: dict[str, Reported] = {}
    # As the SARIF log numbers those alike: with the ones that are not new.
    for finding, mark in zip(shown.findings, fingerprints(shown.findings, run.project.text_of), strict=True):
        if finding.state != "new":
            continue
        if finding.path not in texts:
            texts[finding.path] = run.project.text_of(finding.path) or ""
        findings[mark] = Reported(
            prefix + finding.path,
            finding.position.line,
            finding.severity,
            finding.code,
            finding.name,
            finding.message,
            _replacement(finding, texts[finding.path]),
        )
    scores = score_pages((page.path for page in run.pages), run.findings, run.config.score)
    return Snapshot(findings, {prefix + path: score.value for path, score in scores.items()})


def read_snapshot(path: Path, least: Severity) -> Snapshot:
    """The snapshot that a SARIF log of this program holds, its findings at or above `least`.

    Raises ConfigError where the file cannot be read or is none.
    """
    log = read_json(path)
    try:
        run = log["runs"][0]
        marked = [(result["partialFingerprints"][FINGERPRINT], result) for result in run["results"]]
        findings = {mark: _reported(result, run) for mark, result in marked if result["baselineState"] == "new"}
        scores = {_path(page["location"]): float(page["properties"]["score"]) for page in run["artifacts"]}
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise ConfigError(
            f"{path}:1:1: not a SARIF log of runbook-linter; `runbook-linter check --output sarif=FILE` writes one"
        ) from None
    kept = {mark: finding for mark, finding in findings.items() if rank(finding.severity) >= rank(least)}
    return Snapshot(kept, scores)


def _reported(result: Mapping[str, Any], run: Mapping[str, Any]) -> Reported:
    place = result["locations"][0]["physicalLocation"]
    severity = next(name for name, level in LEVELS.items() if level == result["level"])
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    return Reported(
        _path(place["artifactLocation"]),
        int(place["region"]["startLine"]),
        severity,
        str(rule["id"]),
        str(rule["name"]),
        plain_message(result["message"]["text"]),
    )


def _path(location: Mapping[str, Any]) -> str:
    return unquote(location["uri"], errors="surrogateescape")


def _replacement(finding: Finding, text: str) -> Replacement | None:
    """The fix as whole lines, where it concerns a few that follow each other."""
    if finding.fix is None or not finding.fix.edits or finding.name in _WITHOUT_SOURCE:
        return None
    edits = finding.fix.edits
    lines = Lines(text)
    first = sum(1 for start in lines.starts if start <= min(edit.start for edit in edits)) or 1
    last = max(sum(1 for start in lines.starts if start <= max(edit.end for edit in edits)), first)
    start, end = lines.span(first - 1, last)
    if last - first >= _MOST_LINES or any(edit.start < start or edit.end > end for edit in edits):
        return None
    moved = [edit._replace(start=edit.start - start, end=edit.end - start) for edit in edits]
    return Replacement(first, last, tuple(Lines(apply_edits(text[start:end], moved)).texts), finding.fix.safe)
