"""GitLab's Code Quality report: what a merge request adds and what it mends.

Its form: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json

from linter.fingerprints import fingerprints
from linter.reporting.places import repository_prefix
from linter.reporting.selection import Shown
from linter.run import Run

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def gitlab_report(run: Run, shown: Shown) -> str:
    """A JSON array with one object per new finding."""
    new = [finding for finding in shown.findings if finding.state == "new"]
    prefix = repository_prefix(run.root)
    issues = [
        {
            "description": finding.message,
            "check_name": finding.name,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": prefix + finding.path,
                "lines": {"begin": finding.position.line, "end": finding.position.end_line},
            },
        }
        for finding, fingerprint in zip(new, fingerprints(new, run.project.text_of), strict=True)
    ]
    return json.dumps(issues, ensure_ascii=False, indent=1)
