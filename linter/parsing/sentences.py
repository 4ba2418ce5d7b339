"""Prose to sentences: deterministic, with positions, no model and no training."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.span import Span

# What may end a sentence: a mark, then closing quotes or brackets, then a blank or the end. A dot inside of a
# version, a file name or a URL has no blank behind it.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]*_]*+(?=\s|$)")
_ABBREVIATIONS = frozenset((
    "approx", "apr", "aug", "ca", "cf", "dec", "dept", "dr", "e.g", "eg", "excl", "feb", "fig", "fri", "i.e",
    "ie", "incl", "jan", "jul", "jun", "mar", "max", "min", "mon", "mr", "mrs", "ms", "no", "nov", "nr", "oct",
    "prof", "resp", "sat", "sec", "sep", "sept", "st", "sun", "thu", "thur", "thurs", "tue", "tues", "v", "ver",
    "vs", "wed",
))  # fmt: skip
# These may end a sentence as well: what follows decides.
_EITHER = frozenset(("etc", "al", "a.m", "p.m", "am", "pm", "u.s", "u.k", "inc", "ltd", "corp"))
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_LAST_WORD = re.compile(r"[\w.]{1,12}\Z")


def sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of the prose in `span`, without the blanks around them.

    `span` is one paragraph, cell or heading: a sentence never runs across two of them.
    """
    start = span.start
    for mark in _END.finditer(text, span.start, span.end):
        if _ends_here(text, mark, span.end):
            yield from _trimmed(text, start, mark.end())
            start = mark.end()
    yield from _trimmed(text, start, span.end)


def _ends_here(text: str, mark: re.Match[str], end: int) -> bool:
    following = text[mark.end() : min(mark.end() + 40, end)].lstrip(" \t\r\n>*_\"“‘'([")
    if not following:
        return True
    if following[0].islower():
        return False
    if mark[0][0] != "." or mark[0].startswith(".."):
        return True
    before = _LAST_WORD.search(text[max(mark.start() - 12, 0) : mark.start()])
    word = before[0].lower() if before else ""
    if word in _EITHER:
        return following[0].isupper()
    initial = len(word) == 1 and word.isalpha() and before is not None and before[0].isupper()
    # "On 3. February": the dot of a date.
    if word.isdigit() and len(word) < 3 and following.startswith(_MONTHS):
        return False
    return not (word in _ABBREVIATIONS or initial)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
