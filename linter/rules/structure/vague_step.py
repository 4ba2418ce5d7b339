"""A step says what to do, not that something should be done.

"Check the logs" sends a tired reader to look for the log, the command and the sign. A phrase of that kind
(the list stands in `vague_phrases.json`) is a finding in a section that gives neither a command nor a
link; where there is one, the phrase only introduces it. Words about what somebody else will do, such as
"while the vendor investigates the issue", are left alone, and so are post-mortems: they tell what was done.

## Bad

~~~markdown
---
kind: runbook
---
# NodeDown

## Diagnosis

Check the logs and investigate as needed.
~~~

## Good

~~~markdown
---
kind: runbook
---
# NodeDown

## Diagnosis

Check the logs for `OOM`:

```bash
journalctl -u kubelet --since -15m | grep OOM
```
~~~
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from linter.model.finding import Problem
from linter.model.page import Page, PageSlice
from linter.model.span import Span
from linter.rules.rule import PageRule
from linter.rules.structure.hollow import is_written


class VagueStep(PageRule):
    """S108."""

    code = "S108"
    name = "vague-step"
    severity = "info"
    kinds = ("runbook", "playbook")
    phrases = PageRule.option((), "more phrases that say nothing, beside those of the linter")

    def check(self, page: Page) -> Iterator[Problem]:
        """One problem per phrase and section without command or link."""
        if page.retired:
            return
        more: tuple[str, ...] = tuple(self.phrases)
        first_words, instead = _vague(more)
        for section in page.sections:
            source = page.text[section.content.start : section.content.end]
            if _surely_has_action(source) or not any(map(source.casefold().__contains__, first_words)):
                continue
            found = list(_pattern(more).finditer(page.prose, *section.body))
            if not found or _has_action(page.within(section.content)) or not is_written(page, section):
                continue
            for phrase in found:
                words = " ".join(phrase[0].replace(">", " ").split())
                wanted = instead.get(words.casefold()) or "what exactly to do"
                message = f"`{words}` leaves the reader to find out; say {wanted}"
                yield self.finding(Span(*phrase.span()), message, subject=words)


def _surely_has_action(source: str) -> bool:
    """A cheap look at the source, so that most sections are never searched."""
    if "<!--" in source:
        return False
    return "`" in source or "](" in source or "://" in source


def _has_action(part: PageSlice) -> bool:
    return bool(part.code_blocks or part.links or part.code_spans)


@lru_cache(maxsize=8)
def _vague(more: tuple[str, ...]) -> tuple[frozenset[str], Mapping[str, str]]:
    """The words with which phrases begin, and what to say instead of each phrase: empty for those of the options."""
    text = Path(__file__).with_name("vague_phrases.json").read_text(encoding="utf-8")
    instead = {entry["phrase"]: entry["instead"] for entry in json.loads(text)["phrases"]}
    instead.update({phrase: "" for phrase in (" ".join(phrase.casefold().split()) for phrase in more) if phrase})
    return frozenset(phrase.split()[0] for phrase in instead), instead


@lru_cache(maxsize=8)
def _pattern(more: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all phrases; compiled only when a section holds a word that begins one."""
    # The blanks of prose may be a line break in a list or quote.
    phrases = sorted(_vague(more)[1], reverse=True)
    spelled = (r"[\s>]{1,20}".join(map(re.escape, phrase.split())) for phrase in phrases)
    return re.compile(rf"\b(?:{'|'.join(spelled)})\b", re.IGNORECASE)
