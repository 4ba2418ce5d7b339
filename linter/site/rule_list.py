"""The documentation of the rules that found something, on one page, for sites that have none of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from linter.rule_docs import rule_page
from linter.rules.rule import Rule

_FENCE = re.compile(r"`{3,}|~{3,}")


def rules_page(rules: Iterable[type[Rule]]) -> str:
    """Markdown with one section a rule; its anchor is the rule's name."""
    sections = [f'<a id="{rule.name}"></a>\n\n{_one_level_down(rule_page(rule))}' for rule in rules]
    return "\n".join(sections)


def _one_level_down(text: str) -> str:
    fence = ""
    lines: list[str] = []
    for line in text.splitlines():
        marker = _FENCE.match(line)
        if marker and not fence:
            fence = marker[0]
        elif marker and line.strip() == fence:
            fence = ""
        lines.append(f"#{line}" if line.startswith("#") and not fence else line)
    return "\n".join(lines) + "\n"
