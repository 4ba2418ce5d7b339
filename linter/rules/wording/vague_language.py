"""An update says which users, what and when.

"Some users experience an issue; we will update shortly" answers nothing that readers ask. A phrase of that kind (the
list stands in `data/vague_language.json`) is a finding in a sentence that holds nothing concrete: no number, no time,
no code, no link, no field to fill in. Off by default, because elsewhere "soon" may be all there is to say; on as info
for communication pages.

## Bad

~~~markdown
---
kind: communication
---
# Orders down

## Status

Some users experience an issue. We will post an update shortly.
~~~

## Good

~~~markdown
---
kind: communication
---
# Orders down

## Status

About 4 % of users cannot pay by card. The next update comes at 14:30 UTC.
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
from linter.rules.wording.lexicon import phrases
from linter.rules.wording.prose_sentences import prose_sentences

# A number, code, a link, a placeholder or a field: something that a reader can hold on to.
_CONCRETE = re.compile(r"\d|[`%<{\[‹]|://")
# `an issue with the login`, `an issue affecting payments` and `soon after` say more than the phrase.
_GOES_ON = re.compile(
    r"[ \n]{1,3}(?:with|affecting|impacting|where|that|which|in|on|after|as|enough|before|thereafter|afterwards)\b"
)
# `an issue` may be a ticket, `how many users` is a question: what must stand before a phrase.
_NOT_ALONE = {
    "an issue": re.compile(
        r"\b(?:experienc\w{1,4}|investigating|identified|aware of|having|have|is|was|seeing|found|fixed|to)[ \n]\Z"
    ),
    "soon": re.compile(r"(?<!\btoo )(?<!\bas )(?<!\bhow )(?<!\bwe )\Z"),
    "many users": re.compile(r"(?<!\bhow )(?<!\bHow )\Z"),
    "many customers": re.compile(r"(?<!\bhow )(?<!\bHow )\Z"),
}


class VagueLanguage(PageRule):
    code = "W104"
    name = "vague-language"
    severity = "off"

    def check(self, page: Page) -> Iterator[Problem]:
        if not _pattern().search(page.prose):
            return
        for sentence in prose_sentences(page):
            if _CONCRETE.search(page.text, sentence.span.start, sentence.span.end):
                continue
            for found in _pattern().finditer(page.prose, sentence.span.start, sentence.span.end):
                words = " ".join(found[0].split())
                if _GOES_ON.match(page.prose, found.end()) and words.lower() not in ("some users", "some customers"):
                    continue
                before = _NOT_ALONE.get(words.lower())
                if before and not before.search(page.prose, max(found.start() - 20, 0), found.start()):
                    continue
                message = f"`{words}` says nothing that readers can use; say {phrases('vague_language')[words.lower()]}"
                yield self.finding(Span(*found.span()), message, subject=words)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    spelled = sorted(phrases("vague_language"), key=len, reverse=True)
    joined = "|".join(r"[ \n]{1,3}".join(map(re.escape, phrase.split())) for phrase in spelled)
    return re.compile(rf"\b(?:{joined})\b", re.IGNORECASE)
