"""What a new section holds until somebody writes it. `‹…›` marks what its author replaces."""

from __future__ import annotations

import re
from collections.abc import Mapping

from linter.model.kind import Kind, SectionSpec

_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")
_PLACEHOLDER = re.compile("‹[^‹›]*›")


def holds_placeholder(text: str) -> bool:
    """True when `text` still holds a scaffold's placeholder."""
    return "‹" in text and _PLACEHOLDER.search(text) is not None


def as_plain_text(text: str) -> str:
    """A text from elsewhere as Markdown that shows it, and is no markup of its own."""
    return _MARKUP.sub(r"\\\1", text)


def section_scaffold(spec: SectionSpec, level: int, newline: str = "\n") -> str:
    """The section as a new page holds it, heading included, without a line break at its end."""
    lines = ["#" * level + " " + spec.title]
    body = spec.scaffold.strip() or f"‹{spec.guidance or spec.title}›"
    lines += ["", *body.splitlines()]
    return newline.join(lines)


def page_scaffold(kind: Kind, profile: str, title: str, front_matter: str, written: Mapping[str, str]) -> str:
    """A new page: the front matter's lines, the title, and the sections that the profile requires.

    `written` gives by section id what is known already; all else is the kind's scaffold.
    """
    parts = [f"---\n{front_matter.strip()}\n---\n" if front_matter.strip() else "", f"# {title}\n"]
    for spec in kind.sections:
        if profile not in spec.required and spec.id not in written:
            continue
        section = section_scaffold(spec, 2)
        if spec.id in written:
            section = f"## {spec.title}\n\n{written[spec.id].strip()}"
        parts.append(section + "\n")
    return "\n".join(part for part in parts if part)
