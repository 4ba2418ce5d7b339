"""A section holds what its kind demands of it: code, a list, a link, a table, so many words.

A Mitigation that says "fix the node" is a heading with good manners. By default, Diagnosis and Mitigation
in fewer than twelve words want at least a command or a link, and a runbook's Overview says more than the
alert's name. The schema of a kind demands more under `content:`.

## Bad

~~~markdown
---
kind: runbook
---
# NodeDown

## Meaning

NodeDown.

## Impact

Its pods move to other nodes within five minutes.

## Diagnosis

Look at the node.

## Mitigation

Repair the node.
~~~

## Good

~~~markdown
---
kind: runbook
---
# NodeDown

## Meaning

The node does not answer its kubelet's health check.

## Impact

Its pods move to other nodes within five minutes.

## Diagnosis

`ping node-1` says whether the machine runs.

## Mitigation

Follow [Replace a node](https://wiki.example.com/replace-a-node).
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.kinds.titles import fold_title
from linter.model.document import Section
from linter.model.finding import Problem
from linter.model.kind import ContentDemand
from linter.model.page import Page, PageSlice
from linter.rules.rule import PageRule
from linter.rules.structure.hollow import is_written

_LONGEST_WORDS = 50


class SectionContent(PageRule):
    """S105."""

    code = "S105"
    name = "section-content"
    severity = "info"

    def check(self, page: Page) -> Iterator[Problem]:
        """One problem per section, naming all that it lacks."""
        if page.retired or page.is_draft or page.is_template:
            return
        seen: set[int] = set()
        for claim in page.match.claims:
            section, demand = claim.section, claim.spec.content
            says_title = claim.spec.id == "overview" and _only_repeats_title(page, section)
            if (not says_title and _is_surely_met(section, demand)) or id(section) in seen:
                continue
            if not is_written(page, section):
                continue
            seen.add(id(section))
            if says_title:
                yield self.finding(
                    section.heading,
                    f"`{section.title}` only repeats the alert's name; say what it means and what makes it fire",
                    subject=section.title,
                )
                continue
            lacks = list(_lacks(page.within(section.content), demand))
            if lacks:
                yield self.finding(
                    section.heading, f"`{section.title}` wants {' and '.join(lacks)}", subject=section.title
                )


def _is_surely_met(section: Section, demand: ContentDemand) -> bool:
    """True where counting words would be a waste: nothing else is demanded and the section is long."""
    if demand.code or demand.list or demand.link or demand.table_columns or demand.words:
        return False
    start, end = section.content
    return end - start > demand.words_or_action * _LONGEST_WORDS


def _lacks(part: PageSlice, demand: ContentDemand) -> Iterator[str]:
    if demand.code and not part.code_blocks:
        yield "a code block"
    if demand.list and not part.lists:
        yield "a list"
    if demand.link and not part.links:
        yield "a link"
    if demand.table_columns:
        wanted = {fold_title(column): column for column in demand.table_columns}
        found = [{fold_title(cell.text) for cell in table.header} for table in part.tables]
        best = max(found, key=lambda columns: len(columns & wanted.keys()), default=set())
        columns = [column for folded, column in wanted.items() if folded not in best]
        if columns:
            yield f"a table with the column{'s' if len(columns) > 1 else ''} {', '.join(columns)}"
    if demand.words and part.words < demand.words:
        yield f"at least {demand.words} words (it has {part.words})"
    if demand.words_or_action and not _has_action(part) and part.words < demand.words_or_action:
        yield f"a command or a link (it has {part.words} word{'' if part.words == 1 else 's'} and neither)"


def _has_action(part: PageSlice) -> bool:
    return bool(part.code_blocks or part.links or part.code_spans)


def _only_repeats_title(page: Page, section: Section) -> bool:
    """True when the text says no more than the page's title: the alert's name, however it is spaced."""
    start, end = section.content
    text = page.text[start:end]
    title = page.title
    if not title or len(text) > 3 * len(title) + 40:
        return False
    words = _letters(text)
    return bool(words) and words in (_letters(title), _letters(title) + "alert", "the" + _letters(title) + "alert")


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
