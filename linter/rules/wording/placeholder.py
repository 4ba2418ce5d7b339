"""Nothing is left to fill in.

`TODO`, `TBD`, a date of `YYYY-MM-DD` or a scaffold's own `‹…›` tell the reader at 3 am that the page was
never finished, and where. Code is left alone, so are drafts (`status: draft`) and templates. On a page of no kind, a
text in brackets is more often one for the reader to copy: there `[insert a name]` is a hint.

## Bad
~~~markdown
# Disk full

Call TBD after XX minutes.
~~~

## Good
~~~markdown
# Disk full

Call the storage team after 15 minutes. `TODO` in code is fine.
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.model.severity import Severity
from linter.model.span import Span
from linter.rules.rule import PageRule
from linter.rules.structure.swallowed import swallowed_sections

_PLACEHOLDER = re.compile(
    # Not in speech about such marks: "any TODO items".
    r"\b(?:TODO|FIXME|TBD|TBA|TBC)\b(?![-_/]\w| ?(?i:items?|lists?|checklists?|comments?|messages?|markers?|tags?)\b)"
    r"|\b[XYD?]{2,4} ?(?:seconds|minutes|hours|days|percent|%)(?!\w)"
    r"|\bYYYY-MM-DD\b"
    r"|‹[^‹›\n]{1,300}+›"
    # The second part of `[text][add-ssh-key]` is the name of a link.
    r"|(?<!\])\[(?:[Ii]nsert|[Yy]our|[Aa]dd|[Ff]ill in)\b[^\]\n]{0,80}\](?![(\[:])"
)
# Speech about such marks, too: `This is "TODO: why …"`, `dates (YYYY-MM-DD)`, `the form YYYY-MM-DD`.
_QUOTED = re.compile(r"(?<![\w.,;:!?)\]])(?:[\"“‘](?!\s)[^\"“‘”’\n]{0,200}|'(?!\s)[^'\n]{0,200})$")
_FORMAT_BEFORE = re.compile(r"\($|\b(?:ISO|8601|form|formats?|formatted|as|in|like)\W{1,3}$", re.IGNORECASE)
_FORMAT_AFTER = re.compile(r"\W{0,2} (?:form|format|dates?)\b")
_CONTEXT = 200
# What each of them holds: found far faster than they are.
_MARK = re.compile(r"TODO|FIXME|TB[DAC]|XX|YY|DD|\?\?|‹|\[(?:[Ii]ns|[Yy]our|[Aa]dd|[Ff]ill)")
_BRACKETS = "[<"
# In the text itself: to the parser `<insert …>` is an HTML tag.
_INSERT = re.compile(r"<(?:insert|your|add|enter|fill in)[ _-][^<>\n]{1,80}>", re.IGNORECASE)


class Placeholder(PageRule):
    code = "W101"
    name = "placeholder"
    severity = "warning"

    def check(self, page: Page) -> Iterator[Problem]:
        if page.is_draft or page.is_template:
            return
        if _MARK.search(page.prose):
            for found in _PLACEHOLDER.finditer(page.prose):
                if not _is_spoken_of(page.prose, found):
                    yield self._unfilled(page, Span(*found.span()))
        # What an unclosed code block swallowed was meant as text from its first heading on.
        swallowed = next(swallowed_sections(page), None)
        if swallowed:
            for found in _PLACEHOLDER.finditer(page.text, swallowed.span.end):
                yield self._unfilled(page, Span(*found.span()))
        for tag in page.document.html:
            if _INSERT.match(page.text, tag.start, tag.end):
                yield self._unfilled(page, tag)

    def _unfilled(self, page: Page, span: Span) -> Problem:
        text = page.text[span.start : span.end]
        message = f"`{text}` is still to be filled in: write it, or remove it"
        severity: Severity | None = "info" if page.kind is None and text[0] in _BRACKETS else None
        return self.finding(span, message, subject=text, severity=severity)


def _is_spoken_of(prose: str, found: re.Match[str]) -> bool:
    """True for a mark that the page names and does not leave: in quotation marks, or a date's form."""
    before = prose[max(0, found.start() - _CONTEXT) : found.start()]
    if found[0].startswith("YYYY") and (
        _FORMAT_BEFORE.search(before) or _FORMAT_AFTER.match(prose, found.end(), found.end() + _CONTEXT)
    ):
        return True
    return found[0][0].isalpha() and _QUOTED.search(before) is not None
