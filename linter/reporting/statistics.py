"""`check --statistics`: how many findings each rule has, and how many of them can be repaired."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from linter.model.finding import Finding
from linter.reporting.selection import Shown, in_words


class RuleCount(NamedTuple):
    """The new findings of one rule. `fixable` are those that --fix repairs, `unsafe` those that --unsafe-fixes adds."""

    code: str
    name: str
    findings: int
    fixable: int
    unsafe: int


def count_rules(findings: Iterable[Finding]) -> list[RuleCount]:
    """The rules with new findings, those with most first."""
    by_rule: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.state == "new":
            by_rule.setdefault((finding.code, finding.name), []).append(finding)
    counts = []
    for (code, name), found in by_rule.items():
        safe = [finding.fix.safe for finding in found if finding.fix]
        counts.append(RuleCount(code, name, len(found), sum(safe), len(safe) - sum(safe)))
    return sorted(counts, key=lambda rule: (-rule.findings, rule.code))


def statistics(shown: Shown, *, as_json: bool) -> str:
    """What the pages were taken for, and a line per rule: its count, code, name and what can be repaired.

    As JSON an array with an object per rule.
    """
    counts = count_rules(shown.findings)
    if as_json:
        return json.dumps([rule._asdict() for rule in counts], ensure_ascii=False, indent=1)
    width = len(str(max((rule.findings for rule in counts), default=0)))
    lines = [f"{rule.findings:>{width}}  {rule.code:<7} {rule.name}{_repairs(rule)}" for rule in counts]
    total = sum(rule.findings for rule in counts)
    summary = f"{total} finding{'' if total == 1 else 's'} of {len(counts)} rule{'' if len(counts) == 1 else 's'}"
    return "\n".join([in_words({**shown.kinds, **shown.others}) or "no pages", *lines, summary])


def _repairs(rule: RuleCount) -> str:
    marks = [f"{rule.fixable} with --fix"] if rule.fixable else []
    marks += [f"{rule.unsafe} with --unsafe-fixes"] if rule.unsafe else []
    return f"  [{', '.join(marks)}]" if marks else ""
