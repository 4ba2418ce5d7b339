"""Workflow commands of GitHub Actions: a finding shows beside its line in the pull request.

Escaped as `@actions/core` does it (actions/toolkit, packages/core/src/command.ts).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from linter.model.finding import Finding
from linter.model.severity import rank
from linter.reporting.places import repository_prefix
from linter.reporting.selection import Shown
from linter.run import Run

MOST_PER_LEVEL = 10
"""GitHub shows so many annotations of one level for one step, and drops the others without a word."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def github_report(run: Run, shown: Shown, changed_lines: Mapping[str, Sequence[tuple[int, int]]] | None = None) -> str:
    """One command per new finding, the worst first; of what GitHub would drop, a notice that says how many.

    Where `changed_lines` are known, only findings on them: GitHub shows no others beside the change.
    """
    new = sorted(
        (finding for finding in shown.findings if finding.state == "new"), key=lambda f: (-rank(f.severity), f.order)
    )
    elsewhere = 0
    if changed_lines is not None:
        here = [finding for finding in new if _is_on(finding, changed_lines.get(finding.path, ()))]
        elsewhere = len(new) - len(here)
        new = here
    by_command: dict[str, list[Finding]] = {command: [] for command in _COMMANDS.values()}
    for finding in new:
        by_command[_COMMANDS[finding.severity]].append(finding)
    left_out = {command: max(len(found) - MOST_PER_LEVEL, 0) for command, found in by_command.items()}
    room = dict.fromkeys(by_command, MOST_PER_LEVEL)
    if any(left_out.values()) and len(by_command["notice"]) >= MOST_PER_LEVEL:
        # The notice that says so takes the place of one.
        room["notice"] -= 1
        left_out["notice"] += 1
    prefix = repository_prefix(run.root)
    lines = [
        _command(command, finding, prefix)
        for command, found in by_command.items()
        for finding in found[: room[command]]
    ]
    if any(left_out.values()):
        counts = ", ".join(_counted(count, command) for command, count in left_out.items() if count)
        text = f"{counts} more: GitHub shows {MOST_PER_LEVEL} of each level; the report of another format has all"
        lines.append(f"::notice title=runbook-linter::{escape_data(text)}")
    if elsewhere:
        text = f"{_counted(elsewhere, 'finding')} on lines that this change does not touch: see the summary"
        lines.append(f"::notice title=runbook-linter::{escape_data(text)}")
    return "\n".join(lines)


def escape_data(text: str) -> str:
    """What stands after a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """The value of a command's property."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")


def _is_on(finding: Finding, places: Sequence[tuple[int, int]]) -> bool:
    first, last = finding.position.line, finding.position.end_line
    return any(first <= end and start <= last for start, end in places)


def _command(command: str, finding: Finding, prefix: str) -> str:
    line, column, end_line, end_column = finding.position
    properties = {"file": prefix + finding.path, "line": str(line), "endLine": str(end_line)}
    if line == end_line:
        # Columns mean something to GitHub within one line only.
        properties |= {"col": str(column), "endColumn": str(end_column)}
    properties["title"] = f"{finding.code} {finding.name}"
    listed = ",".join(f"{name}={escape_property(value)}" for name, value in properties.items())
    # Whoever reads the log may have a terminal that obeys.
    return _CONTROL.sub("\ufffd", f"::{command} {listed}::{escape_data(finding.message)}")


def _counted(count: int, command: str) -> str:
    return f"{count} {command}{'' if count == 1 else 's'}"
