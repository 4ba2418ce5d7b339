"""Headings compared as readers compare them: `2.1 Root Causes:` and `root cause` are one title."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_BRACKETS = {")": "(", "]": "["}
_TRAILING = " \t:;.,!?…"
_SHORT_CODE = re.compile(r":[a-z0-9_+-]{1,40}:")
_NUMBERING = re.compile(
    r"(?:(?:step|phase|part) )?\d+(?:\.\d+)*[^\w]+(?=\w)|(?:[a-z]|[ivx]{1,5})[.)]\s+", re.IGNORECASE
)
_JOINT = re.compile(r"\b(?:and|or)\b|[&/,+]")
_NOT_WORD = re.compile(r"[^\w]+")
_SINGULAR_ENDINGS = ("ss", "us", "is")
_SHORTEST_TYPO = 6
_LONG_WORD = 10


class SplitTitle(NamedTuple):
    """A heading's text cut into numbering and emoji, the title proper, and what trails it."""

    before: str
    core: str
    after: str


def split_title(text: str) -> SplitTitle:
    """Cut `text` at the title proper: numbering, emoji, trailing punctuation and a closing bracket go."""
    end = len(bare_title(text.rstrip(_TRAILING)))
    while end and not text[end - 1].isalnum():
        end -= 1
    start = 0
    while start < end and not text[start].isalnum():
        code = _SHORT_CODE.match(text, start)
        start = code.end() if code and code.end() < end else start + 1
    numbering = _NUMBERING.match(text, start, end)
    if numbering:
        start = numbering.end()
    return SplitTitle(text[:start], text[start:end], text[end:])


def bare_title(text: str) -> str:
    """`text` without what trails it in brackets or parentheses: `NodeDown [Deprecated]` is NodeDown."""
    text = text.rstrip()
    while text and text[-1] in _BRACKETS:
        opened = text.rfind(_BRACKETS[text[-1]])
        if opened <= 0:
            break
        text = text[:opened].rstrip()
    return text


@lru_cache(maxsize=8192)
def fold_title(text: str) -> str:
    """The form in which titles are compared: folded case, no numbering, emoji, punctuation or plural."""
    core = split_title(text).core.casefold().replace("'", "").replace("’", "").replace("&", " and ")
    return " ".join(_singular(word) for word in _NOT_WORD.sub(" ", core).split())


@lru_cache(maxsize=8192)
def title_parts(text: str) -> tuple[str, ...]:
    """The folded halves of a joint title such as `Root cause and mitigation`; empty where it is none."""
    core = split_title(text).core.casefold()
    parts = tuple(fold_title(part) for part in _JOINT.split(core))
    return parts if len(parts) > 1 and all(parts) else ()


def is_near(folded: str, known: str) -> bool:
    """True when a folded title is almost certainly a misspelling of a known one.

    Every word must be equal or, if long enough to tell, differ in one letter (two from ten letters on)
    and begin alike: `atendee` is `attendee`, but `alert` is not `alarm`.
    """
    words, known_words = folded.split(), known.split()
    if len(words) != len(known_words):
        joined = "".join(words)
        return len(joined) >= _SHORTEST_TYPO and joined == "".join(known_words)
    wrong = [(word, other) for word, other in zip(words, known_words, strict=True) if word != other]
    # The right words of a longer title vouch for the one that is wrong.
    shortest = _SHORTEST_TYPO - 1 if len(words) > len(wrong) else _SHORTEST_TYPO
    return bool(wrong) and all(_is_typo(word, other, shortest) for word, other in wrong)


def _is_typo(word: str, known: str, shortest: int) -> bool:
    shorter = min(len(word), len(known))
    if shorter < shortest or word[0] != known[0]:
        return False
    return _differs_within(word, known, 2 if shorter >= _LONG_WORD else 1)


def _differs_within(left: str, right: str, most: int) -> bool:
    """True when at most `most` letters are changed, added, missing or swapped with their neighbour."""
    if abs(len(left) - len(right)) > most:
        return False
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, char in enumerate(left, 1):
        before, previous, row = row, before, [i]
        for j, other in enumerate(right, 1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (char != other))
            if i > 1 and j > 1 and char == right[j - 2] and left[i - 2] == other:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return row[-1] <= most


def _singular(word: str) -> str:
    if len(word) > 2 and word.endswith("s") and not word.endswith(_SINGULAR_ENDINGS):
        return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    return word
