"""The entrance to the dashboards: one figure of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from linter.site.dashboards.dashboard import Dashboard, count
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Cell, Column, DashboardLink, Number, Numbers, Part, Table, Text

_STEPS = 5
"""How many steps each dashboard may name here."""


class Overview(Dashboard):
    """The state of the knowledge base at a glance. Made from the other dashboards' headlines."""

    name = "index"
    title = "State of the knowledge base"
    summary = "The figures of all dashboards."
    order = 0

    def __init__(self, others: Sequence[Dashboard]) -> None:
        self._others = others

    def parts(self, base: KnowledgeBase) -> Iterable[Part]:
        """A sentence and the figures."""
        kinds = base.grouped(lambda page: (page.kind,))
        # As the command line counts them: plain pages last.
        by_number = sorted(kinds.items(), key=lambda group: (group[0] == "page", -len(group[1])))
        said = ", ".join(count(len(pages), kind) for kind, pages in by_number)
        yield Text(f"{said or 'No pages'}. As of {base.today.isoformat()}.")
        numbers: list[Number] = []
        for other in self._others:
            headline = other.headline(base)
            if headline:
                numbers.append(headline._replace(dashboard=other.name))
        yield Numbers(tuple(numbers))
        steps: list[tuple[Cell, ...]] = []
        for other in self._others:
            steps += [(page, what) for page, what in islice(other.next_steps(base), _STEPS)]
        columns = (Column("page", "Page"), Column("step", "What it needs"))
        yield Table("next-steps", "To do first", columns, tuple(steps), "Nothing: all pages are in order.")
        rows: list[tuple[Cell, ...]] = [
            (DashboardLink(other.name, other.title), other.summary) for other in self._others
        ]
        yield Table("dashboards", "Dashboards", (Column("name", "Name"), Column("shows", "Shows")), tuple(rows))
