"""When a build of the site fails: what the plugin's options ask for, and with --strict what fails `check`."""

from __future__ import annotations

from linter.model.finding import Finding
from linter.model.severity import Severity, rank
from linter.site.knowledge_base import KnowledgeBase


def threshold(asked: Severity | None, configured: Severity | None, *, strict: bool) -> Severity | None:
    """The level from which a finding fails the build; None where no finding does.

    `asked` is the plugin's `fail_on`, `configured` the linter's own.
    """
    level = asked or ((configured or "error") if strict else None)
    return None if level == "off" else level


def failing(base: KnowledgeBase, level: Severity) -> list[Finding]:
    """The new findings at or above a level on pages that are reported, in order."""
    return [finding for finding in base.reported if finding.state == "new" and rank(finding.severity) >= rank(level)]


def verdict(base: KnowledgeBase, level: Severity | None, least: float | None, *, strict: bool) -> str:
    """Why the build fails, in one line; empty where it does not. `least` is the mean score asked for."""
    found = failing(base, level) if level else []
    if found:
        first = found[0]
        place = f"{first.path}:{first.position.line}:{first.position.column}"
        many = "1 finding" if len(found) == 1 else f"{len(found)} findings"
        return f"{many} at or above `{level}`; the first: {place}: {first.message}"
    if least is not None and base.score.mean < least:
        return f"the mean score is {base.score.mean:g}, below `fail_under: {least:g}`"
    return base.run.troubles[0] if strict and base.run.troubles else ""
