"""The pages by severity: what can be worst, first."""

from __future__ import annotations

from collections.abc import Iterable

from linter.site.dashboards.dashboard import Dashboard, count, page_link
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Bar, Bars, Cell, Column, Number, Part, Table


class Severities(Dashboard):
    """Index by severity."""

    name = "severities"
    title = "By severity"
    summary = "Runbooks and playbooks by the severity of what they are for."
    order = 50

    def parts(self, base: KnowledgeBase) -> Iterable[Part]:
        """A picture and one table."""
        groups = base.grouped(lambda page: (page.severity,) if page.operational and page.severity else ())
        if groups:
            bars = tuple(Bar(severity, len(pages), str(len(pages))) for severity, pages in groups.items())
            yield Bars("severities", "Runbooks and playbooks by severity", bars)
        rows: list[tuple[Cell, ...]] = [
            (severity, page_link(page), page.services, page.owners, page.escalation)
            for severity, pages in groups.items()
            for page in sorted(pages, key=lambda page: page.title.casefold())
        ]
        columns = (
            Column("severity", "Severity", filtered=True),
            Column("page", "Page"),
            Column("service", "Service", filtered=True),
            Column("owner", "Owner", filtered=True),
            Column("escalation", "Escalation"),
        )
        empty = "No runbook names its severity. Add `severity:` to the front matter."
        yield Table("pages", "Pages by severity", columns, tuple(rows), empty)

    def headline(self, base: KnowledgeBase) -> Number | None:
        """The worst severity there is, with its number of pages."""
        groups = base.grouped(lambda page: (page.severity,) if page.operational and page.severity else ())
        if not groups:
            return None
        worst, pages = next(iter(groups.items()))
        return Number(f"Severity {worst}", str(len(pages)), count(len(pages), "runbook").partition(" ")[2])
