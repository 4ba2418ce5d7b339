"""The pages of each service: where to look when one only knows what is broken."""

from __future__ import annotations

from collections.abc import Iterable

from linter.site.dashboards.dashboard import Dashboard, count, page_link
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Cell, Column, Number, Part, Table


class Services(Dashboard):
    """Index by service."""

    name = "services"
    title = "By service"
    summary = "Every page of a service, with its owner and its escalation."
    order = 40

    def parts(self, base: KnowledgeBase) -> Iterable[Part]:
        """One table: a row for each page of each service."""
        rows: list[tuple[Cell, ...]] = [
            (service, page_link(page), page.kind, page.severity, page.owners, page.escalation)
            for service, pages in base.grouped(lambda page: page.services).items()
            for page in sorted(pages, key=lambda page: (not page.operational, page.kind, page.title.casefold()))
        ]
        columns = (
            Column("service", "Service", filtered=True),
            Column("page", "Page"),
            Column("kind", "Kind", filtered=True),
            Column("severity", "Severity", filtered=True),
            Column("owner", "Owner", filtered=True),
            Column("escalation", "Escalation"),
        )
        empty = "No page names its service. Add `service:` to the front matter."
        yield Table("pages", "Pages by service", columns, tuple(rows), empty)

    def headline(self, base: KnowledgeBase) -> Number:
        """How many services have a page."""
        services = base.grouped(lambda page: page.services)
        without = sum(1 for page in base.operational if not page.services)
        return Number(
            "Services",
            str(len(services)),
            f"{count(without, 'runbook names', 'runbooks name')} none" if without else "",
        )
