"""What people should have done explains nothing; what they could see does.

"The engineer should have noticed the alert" tells of a world that did not happen. Ask why it made sense at the time:
what did the alert look like, among how many others? Reported are "should have", "ought to have" and "could have" with
a person or team in front, and "should have been" before a verb of care (noticed, checked, tested). What a system
should have done is left alone: "the alert should have fired" describes a defect.

## Bad

~~~markdown
---
kind: post-mortem
---
# Orders down

## Root cause

The engineer should have noticed the alert.
~~~

## Good

~~~markdown
---
kind: post-mortem
---
# Orders down

## Root cause

The alert was one of forty in ten minutes. It should have fired with a higher severity.
~~~
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.model.finding import Problem
from linter.model.page import Page
from linter.model.span import Span
from linter.rules.rule import PageRule
from linter.rules.wording.lexicon import lexicon
from linter.rules.wording.people import people_in, roster
from linter.rules.wording.prose_sentences import Sentence, Word, prose_sentences
from linter.rules.wording.spared import spared_sections

_MODALS = {
    "should": True, "should've": True, "shouldn't": True, "ought": True, "could": False, "could've": False,
}  # fmt: skip


class Counterfactual(PageRule):
    code = "W107"
    name = "counterfactual"
    severity = "info"
    kinds = ("post-mortem",)

    def check(self, page: Page) -> Iterator[Problem]:
        if page.is_template or not _may_be(page.prose.lower()):
            return
        listed: frozenset[str] | None = None
        for sentence in prose_sentences(page, list(spared_sections(page)), _may_be):
            listed = roster(page) if listed is None else listed
            found = _counterfactual(sentence, page.prose, listed)
            if found:
                text = " ".join(page.text[found.start : found.end].split())
                message = (
                    f"`{text}` tells of what did not happen: say what people saw, and why what they did made sense"
                )
                yield self.finding(found, message, subject=text)


def _may_be(passage: str) -> bool:
    return ("should" in passage or "could" in passage or "ought" in passage) and (
        "have" in passage or "'ve" in passage or "’ve" in passage
    )


def _counterfactual(sentence: Sentence, text: str, listed: frozenset[str]) -> Span | None:
    words = sentence.words
    lists = lexicon("counterfactual")
    for at, word in enumerate(words):
        strong = _MODALS.get(word.lower)
        if strong is None:
            continue
        verb, has_been = _participle(words, at + 1)
        if verb is None:
            continue
        with_care = _is_one_of(words, verb, lists["what people do with care"])
        human = _is_human(words, at, text, listed)
        # "We could have lost data" tells of luck, "could have noticed, if" of what the system lacked.
        if strong:
            wrong = (human and (with_care or words[verb].lower in lists["what people do"])) or (with_care and has_been)
        else:
            wrong = human and with_care and not any(other.lower in ("if", "with") for other in words)
        if wrong:
            start = words[at - 1].span.start if at else word.span.start
            return Span(start, words[verb].span.end)
    return None


def _participle(words: Sequence[Word], at: int) -> tuple[int | None, bool]:
    """The verb behind `should [not] have [been]`, and whether a `been` stands before it."""
    lists = lexicon("counterfactual")
    have = "'ve" in words[at - 1].lower
    been = False
    for index in range(at, min(at + 6, len(words))):
        lower = words[index].lower
        if lower == "to" and words[at - 1].lower == "ought":
            continue
        if have and _is_one_of(words, index, lists["what people do with care"]):
            return index, been
        if lower not in lists["between"]:
            return (index, been) if have else (None, False)
        have = have or lower == "have"
        been = been or lower == "been"
    return None, False


def _is_one_of(words: Sequence[Word], at: int, phrases: frozenset[str]) -> bool:
    return any(" ".join(word.lower for word in words[at : at + length]) in phrases for length in (1, 2, 3))


def _is_human(words: Sequence[Word], modal: int, text: str, listed: frozenset[str]) -> bool:
    """The words before the modal end with a person, a role or a team."""
    before = words[max(modal - 4, 0) : modal]
    if not before:
        return False
    if before[-1].lower in lexicon("counterfactual")["people"]:
        return True
    return any(person.level and person.end == len(before) for person in people_in(before, text, listed))
