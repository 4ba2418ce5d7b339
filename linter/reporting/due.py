"""What the calendar alone made, by owner: pages to verify again, action items and suppressions past their day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from linter.model.finding import Finding
from linter.project.owners import folded_owner
from linter.reporting.places import repository_prefix
from linter.reporting.pull_request import as_code
from linter.rules.post_mortems.action_item_overdue import ActionItemOverdue
from linter.run import Run

NOBODY = "nobody"
"""Who owns what has no owner."""

_NO_NAME = re.compile(r"[^a-z0-9._-]+")


def due_by_owner(run: Run) -> dict[str, str]:
    """For each owner, by a name that can be a file's, a page in Markdown that begins with a title."""
    owners = {page.path: _owners(page.data) for page in run.pages}
    if run.project.has_incidents:
        owners |= {record.path: [record.roles.incident_commander] for record in run.project.incidents}
    # Who promised an action answers for it, not who owns the post-mortem.
    promised = {(path, fact[6]): fact[1] for path, fact in run.project.facts(ActionItemOverdue) if fact[1]}
    due: dict[str, list[Finding]] = {}
    shown: dict[str, str] = {}
    for finding in run.findings:
        if not finding.by_clock or finding.state == "suppressed":
            continue
        promise = promised.get((finding.path, finding.span.start))
        for owner in [promise] if promise else [name for name in owners.get(finding.path, []) if name] or [NOBODY]:
            key = _NO_NAME.sub("-", folded_owner(owner)).strip("-.") or NOBODY
            shown.setdefault(key, " ".join(owner.split()))
            due.setdefault(key, []).append(finding)
    prefix = repository_prefix(run.root)
    return {key: _page(shown[key], found, prefix) for key, found in sorted(due.items())}


def _owners(data: Mapping[str, Any]) -> list[str]:
    value = data.get("owner")
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _page(owner: str, found: list[Finding], prefix: str) -> str:
    number = f"{len(found)} {'thing' if len(found) == 1 else 'things'}"
    listed = "\n".join(_row(finding, prefix) for finding in found)
    return f"# Runbooks due: {owner}\n\n{number} to look at: only the calendar made them so.\n\n{listed}\n"


def _row(finding: Finding, prefix: str) -> str:
    place = as_code(f"{prefix}{finding.path}:{finding.position.line}")
    about = f" {as_code(finding.subject)}:" if finding.subject and finding.subject not in finding.message else ""
    return f"- {place} {as_code(finding.name)} ({finding.code}):{about} {as_code(finding.message)}"
