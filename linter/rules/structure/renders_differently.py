"""A page reads the same on GitHub and on the site that mkdocs builds from it.

GitHub, editors and this linter read CommonMark. mkdocs uses python-markdown, which wants the content of a list
item four columns to the right for each level, and a blank line before a list. Where a page has three columns, the
list ends there on the site and its numbers start again at 1: "go back to step 4" leads nowhere. Such a page looks
right in review and is wrong where it is read.

Only pages of a site with an mkdocs.yml are looked at, with the extensions it names. By default the source is
searched for what is known to go wrong, which costs next to nothing; `check --render` renders each page both ways
and compares its lists, items, code blocks and tables. It is an error where the page refers to "step 4" and the
numbers of a list are at stake.

## Bad
~~~yaml mkdocs.yml
site_name: Runbooks
docs_dir: .
~~~

~~~markdown
1. Look at the pods:

   `kubectl get pods -n shop`

2. Restart the one that hangs.
~~~

## Good
~~~yaml mkdocs.yml
site_name: Runbooks
docs_dir: .
~~~

~~~markdown
1. Look at the pods:

    `kubectl get pods -n shop`

2. Restart the one that hangs.
~~~

## Fix
Safe: moves what a list holds to multiples of four columns, or adds the blank line, and leaves what CommonMark reads
from the page as it was. Where only another layout helps, such as taking code between two lists into the first,
the fix is unsafe; where the site lacks an extension, or code is never closed, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from linter.model.document import Document
from linter.model.finding import Problem
from linter.model.page import Page
from linter.model.severity import Severity
from linter.model.span import Span
from linter.rendering.causes import Cause, Outermost, find_causes, that_apply
from linter.rendering.explanations import EXPLANATIONS, UNKNOWN
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project
    from linter.rendering.repairs import Repair
    from linter.rendering.site_markdown import SiteMarkdown

# A mention of a step in a sentence; "Step 4:" at the start of a line is a title.
_STEP = re.compile(r"(?i)\w[,;(]? \(?steps? \d")


class RendersDifferently(ProjectRule):
    """Compares CommonMark with python-markdown."""

    code = "S112"
    name = "renders-differently"
    severity = "warning"

    def collect(self, page: Page) -> Iterable[Any]:
        """The causes in the page's source, whatever the site."""
        causes = find_causes(page.document)
        if causes:
            yield [
                [cause.reason, *cause.span, cause.depth, *(_flat(cause.outermost) if cause.outermost else ())]
                for cause in causes
            ]

    def check(self, project: Project) -> Iterator[Problem]:
        """Report the causes that matter on this site; with --render those pages that do differ."""
        if not project.site.is_mkdocs:
            return
        folder = f"{project.docs}/" if project.docs else ""
        facts = {path: [_cause(fact) for fact in value] for path, value in project.facts(RendersDifferently)}
        site = _renderer(project) if project.render else None
        for path in project.pages if site else facts:
            if path.startswith(folder):
                yield from self._page(project, path, facts.get(path, []), site)

    def _page(self, project: Project, path: str, causes: list[Cause], site: SiteMarkdown | None) -> Iterator[Problem]:
        from linter.rendering.site_markdown import extensions_in_use

        extensions = extensions_in_use(project.site.extensions)
        if site is None:
            if that_apply(causes, extensions):
                make = partial(_repairs_in, causes=causes, extensions=extensions, fixes=project.suggest)
                name = (self.name, tuple(causes), extensions, project.suggest)
                yield from self._problems(path, project.made_of(path, name, make) or ())
            return
        text = project.text_of(path)
        if text is None:
            return
        from linter.parsing import parse
        from linter.rendering.comparison import compare

        document = parse(text)
        try:
            difference = compare(document, site)
        except ValueError as error:
            project.notes.append(f"{path}: not compared with the site: {error}")
            return
        if difference is None:
            return
        repairs = _repairs_in(text, causes, extensions, fixes=project.suggest)
        yield from self._problems(path, repairs)
        if not repairs:
            yield self.finding(path, document.line_span(difference.line), UNKNOWN)

    def _problems(self, path: str, repairs: Iterable[tuple[Repair, Severity | None]]) -> Iterator[Problem]:
        for repair, severity in repairs:
            message = EXPLANATIONS[repair.cause.reason]
            yield self.finding(path, repair.cause.span, message, fix=repair.fix, severity=severity)


def _repairs_in(
    text: str, causes: list[Cause], extensions: Collection[str], *, fixes: bool
) -> list[tuple[Repair, Severity | None]]:
    """The repairs of a page, those with an error's weight marked so; without `fixes` nobody looks whether they hold."""
    # The parser, the comparison and the fixes are wanted for few pages, and only on sites built by mkdocs.
    from linter.parsing import parse
    from linter.rendering.comparison import verified
    from linter.rendering.repairs import find_repairs

    document = parse(text)
    repairs = find_repairs(document, causes, extensions)
    if fixes:
        repairs = verified(document, repairs, extensions)
    return [(repair, "error" if _numbers_matter(document, repair.cause) else None) for repair in repairs]


def _renderer(project: Project) -> SiteMarkdown | None:
    from linter.rendering.site_markdown import SiteMarkdown

    try:
        site = SiteMarkdown(project.site.extensions)
    except ImportError:
        project.notes.append("--render needs python-markdown: install runbook-linter[site]")
        return None
    if site.unknown:
        project.notes.append(f"pages are compared without {', '.join(site.unknown)}: not known here")
    return site


def _numbers_matter(document: Document, cause: Cause) -> bool:
    """True where the cause touches an ordered list, and the page speaks of a step by its number."""
    place = cause.outermost
    if not place or not any(found.ordered and place.span.contains(found.span) for found in document.lists):
        return False
    return _STEP.search(document.prose) is not None


def _flat(place: Outermost) -> tuple[int, int, int]:
    return (*place.span, place.base)


def _cause(fact: list[Any]) -> Cause:
    reason, start, end, depth, *place = fact
    outermost = Outermost(Span(place[0], place[1]), place[2]) if place else None
    return Cause(reason, Span(start, end), depth, outermost)
