"""JUnit's XML: valid, whatever stands in a page."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from linter.reporting.junit import junit_report, without_forbidden
from linter.reporting.selection import Shown, select
from linter.run import Run
from tests.conftest import lint_folder

OWN = Path(__file__).with_name("junit.xsd")


@cache
def schema(path: Path) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(path)


def suites_of(run: Run, shown: Shown, path: Path = OWN) -> list[ET.Element]:
    report = junit_report(run, shown)
    assert [str(error) for error in schema(path).iter_errors(report)] == []
    return ET.fromstring(report).findall("testsuite")


def test_a_suite_per_page_and_a_case_per_finding(hostile: tuple[Run, Shown]) -> None:
    run, shown = hostile
    suites = suites_of(run, shown)
    assert [suite.get("name") for suite in suites] == [page.path for page in run.pages]
    for suite in suites:
        found = [finding for finding in shown.findings if finding.path == suite.get("name")]
        new = [finding for finding in found if finding.state == "new"]
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases)) == str(max(len(found), 1))
        assert suite.get("failures") == str(len(new))
        assert suite.get("skipped") == str(len(found) - len(new)) == str(len(suite.findall("testcase/skipped")))
        said = [failure.get("message") for failure in suite.findall("testcase/failure")]
        assert said == [finding.message for finding in new]


def test_troubles_are_errors(hostile: tuple[Run, Shown]) -> None:
    run, shown = hostile
    last = suites_of(run._replace(troubles=("a.md: cannot\x00 be read",)), shown)[-1]
    assert last.get("errors") == "1"
    error = last.find("testcase/error")
    assert error is not None
    assert error.get("message") == "a.md: cannot be read"


@given(st.text())
def test_any_text_is_xml(text: str) -> None:
    element = ET.Element("a", {"b": without_forbidden(text)})
    read = ET.fromstring(ET.tostring(element, encoding="unicode")).get("b")
    assert read == without_forbidden(text)


def test_control_characters_of_a_page(hostile: tuple[Run, Shown]) -> None:
    run, shown = hostile
    one = shown.findings[0]._replace(message="a\x1b[31m\ufffe]]>", path="\x07\n", state="new")
    (suite,) = [s for s in suites_of(run, shown._replace(findings=(one,))) if s.get("failures") == "1"]
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert (suite.get("name"), failure.get("message")) == ("-", "a[31m]]>")


@pytest.mark.skipif("JUNIT_SCHEMAS" not in os.environ, reason="JUNIT_SCHEMAS names the folder with the originals")
@pytest.mark.parametrize("name", ["JUnit.xsd", "junit-10.xsd"])
def test_the_published_schemas_take_it(name: str, hostile: tuple[Run, Shown]) -> None:
    assert suites_of(*hostile, Path(os.environ["JUNIT_SCHEMAS"], name))


def test_the_corpus(corpus: Callable[[str], Path]) -> None:
    run = lint_folder(corpus("dfds+postmortems"))
    names = {suite.get("name") for suite in suites_of(run, select(run, "info"))}
    assert {" ".join(page.path.split()) for page in run.pages} <= names
