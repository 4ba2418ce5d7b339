"""The JSON report: a fixed contract for other tools."""

from __future__ import annotations

import json
from typing import Any

from linter.model.finding import Finding
from linter.reporting.selection import Shown
from linter.run import Run
from linter.scoring import score_pages, score_site


def json_report(run: Run, shown: Shown) -> str:
    """One JSON object: version, findings (all that the severity filter lets through), pages with scores, summary."""
    scores = score_pages((page.path for page in run.pages), run.findings, run.config.score)
    site = score_site(scores.values())
    by_state = {
        state: sum(1 for f in shown.findings if f.state == state) for state in ("new", "baselined", "suppressed")
    }
    document = {
        "version": 1,
        "findings": [finding_object(finding) for finding in shown.findings],
        "pages": [
            {
                "path": page.path,
                "kind": page.kind,
                "profile": page.profile or None,
                "score": scores[page.path].value,
                "grade": scores[page.path].grade,
            }
            for page in run.pages
        ],
        "summary": {
            "git": run.git,
            "pages": len(run.pages),
            "kinds": shown.kinds,
            "severities": shown.counts,
            "states": by_state,
            "score": site.mean,
            "grades": dict(site.grades),
            "troubles": list(run.troubles),
            "notes": list(run.notes),
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def finding_object(finding: Finding) -> dict[str, Any]:
    """A finding as the contract has it."""
    fix = finding.fix
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "state": finding.state,
        "path": finding.path,
        "line": finding.position.line,
        "column": finding.position.column,
        "end_line": finding.position.end_line,
        "end_column": finding.position.end_column,
        "message": finding.message,
        "subject": finding.subject,
        "suggestions": list(finding.suggestions),
        "fix": None if fix is None else {"safe": fix.safe, "edits": [edit._asdict() for edit in fix.edits]},
    }
