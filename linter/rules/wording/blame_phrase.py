"""A cause is something that can be changed; "human error" is not.

"Human error", "careless", "fat-fingered" name a culprit without a name and end the search for what made the slip
possible. The list stands in `data/blame_phrases.json`. Left alone are quotations, code, and speech about errors in
general, such as "to reduce the risk of human error".

## Bad

~~~markdown
---
kind: post-mortem
---
# Orders down

## Root cause

The outage was due to human error.
~~~

## Good

~~~markdown
---
kind: post-mortem
---
# Orders down

## Root cause

The console shows production and staging in the same colours, and asks for no confirmation.

## Action items

- Use two-step deletion to reduce the risk of human error.
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from linter.model.finding import Problem
from linter.model.page import Page
from linter.model.span import Span
from linter.rules.rule import PageRule
from linter.rules.wording.lexicon import lexicon, phrases
from linter.rules.wording.prose_sentences import Sentence, prose_sentences

# Most passages hold none of these, and are not read word by word.
_MARKS = ("error", "mistake", "careless", "negligen", "incompeten", "finger", "better", "ball", "wheel")


class BlamePhrase(PageRule):
    code = "W106"
    name = "blame-phrase"
    severity = "warning"
    kinds = ("post-mortem", "communication")

    def check(self, page: Page) -> Iterator[Problem]:
        if page.is_template or not _may_hold_phrase(page.prose.lower()):
            return
        for sentence in prose_sentences(page, wanted=_may_hold_phrase):
            yield from self._in_sentence(page, sentence)

    def _in_sentence(self, page: Page, sentence: Sentence) -> Iterator[Problem]:
        lists = lexicon("blame")
        words = sentence.words
        spoken = " ".join(word.lower.replace("-", " ") for word in words)
        for found in _pattern().finditer(spoken):
            # Words with a hyphen count as two in `spoken`: find the place again by counting blanks.
            first = _word_at(sentence, spoken[: found.start()].count(" "))
            last = _word_at(sentence, spoken[: found.end()].count(" "))
            before = {word.lower for word in words[max(first - 6, 0) : first]}
            after = words[last + 1].lower if last + 1 < len(words) else ""
            # "To reduce the risk of human error" speaks of errors in general, a "user error rate" is a metric.
            if before & lists["speech in general"] or after in lists["names of something else"]:
                continue
            span = Span(words[first].span.start, words[last].span.end)
            # The title of a book or talk.
            if any(link.span.contains(span) for link in page.links):
                continue
            text = page.text[span.start : span.end]
            message = (
                f"`{' '.join(text.split())}` names a culprit, not a cause: say {phrases('blame_phrases')[found[0]]}"
            )
            yield self.finding(span, message, subject=text)


def _may_hold_phrase(passage: str) -> bool:
    return any(mark in passage for mark in _MARKS)


def _word_at(sentence: Sentence, number: int) -> int:
    """The index of the word that holds the `number`-th part, parts being what blanks and hyphens separate."""
    for index, word in enumerate(sentence.words):
        number -= word.lower.count("-") + 1
        if number < 0:
            return index
    return len(sentence.words) - 1


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    spelled = sorted(phrases("blame_phrases"), key=len, reverse=True)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, spelled))})(?![\w'])")
