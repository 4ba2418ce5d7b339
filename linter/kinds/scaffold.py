"""What a new page holds until somebody writes it. `‹…›` marks what its author replaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from linter.kinds.load import as_text
from linter.model.kind import ContentDemand, Kind, SectionSpec

_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")
_PLACEHOLDER = re.compile("‹[^‹›]*›")
_LIST_ITEM = re.compile(r"^ {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_TABLE_ROW = re.compile(r"^ {0,3}\|", re.MULTILINE)
_LONGEST_PLACEHOLDER = 240
_DEEPEST_HEADING = 6


class Scaffold(NamedTuple):
    """A new page in its parts: the front matter's YAML, the title, and the text of each section by its id."""

    kind: Kind
    profile: str
    data: Mapping[str, Any]
    title: str
    sections: Mapping[str, str]

    @property
    def front_matter(self) -> str:
        """The front matter's lines, without the `---` around them; a list stands on one line."""
        import yaml

        return "".join(
            yaml.safe_dump(
                {key: value},
                allow_unicode=True,
                width=1000,
                default_flow_style=None if isinstance(value, (list, dict)) else False,
            )
            for key, value in self.data.items()
        )

    @property
    def text(self) -> str:
        """The whole page."""
        head = f"---\n{self.front_matter}---\n" if self.data else ""
        return "\n".join(part for part in (head, f"# {self.title}\n", *self.sections.values()) if part)


def holds_placeholder(text: str) -> bool:
    """True when `text` still holds a scaffold's placeholder."""
    return "‹" in text and _PLACEHOLDER.search(text) is not None


def as_plain_text(text: str) -> str:
    """A text from elsewhere as Markdown that shows it, and is no markup of its own."""
    return _MARKUP.sub(r"\\\1", text)


def page_scaffold(
    kind: Kind, profile: str, title: str, data: Mapping[str, Any], written: Mapping[str, str] | None = None
) -> Scaffold:
    """A new page: its front matter, the title, and the sections that the profile or the front matter requires.

    `written` gives by section id what is known already; all else is the kind's scaffold.
    """
    written = written or {}
    sections = {}
    for spec in kind.sections:
        if spec.id in written:
            sections[spec.id] = f"## {as_plain_text(spec.title)}\n\n{written[spec.id].strip()}\n"
        elif _is_required(spec, profile, data):
            sections[spec.id] = section_scaffold(spec, 2, profile, data) + "\n"
    return Scaffold(kind, profile, data, " ".join(title.split()), sections)


def section_scaffold(spec: SectionSpec, level: int, profile: str, data: Mapping[str, Any], newline: str = "\n") -> str:
    """The section as a new page holds it, heading and required sub-sections included, without a last line break."""
    body = spec.scaffold.strip() or _placeholder(spec.guidance or spec.title)
    parts = ["#" * min(level, _DEEPEST_HEADING) + " " + as_plain_text(spec.title), body]
    parts += _demanded(spec.content, body, _placeholder(spec.guidance or spec.title))
    lines = "\n\n".join(parts).splitlines()
    inner = [
        section_scaffold(part, level + 1, profile, data, newline)
        for part in spec.sections
        if _is_required(part, profile, data)
    ]
    return (newline * 2).join([newline.join(lines), *inner])


def _is_required(spec: SectionSpec, profile: str, data: Mapping[str, Any]) -> bool:
    asked = any(as_text(data[key]) in values for key, values in spec.requires_if.items() if key in data)
    return asked or profile in spec.required


def _demanded(demand: ContentDemand, body: str, placeholder: str) -> Iterator[str]:
    """What the section must hold and its scaffold does not."""
    if demand.code and "```" not in body and "~~~" not in body:
        yield "```sh\n‹the command›\n```"
    if demand.list and not _LIST_ITEM.search(body):
        yield "- ‹the first of them›"
    if demand.link and "](" not in body:
        yield "[‹what it leads to›](https://example.com)"
    if demand.table_columns and not _TABLE_ROW.search(body):
        columns = [as_plain_text(column) for column in demand.table_columns]
        rows = [columns, ["---"] * len(columns), ["‹…›"] * len(columns)]
        yield "\n".join(f"| {' | '.join(row)} |" for row in rows)
    if any(demand) and not holds_placeholder(body):
        yield placeholder


def _placeholder(text: str) -> str:
    said = " ".join(text.replace("‹", "").replace("›", "").split())
    return f"‹{as_plain_text(said[:_LONGEST_PLACEHOLDER])}›"
