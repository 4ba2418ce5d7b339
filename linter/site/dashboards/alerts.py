"""The runbook of each alert."""

from __future__ import annotations

import re
from collections.abc import Iterable

from linter.site.dashboards.dashboard import Dashboard, page_link
from linter.site.knowledge_base import KnowledgeBase, PageRecord
from linter.site.parts import Cell, Column, Number, Part, Table

_ALERT_NAME = re.compile(r"[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+")


class Alerts(Dashboard):
    """Index by alert."""

    name = "alerts"
    title = "By alert"
    summary = "The runbook of each alert."
    order = 30

    def parts(self, base: KnowledgeBase) -> Iterable[Part]:
        """One table: a row for each alert."""
        rows: list[tuple[Cell, ...]] = [
            (alert, tuple(page_link(page) for page in pages), pages[0].severity, pages[0].services, pages[0].owners)
            for alert, pages in base.grouped(alerts_of).items()
        ]
        columns = (
            Column("alert", "Alert"),
            Column("runbook", "Runbook"),
            Column("severity", "Severity", filtered=True),
            Column("service", "Service", filtered=True),
            Column("owner", "Owner", filtered=True),
        )
        empty = "No runbook names its alerts. Add `alerts:` to the front matter."
        yield Table("alerts", "Alerts and their runbooks", columns, tuple(rows), empty)

    def headline(self, base: KnowledgeBase) -> Number:
        """How many alerts have a runbook."""
        return Number("Alerts with a runbook", str(len(base.grouped(alerts_of))))


def alerts_of(page: PageRecord) -> tuple[str, ...]:
    """The alerts a runbook serves: those its front matter names, else its title where that is an alert's name."""
    if page.kind != "runbook" or page.status == "retired":
        return ()
    if page.alerts:
        return page.alerts
    return (page.title,) if _ALERT_NAME.fullmatch(page.title) else ()
