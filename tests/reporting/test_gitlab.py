"""GitLab's Code Quality report."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate

from linter.reporting.gitlab import gitlab_report
from linter.reporting.selection import Shown
from linter.run import Run

# After docs.gitlab.com/ci/testing/code_quality, "Code Quality report format".
SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "not": {"pattern": r"^\./|^/"}},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"minimum": 1}}},
                },
            },
        },
    },
}


def test_it_is_valid_and_has_all_that_is_new(hostile: tuple[Run, Shown]) -> None:
    run, shown = hostile
    issues = json.loads(gitlab_report(run, shown))
    validate(issues, SCHEMA)
    new = [finding for finding in shown.findings if finding.state == "new"]
    assert len(new) < len(shown.findings)
    assert [(i["location"]["path"], i["check_name"], i["description"]) for i in issues] == [
        (finding.path, finding.name, finding.message) for finding in new
    ]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert gitlab_report(run, shown._replace(findings=())) == "[]"


@pytest.mark.skipif("CODECLIMATE_SCHEMA" not in os.environ, reason="CODECLIMATE_SCHEMA names GitLab's own schema")
def test_gitlabs_own_schema_takes_it(hostile: tuple[Run, Shown]) -> None:
    """`app/validators/json_schemas/codeclimate.json` of GitLab's sources."""
    schema = json.loads(Path(os.environ["CODECLIMATE_SCHEMA"]).read_text(encoding="utf-8"))
    for issue in json.loads(gitlab_report(*hostile)):
        validate(issue, schema)
