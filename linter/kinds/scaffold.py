"""What a new section holds until somebody writes it. `‹…›` marks what its author replaces."""

from __future__ import annotations

import re

from linter.model.kind import SectionSpec

_PLACEHOLDER = re.compile("‹[^‹›]*›")


def holds_placeholder(text: str) -> bool:
    """True when `text` still holds a scaffold's placeholder."""
    return "‹" in text and _PLACEHOLDER.search(text) is not None


def section_scaffold(spec: SectionSpec, level: int, newline: str = "\n") -> str:
    """The section as a new page holds it, heading included, without a line break at its end."""
    lines = ["#" * level + " " + spec.title]
    body = spec.scaffold.strip() or f"‹{spec.guidance or spec.title}›"
    lines += ["", *body.splitlines()]
    return newline.join(lines)
