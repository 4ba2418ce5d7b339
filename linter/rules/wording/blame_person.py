"""A post-mortem says what in the system failed, not who.

"John deployed the faulty code" ends the search at John; "the pipeline let an untested schema change through" leads to
something that can be changed. Reported is a sentence with a person and a verb of blame (forgot, broke, failed to
check), a neutral verb with a word of fault (deployed the faulty code, accidentally deleted), or one with what came of
it (ran the script, causing the outage). The level says how sure it is that this is a person: error for those whom the
page lists as responders or in its front matter, whom `people:` in the configuration names, for an `@handle` or an
address; warning for a common given name; info for a role such as "an engineer".

Left alone are what only tells who did what when ("Ana acknowledged the page"), who took part, who owns which action,
what went well, quotations and code.

## Bad

~~~markdown
---
kind: post-mortem
---
# Orders down

## Root cause

John deployed the faulty code, causing the outage.
~~~

## Good

~~~markdown
---
kind: post-mortem
---
# Orders down

## Root cause

The deployment process lacked sufficient pre-release testing for database schema changes, allowing a breaking change to
reach production.
~~~
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import ProjectRule
from linter.rules.wording.blame import blames, may_blame
from linter.rules.wording.people import known_as, people_in, roster
from linter.rules.wording.prose_sentences import prose_sentences
from linter.rules.wording.spared import spared_sections

if TYPE_CHECKING:
    from linter.project.project import Project


class BlamePerson(ProjectRule):
    code = "W105"
    name = "blame-person"
    severity = "error"
    kinds = ("post-mortem",)

    def collect(self, source: Page) -> Iterator[Any]:
        if source.is_template:
            return
        listed: frozenset[str] | None = None
        for sentence in prose_sentences(source, list(spared_sections(source)), may_blame):
            listed = roster(source) if listed is None else listed
            for person in people_in(sentence.words, source.prose, listed):
                if blames(sentence, person):
                    start, end = sentence.span
                    yield [person.name, person.level, start, end, " ".join(source.text[start:end].split())]

    def check(self, project: Project) -> Iterator[Problem]:
        facts = list(project.facts(BlamePerson))
        known = _known(project.config.people) if facts else frozenset()
        reported: set[tuple[str, int]] = set()
        for path, (name, level, start, end, text) in facts:
            if name in known or name.split()[0] in known:
                level = "error"
            # One finding per sentence, and none for a capitalised word that nobody is known by.
            if level is None or (path, start) in reported:
                continue
            reported.add((path, start))
            who = "a person" if level == "info" else f"`{name}`"
            message = f"the sentence blames {who}: say what in the system or the process let it happen"
            yield self.finding(path, (start, end), message, subject=text, severity=level)


def _known(people: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*(known_as(entry) for entry in people))
