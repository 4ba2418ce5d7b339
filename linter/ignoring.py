"""Writing suppressions for findings that are there, so that a page reads and renders as before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence

from linter.fixing import apply_edits
from linter.model.document import Document
from linter.model.finding import Edit, Finding
from linter.parsing import parse
from linter.parsing.lines import Lines
from linter.project.discovery import SUFFIXES
from linter.rendering.commonmark import render_commonmark
from linter.rendering.skeleton import LINE_ATTRIBUTE

_COMMENT = re.compile(r" ?<!-- runbook-linter: ignore[^\n]*?-->")
_LINE_NUMBER = re.compile(rf' {LINE_ATTRIBUTE}="-?\d+"')
_LEAVES = frozenset({"paragraph", "code", "table", "html", "heading"})
# Behind a hard line break or an attribute list, a comment would take its meaning away.
_NOT_BEFORE_COMMENT = ("\\", "}", "  ")


def with_ignores(path: str, text: str, findings: Sequence[Finding], reason: str, file_wide: Collection[str]) -> str:
    """The text with suppressions of these findings: beside each, or for the whole file for the codes in `file_wide`.

    What stands where no comment may stand is suppressed for the whole file as well.
    """
    if path.endswith(SUFFIXES):
        document = parse(text)
        places = [(_place(document, found) if found.code not in file_wide else None, found) for found in findings]
        edits = _page_edits(document, places, reason)
    else:
        places = [(_line_start(text, found) if found.code not in file_wide else None, found) for found in findings]
        edits = _yaml_edits(text, places, reason)
    return apply_edits(text, edits)


def is_harmless(path: str, before: str, after: str) -> bool:
    """True where the page renders as before, its suppressions aside; of YAML, where all values are the same."""
    if path.endswith(".json"):
        # It has no comments, though a reader of YAML would take them.
        return False
    if path.endswith(SUFFIXES):
        return _rendered(before) == _rendered(after)
    from linter.parsing.guarded_yaml import YamlError, compose_documents, construct

    try:
        old, new = ([construct(node) for node in compose_documents(text)] for text in (before, after))
    except YamlError:
        return False
    return old == new


_Place = tuple[int, bool]
"""An offset, and whether the comment stands there on a line of its own."""


def _place(document: Document, finding: Finding) -> _Place | None:
    """Where a comment covers the finding; None where it would change what the page is."""
    at = finding.span.start
    holding = [block for block in document.blocks if block.span.start <= at < max(block.span.end, block.span.start + 1)]
    if not holding or finding.span.start < document.front_matter.span.end:
        return None
    outer, inner = holding[0], holding[-1]
    if outer.type in _LEAVES:
        # Before the first heading, a comment would hide from mkdocs that this is the page's title.
        is_title = outer.type == "heading" and outer is document.blocks[0]
        line = document.place(outer.span.start)[0]
        return None if is_title or not _stands_apart(document, line) else (document.line_span(line).start, True)
    start, end = document.line_span(finding.position.line)
    said = document.text[start:end]
    if inner.type != "paragraph" or said.endswith(_NOT_BEFORE_COMMENT):
        return None
    return start + len(said.rstrip()), False


def _stands_apart(document: Document, line: int) -> bool:
    """True where a blank line or a heading comes before.

    What follows a list or a paragraph directly is a block of its own for some renderers and part of it for others.
    """
    if line == 1:
        return True
    above = document.line_span(line - 1)
    said = document.text[above.start : above.end]
    return not said.strip() or any(
        heading.span.start <= above.start < heading.span.end for heading in document.headings
    )


def _page_edits(document: Document, places: Iterable[tuple[_Place | None, Finding]], reason: str) -> list[Edit]:
    edits = []
    for place, names in _grouped(places).items():
        if place is None:
            at, text = _below_title(document), _comment("ignore-file", names, reason)
        else:
            at, text = place[0], _comment("ignore", names, reason)
        alone = place is None or place[1]
        edits.append(Edit(at, at, _own_block(document.text, at, text) if alone else f" {text}"))
    return edits


def _grouped(places: Iterable[tuple[_Place | None, Finding]]) -> dict[_Place | None, list[str]]:
    """The names of the rules to suppress at each place."""
    grouped: dict[_Place | None, list[str]] = {}
    for place, finding in places:
        names = grouped.setdefault(place, [])
        if finding.name not in names:
            names.append(finding.name)
    return grouped


def _below_title(document: Document) -> int:
    """Where the page's text begins: below its front matter, and below the title that is the first thing there."""
    first = document.blocks[0] if document.blocks else None
    after = document.front_matter.span.end
    if first and first.type == "heading":
        after = first.span.end
    starts = document.line_starts
    number = bisect_right(starts, max(after - 1, 0)) if after > starts[0] else 0
    return starts[number] if number < len(starts) else len(document.text)


def _own_block(text: str, at: int, comment: str) -> str:
    """The comment between blank lines, those that are there counted."""
    end = _line_break(text)
    before = text[:at].removeprefix("\ufeff")
    opened = "" if not before or before.endswith(("\n\n", "\r\n\r\n", "\r\r")) else end
    if before and not before.endswith(("\n", "\r")):
        opened = end * 2
    following = text[at:]
    return f"{opened}{comment}{end}" + ("" if not following or following[0] in "\r\n" else end)


def _line_start(text: str, finding: Finding) -> _Place:
    return Lines(text).starts[finding.position.line - 1], True


def _yaml_edits(text: str, places: Iterable[tuple[_Place | None, Finding]], reason: str) -> list[Edit]:
    edits = []
    for place, names in _grouped(places).items():
        at = place[0] if place else Lines(text).starts[0]
        indent = " " * (len(text[at:]) - len(text[at:].lstrip(" "))) if place else ""
        said = _said("ignore" if place else "ignore-file", names, reason)
        edits.append(Edit(at, at, f"{indent}# {said}{_line_break(text)}"))
    return edits


def _comment(form: str, names: Iterable[str], reason: str) -> str:
    return f"<!-- {_said(form, names, reason)} -->"


def _said(form: str, names: Iterable[str], reason: str) -> str:
    return f'runbook-linter: {form}[{", ".join(names)}] reason="{reason}"'


def _line_break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _rendered(text: str) -> str:
    html = render_commonmark(text.removeprefix("\ufeff"))
    return " ".join(_COMMENT.sub("", _LINE_NUMBER.sub("", html)).split())
