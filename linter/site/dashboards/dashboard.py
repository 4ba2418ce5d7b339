"""What a dashboard is: facts and findings in; title, figures, pictures and tables out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from linter.site.knowledge_base import KnowledgeBase, PageRecord
from linter.site.parts import Number, PageLink, Part


class Dashboard(ABC):
    """One page about the knowledge base.

    `name` is its file name, kebab case; `order` places it among the others. It never raises for what is in
    a page.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    order: ClassVar[int] = 100

    @abstractmethod
    def parts(self, base: KnowledgeBase) -> Iterable[Part]:
        """What the page shows, from top to bottom."""

    def headline(self, base: KnowledgeBase) -> Number | None:
        """The figure by which the overview speaks of this dashboard; None for none."""
        return None

    def next_steps(self, base: KnowledgeBase) -> Iterable[tuple[PageLink, str]]:
        """What to do first, most urgent first: a page and what it needs. The overview shows the first few."""
        return ()


def page_link(page: PageRecord) -> PageLink:
    """A link to a page by its title."""
    return PageLink(page.path, page.title)


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: `1 page`, `3 pages`."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
