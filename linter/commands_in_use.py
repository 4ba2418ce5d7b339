"""Every tool and command a knowledge base depends on, how often, on which pages, and whether it still exists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from linter.model.finding import Finding
from linter.project.project import Project
from linter.rules.commands.deprecated_command import DeprecatedCommand

Verdict = Literal["removed", "wrong", "deprecated", "check", "known", "not described"]
VERDICTS: tuple[Verdict, ...] = ("removed", "wrong", "deprecated", "check", "known", "not described")
"""From the one to mend first: removed; no such command or option; deprecated; perhaps unknown; fine; no description."""


class InUse(NamedTuple):
    """One command, all of whose uses have the same verdict; what is wrong with it is a part of its name.

    `pages` are those that use it, `findings` what was said of it there.
    """

    tool: str
    name: str
    uses: int
    pages: tuple[str, ...]
    verdict: Verdict
    findings: tuple[Finding, ...]


def commands_in_use(project: Project, findings: Iterable[Finding]) -> list[InUse]:
    """All commands, those to mend first. `findings` are the run's; those of C101, C102 and C103 are looked at."""
    uses = [(path, *use) for path, fact in project.facts(DeprecatedCommand) for use in fact.get("uses", ())]
    written = {
        (path, fact["at"][0]): fact["written"] for path, fact in project.facts(DeprecatedCommand) if "fact" in fact
    }
    said: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        if finding.code in ("C101", "C102", "C103"):
            # Of a command within a command, the inner one is meant.
            around = [
                (end - start, start)
                for path, _, _, _, start, end in uses
                if path == finding.path and start <= finding.span.start < end
            ]
            if around:
                said.setdefault((finding.path, min(around)[1]), []).append(finding)
    pages: dict[tuple[str, str, bool], list[str]] = {}
    about: dict[tuple[str, str, bool], list[Finding]] = {}
    for path, tool, subcommand, known, start, _ in uses:
        found = said.get((path, start), [])
        name = f"{tool} {subcommand}".strip()
        # `oc get` is fine on a hundred pages, and wrong with `--o` on one.
        wrong = [written.get((path, finding.span.start), finding.subject) for finding in found]
        strange = [word for word in wrong if word not in name]
        key = (tool, " ".join([name, *strange[:1]]), known)
        pages.setdefault(key, []).append(path)
        about.setdefault(key, []).extend(found)
    rows = [
        InUse(key[0], key[1], len(paths), tuple(dict.fromkeys(paths)), _worst(about[key], key[2]), tuple(about[key]))
        for key, paths in pages.items()
    ]
    return sorted(rows, key=lambda row: (VERDICTS.index(row.verdict), -row.uses, row.name))


def _worst(findings: Sequence[Finding], known: bool) -> Verdict:
    found: list[Verdict] = ["known" if known else "not described"]
    for finding in findings:
        if finding.code == "C103":
            found.append("removed" if finding.severity == "error" else "deprecated")
        else:
            found.append("wrong" if finding.severity == "error" else "check")
    return min(found, key=VERDICTS.index)
