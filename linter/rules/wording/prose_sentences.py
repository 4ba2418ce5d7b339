"""The sentences of a page as words: what the rules about people read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from linter.model.document import Table, blank
from linter.model.page import Page
from linter.model.span import Span
from linter.parsing.sentences import sentences

# A word may hold marks and ends without one: `Ana's`, `pre-release`, `v1.2`, `ana@example.org`. Signs that part
# clauses count as words of their own.
_WORD = re.compile(r"@?[^\W_](?:[\w'’.@+-]*[^\W_])?|[,;:()–—]|(?<!\S)-(?!\S)")
_QUOTED = re.compile(
    r"\"[^\"]{1,400}\"|“[^”]{1,400}”|«[^»]{1,400}»|(?<!\w)'[^'\n]{1,200}'(?!\w)|(?<!\w)‘[^’\n]{1,200}’(?!\w)"
)
_TIME = re.compile(r"[\s|*_\[(-]{0,8}(?:\d{4}-\d{2}-\d{2}|\d{1,2}[:.]\d{2})")


class Word(NamedTuple):
    """A word as written, the same in lower case with a plain apostrophe, and its place."""

    text: str
    lower: str
    span: Span


class Sentence(NamedTuple):
    """A sentence outside code and quotations. `in_timeline` is true for what only tells when what happened."""

    span: Span
    words: tuple[Word, ...]
    in_timeline: bool


def prose_sentences(
    page: Page, spared: Sequence[Span] = (), wanted: Callable[[str], bool] = bool
) -> Iterator[Sentence]:
    """The sentences of paragraphs, table cells and headings; quotations and what `spared` holds are left out.

    `wanted` says of a paragraph in lower case whether it is worth reading: words are far dearer than a look.
    """
    prose = page.prose
    passages = [span for span in _passages(page) if wanted(prose[span.start : span.end].lower())]
    if not passages:
        return
    aside = _Places([*(block.span for block in page.blocks if block.type == "quote"), *spared])
    timeline = _Places([claim.section.content for claim in page.claims("timeline")])
    passages = [span for span in passages if not aside.hold(span.start)]
    spoken = blank(prose, [quoted for span in passages for quoted in _quotations(prose, span)])
    for span in passages:
        in_timeline = timeline.hold(span.start) or bool(_TIME.match(prose, span.start))
        for sentence in sentences(prose, span):
            words = tuple(_words(spoken, sentence))
            if words:
                yield Sentence(sentence, words, in_timeline)


class _Places:
    """Spans, nested ones among them, asked for many offsets."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if not self._ends or end > self._ends[-1]:
                self._starts.append(start)
                self._ends.append(end)

    def hold(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


def _passages(page: Page) -> Iterator[Span]:
    for block in page.blocks:
        if block.type in ("paragraph", "heading"):
            yield block.span
    for table in page.tables:
        yield from _cells(table)


def _cells(table: Table) -> Iterator[Span]:
    for row in table.rows:
        for cell in row:
            yield cell.span


def _quotations(text: str, span: Span) -> Iterator[Span]:
    for found in _QUOTED.finditer(text, span.start, span.end):
        yield Span(*found.span())


def _words(text: str, sentence: Span) -> Iterator[Word]:
    for found in _WORD.finditer(text, sentence.start, sentence.end):
        yield Word(found[0], found[0].lower().replace("’", "'"), Span(*found.span()))
