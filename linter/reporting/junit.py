"""JUnit's XML, which nearly every CI shows: a suite per page, a test case per finding.

Valid for Ant's schema (JUnit.xsd of windyroad/JUnit-Schema) and for that of Jenkins' xUnit plugin (junit-10.xsd).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from linter.model.finding import Finding
from linter.reporting.selection import Shown
from linter.run import Run

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow in a document, escaped or not."""


def junit_report(run: Run, shown: Shown) -> str:
    """New findings fail, those that are baselined or suppressed are skipped; a page without any passes."""
    by_path: dict[str, list[Finding]] = {page.path: [] for page in run.pages if page.report}
    for finding in shown.findings:
        by_path.setdefault(finding.path, []).append(finding)
    suites = ET.Element("testsuites")
    for number, (path, findings) in enumerate(by_path.items()):
        suites.append(_suite(number, path, findings, f"{run.project.today}T00:00:00"))
    if run.troubles:
        suites.append(_troubles(len(by_path), run.troubles, f"{run.project.today}T00:00:00"))
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode")


def without_forbidden(text: str) -> str:
    """The text without the characters that XML 1.0 forbids."""
    return _FORBIDDEN.sub("", text)


def _suite(number: int, path: str, findings: Sequence[Finding], timestamp: str) -> ET.Element:
    failed = sum(1 for finding in findings if finding.state == "new")
    suite = _empty_suite(number, path, max(len(findings), 1), timestamp)
    suite.set("failures", str(failed))
    suite.set("skipped", str(len(findings) - failed))
    for finding in findings:
        line, column = finding.position[:2]
        case = _case(suite, path, f"{finding.code} {finding.name} at line {line}, column {column}")
        if finding.state != "new":
            ET.SubElement(case, "skipped")
            continue
        failure = ET.SubElement(case, "failure", {"type": finding.severity})
        failure.set("message", without_forbidden(finding.message))
        failure.text = without_forbidden(f"{path}:{line}:{column} {finding.severity} {finding.message}")
    if not findings:
        _case(suite, path, "no findings")
    _close(suite)
    return suite


def _troubles(number: int, troubles: Sequence[str], timestamp: str) -> ET.Element:
    suite = _empty_suite(number, "runbook-linter", len(troubles), timestamp)
    suite.set("errors", str(len(troubles)))
    for trouble in troubles:
        case = _case(suite, "runbook-linter", "the run itself")
        ET.SubElement(case, "error", {"type": "trouble", "message": without_forbidden(trouble)})
    _close(suite)
    return suite


def _empty_suite(number: int, name: str, tests: int, timestamp: str) -> ET.Element:
    counts = {"tests": str(tests), "failures": "0", "errors": "0", "skipped": "0"}
    named = {"name": _token(name), "package": _token(name), "id": str(number)}
    suite = ET.Element("testsuite", {**named, **counts, "time": "0", "timestamp": timestamp, "hostname": "localhost"})
    ET.SubElement(suite, "properties")
    return suite


def _case(suite: ET.Element, path: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", {"name": _token(name), "classname": _token(path), "time": "0"})


def _close(suite: ET.Element) -> None:
    ET.SubElement(suite, "system-out")
    ET.SubElement(suite, "system-err")


def _token(text: str) -> str:
    """As the schemas want a name: on one line, single blanks, never empty."""
    return " ".join(without_forbidden(text).split()) or "-"
