"""A page rendered both ways: whether the two agree, where they part, and whether a fix brings them together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from linter.model.document import Document
from linter.model.finding import Edit
from linter.model.span import Span
from linter.rendering.commonmark import as_shown, outline, render_commonmark
from linter.rendering.repairs import JOINING, Repair
from linter.rendering.site_markdown import SiteMarkdown
from linter.rendering.skeleton import Skeleton, first_difference, skeleton

MOST_CHARACTERS = 1_000_000


class Difference(NamedTuple):
    """Where two renderings part: after how many marks that agree, and on which line of the source (from 1)."""

    after: int
    line: int


def compare(document: Document, site: SiteMarkdown) -> Difference | None:
    """Where a page's two renderings part, None where they agree. Raises ValueError where it cannot be rendered."""
    body = body_of(document)
    if len(body) > MOST_CHARACTERS:
        raise ValueError(f"longer than {MOST_CHARACTERS // 1_000_000} million characters")
    one, other = skeleton(render_commonmark(body, site.extensions)), skeleton(site.render(body.lstrip("\n")))
    after = first_difference(one, other)
    return None if after is None else Difference(after, _line(one, after) + 1)


def body_of(document: Document) -> str:
    """The text as renderers get it: plain line breaks, and blank lines for the front matter."""
    return _body(document.text, document.front_matter.span)


def verified(document: Document, repairs: Iterable[Repair], extensions: Collection[str]) -> list[Repair]:
    """The repairs, without those safe fixes that would change what CommonMark reads."""
    repairs = list(repairs)
    safe = [repair for repair in repairs if repair.fix and repair.fix.safe]
    if not safe or _keep(document, safe, extensions):
        return repairs
    return [
        repair._replace(fix=None) if repair in safe and not _keep(document, [repair], extensions) else repair
        for repair in repairs
    ]


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after some edits, each done once; an edit that overlaps an earlier one is left out."""
    pieces: list[str] = []
    at = 0
    for start, end, new in sorted(set(edits)):
        if start < at:
            continue
        pieces += [text[at:start], new]
        at = end
    return "".join(pieces) + text[at:]


def _keep(document: Document, repairs: Sequence[Repair], extensions: Collection[str]) -> bool:
    """Whether CommonMark reads the page as before: its blocks, or what is shown where one list is made of two."""
    edits = [edit for repair in repairs if repair.fix for edit in repair.fix.edits]
    before = body_of(document)
    after = _body(apply(document.text, edits), document.front_matter.span)
    if any(repair.cause.reason in JOINING for repair in repairs):
        return as_shown(before, extensions) == as_shown(after, extensions)
    return outline(before, extensions) == outline(after, extensions)


def _body(text: str, front_matter: Span) -> str:
    head = _plain(text[: front_matter.end]).count("\n")
    return "\n" * head + _plain(text[front_matter.end :])


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line(marks: Skeleton, index: int) -> int:
    """The line of the mark at `index`, else of the last one before it that has a line."""
    for mark in reversed(marks[: index + 1]):
        if mark.line >= 0:
            return mark.line
    return 0
