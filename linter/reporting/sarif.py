"""SARIF 2.1.0 (OASIS, with errata 01): what code scanning services read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from linter import __version__
from linter.fingerprints import fingerprints
from linter.model.finding import Edit, Finding
from linter.model.severity import Severity
from linter.parsing.lines import Lines
from linter.reporting.places import as_uri, repository_prefix
from linter.reporting.selection import Shown
from linter.rule_docs import docstring, rule_page, summary
from linter.rules.rule import Rule
from linter.run import Run
from linter.scoring import score_pages
from linter.suppression import Ignore, hides, ignores_in_yaml, is_expired

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "runbookLinter/v1"
_BASE = "%SRCROOT%"
_SPECIAL = re.compile(r"([\\\[\]])")
_ESCAPED = re.compile(r"\\([\\\[\]])")
LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def sarif_report(run: Run, shown: Shown) -> str:
    """One SARIF log with one run: findings of every state, each page's score, what went wrong with the run."""
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_Log(run, shown).run()]}, ensure_ascii=False)


class _Log:
    """Builds the run object."""

    def __init__(self, run: Run, shown: Shown) -> None:
        self._run = run
        self._findings = shown.findings
        self._prefix = repository_prefix(run.root)
        self._artifacts = {page.path: number for number, page in enumerate(run.pages)}
        names = {finding.name for finding in shown.findings}
        self._rules = [rule for name, rule in run.rules.items() if name in names]
        self._rule_numbers = {rule.name: number for number, rule in enumerate(self._rules)}
        self._texts: dict[str, Lines] = {}
        self._ignores: dict[str, Sequence[Ignore]] = {page.path: page.ignores for page in run.pages}

    def run(self) -> dict[str, Any]:
        marks = fingerprints(self._findings, self._run.project.text_of)
        driver = {"name": "runbook-linter", "semanticVersion": __version__, "rules": list(map(_rule, self._rules))}
        return {
            "tool": {"driver": driver},
            "automationDetails": {"id": "runbook-linter/"},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_BASE: {"description": {"text": "The top of the repository."}}},
            "invocations": [self._invocation()],
            "artifacts": self._pages(),
            "results": [self._result(found, mark) for found, mark in zip(self._findings, marks, strict=True)],
        }

    def _invocation(self) -> dict[str, Any]:
        told = [("error", trouble) for trouble in self._run.troubles] + [("note", note) for note in self._run.notes]
        return {
            "executionSuccessful": not self._run.troubles,
            "toolExecutionNotifications": [{"level": level, "message": _message(text)} for level, text in told],
        }

    def _pages(self) -> list[dict[str, Any]]:
        scores = score_pages(self._artifacts, self._run.findings, self._run.config.score)
        return [
            {
                "location": self._location(page.path),
                "properties": {
                    "kind": page.kind,
                    "score": scores[page.path].value,
                    "grade": scores[page.path].grade,
                },
            }
            for page in self._run.pages
        ]

    def _result(self, finding: Finding, mark: str) -> dict[str, Any]:
        line, column, end_line, end_column = finding.position
        region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
        location = self._location(finding.path)
        if finding.path in self._artifacts:
            location["index"] = self._artifacts[finding.path]
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "ruleIndex": self._rule_numbers[finding.name],
            "level": LEVELS[finding.severity],
            "message": _message(finding.message),
            "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
            "partialFingerprints": {FINGERPRINT: mark},
            "baselineState": "new" if finding.state == "new" else "unchanged",
        }
        if finding.state == "suppressed":
            result["suppressions"] = [self._suppression(finding)]
        if finding.fix:
            result["fixes"] = [self._fix(finding, finding.fix.edits, safe=finding.fix.safe)]
        return result

    def _suppression(self, finding: Finding) -> dict[str, str]:
        if finding.path not in self._ignores:
            self._ignores[finding.path] = ignores_in_yaml(self._run.project.text_of(finding.path) or "")
        today = self._run.project.today
        hiding = [one for one in self._ignores[finding.path] if hides(one, finding) and not is_expired(one, today)]
        reason = next((one.reason for one in hiding if one.reason), "")
        return {"kind": "inSource", "status": "accepted", **({"justification": reason} if reason else {})}

    def _fix(self, finding: Finding, edits: Sequence[Edit], *, safe: bool) -> dict[str, Any]:
        said = "cannot change what the page means" if safe else "to be looked at before it is taken"
        replacements = [
            {
                "deletedRegion": self._region(finding.path, edit),
                **({"insertedContent": {"text": edit.text}} if edit.text else {}),
            }
            for edit in sorted(edits)
        ]
        change = {"artifactLocation": self._location(finding.path), "replacements": replacements}
        return {"description": {"text": f"Repair {finding.name}: {said}"}, "artifactChanges": [change]}

    def _region(self, path: str, edit: Edit) -> dict[str, int]:
        if path not in self._texts:
            self._texts[path] = Lines(self._run.project.text_of(path) or "")
        starts = self._texts[path].starts

        def place(offset: int) -> tuple[int, int]:
            line = max(bisect_right(starts, offset), 1)
            return line, max(offset - starts[line - 1], 0) + 1

        (line, column), (end_line, end_column) = place(edit.start), place(edit.end)
        return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}

    def _location(self, path: str) -> dict[str, Any]:
        return {"uri": as_uri(self._prefix + path), "uriBaseId": _BASE}


def _rule(rule: type[Rule]) -> dict[str, Any]:
    level = LEVELS.get(rule.severity, "none")
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": summary(rule)},
        "fullDescription": {"text": summary(rule)},
        "help": {"text": docstring(rule), "markdown": rule_page(rule)},
        "defaultConfiguration": {"enabled": level != "none", "level": level},
    }


def plain_message(text: str) -> str:
    """What a message of a log says: the text that was given to `_message`."""
    return _ESCAPED.sub(r"\1", text) if "\\](" in text else text


def _message(text: str) -> dict[str, str]:
    """A message as plain text: what a page says must not become a link in it (section 3.11.6)."""
    return {"text": _SPECIAL.sub(r"\\\1", text) if "](" in text else text}
