"""Whether a page is written by a program, and by which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from linter.model.document import Document
from linter.model.span import Span

_HEAD = 2000
_BEFORE_TEXT = ("heading", "html", "break")
_GENERATED = re.compile(
    r"(?:auto-?generated|generated)\s+(?:by|from|with|using)\s+(?:(?:an?|the|our)\s+)?[`\"']?([\w/@-]+(?:\.[\w/@-]+)*)"
    r"|\b(do not edit)\b",
    re.IGNORECASE,
)


# doctoc's table of contents, a list made from a catalogue: the rest of the page is written by people.
_OF_A_PART = re.compile(r"\bthis (?:section|block|list|table|part)\b", re.IGNORECASE)

# In prose, alerts and reports are generated, too: the page must speak of itself.
_SPEAKS_OF_ITSELF = re.compile(
    r"\bthis (?:page|file|document|runbook|reference) (?:is|was|has been) (?:automatically |auto-?)?generated\b",
    re.IGNORECASE,
)


class Generated(NamedTuple):
    """That a program writes the page: which, and where the page says so."""

    by: str
    span: Span


def generated(document: Document) -> Generated | None:
    """Who writes the page, as comments or a sentence at its head say; None for a page that people write."""
    head = document.text[: document.front_matter.span.end + _HEAD].casefold()
    if "generated" not in head and "do not edit" not in head:
        return None
    for text, span in _notices(document):
        said = list(_GENERATED.finditer(text))
        if said and not _OF_A_PART.search(text):
            return Generated(next((found[1] for found in said if found[1]), "a program"), span)
    return None


def generator_of(document: Document) -> str | None:
    """What writes the page; None for a page that people write."""
    found = generated(document)
    return found.by if found else None


def _notices(document: Document) -> Iterator[tuple[str, Span]]:
    """Where a generator leaves its name: comments in the front matter and before the first text, a first sentence."""
    block = document.front_matter.span
    if block.end > block.start:
        for line in re.finditer(r"^[ \t]*#.*$", document.text[: min(block.end, _HEAD)], re.MULTILINE):
            yield line[0], Span(line.start(), line.end())
    text_start = next(
        (found.span.start for found in document.blocks if found.type not in _BEFORE_TEXT), block.end + _HEAD
    )
    for comment in document.comments:
        if comment.span.start > text_start:
            break
        yield comment.text, comment.span
    head = document.text[block.end : block.end + _HEAD]
    said = _SPEAKS_OF_ITSELF.search(head)
    if said:
        start = block.end + said.start()
        if document.prose[start : start + 4].strip():
            rest = head[said.start() :].partition("\n\n")[0]
            name = _GENERATED.search(rest)
            yield (name[0] if name else "do not edit"), Span(start, block.end + said.end())
