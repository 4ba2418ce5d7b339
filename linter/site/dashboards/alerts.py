"""Which alert leads to which runbook, and which leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from linter.alert_coverage import CoveredAlert
from linter.site.dashboards.dashboard import Dashboard, page_link
from linter.site.knowledge_base import KnowledgeBase, PageRecord
from linter.site.parts import Bar, Bars, Cell, Column, Number, PageLink, Part, Table, Text, Tone

_ALERT_NAME = re.compile(r"[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+")
_STATES: dict[str, Tone] = {"dead URL": "poor", "no URL": "fair", "elsewhere": "plain", "runbook": "good"}
_MEANING = (
    "Dead URL: the alert sends its reader to a page that is not there. No URL: it names no runbook, though one of its"
    " name may exist. Elsewhere: the URL belongs to no site of this configuration. Runbook: it leads to the page."
)
_NO_RULE = "no rule"


class Alerts(Dashboard):
    """Alerts and runbooks, both ways."""

    name = "alerts"
    title = "Alerts"
    summary = "Which alert leads to which runbook, and which leads nowhere."
    order = 30

    def parts(self, base: KnowledgeBase) -> Iterable[Part]:
        """What the alert rules say, where the configuration names some; the index by alert in any case."""
        alerts = base.coverage.alerts
        if alerts:
            yield Bars(
                "states",
                "Alerts by where they lead",
                tuple(
                    Bar(state, number, str(number), tone)
                    for state, tone in _STATES.items()
                    if (number := sum(1 for alert in alerts if alert.state == state))
                ),
            )
            yield Text(_MEANING)
        yield _index(base)
        if alerts:
            lonely: list[tuple[Cell, ...]] = [
                (page_link(page), page.services, page.owners)
                for path in base.coverage.runbooks_without_alert
                if (page := base.by_path.get(path)) and page.status != "retired"
            ]
            columns = (
                Column("runbook", "Runbook"),
                Column("service", "Service", filtered=True),
                Column("owner", "Owner", filtered=True),
            )
            yield Table("without", "Runbooks that no alert leads to", columns, tuple(lonely))

    def headline(self, base: KnowledgeBase) -> Number:
        """How many alerts have a runbook."""
        alerts = base.coverage.alerts
        if not alerts:
            return Number("Alerts with a runbook", str(len(base.grouped(alerts_of))))
        covered, dead = sum(1 for alert in alerts if alert.page), len(base.coverage.dead)
        note = f"{dead} dead {'URL' if dead == 1 else 'URLs'}" if dead else ""
        tone: Tone = "poor" if dead else "good" if covered == len(alerts) else "fair"
        return Number("Alerts with a runbook", f"{covered} of {len(alerts)}", note, tone)

    def next_steps(self, base: KnowledgeBase) -> Iterable[tuple[PageLink, str]]:
        """The dead URLs for which a page is near."""
        for alert in base.coverage.dead:
            page = base.by_path.get(alert.near[0]) if alert.near else None
            if page:
                yield page_link(page), f"`{alert.rule.name}` may mean this page; its `runbook_url` leads nowhere"


def alerts_of(page: PageRecord) -> tuple[str, ...]:
    """The alerts a runbook serves: those its front matter names, else its title where that is an alert's name."""
    if page.kind != "runbook" or page.status == "retired":
        return ()
    if page.alerts:
        return page.alerts
    return (page.title,) if _ALERT_NAME.fullmatch(page.title) else ()


def _index(base: KnowledgeBase) -> Table:
    """A row for each alert: those of the rule files, the ones that lead nowhere first, and those that only pages name.

    What no page says of itself has no column.
    """
    ruled = bool(base.coverage.alerts)
    order = list(_STATES)
    rows = [
        _ruled_row(base, alert) for alert in sorted(base.coverage.alerts, key=lambda found: order.index(found.state))
    ]
    known = {alert.rule.name for alert in base.coverage.alerts}
    for name, pages in base.grouped(alerts_of).items():
        if name not in known:
            shown = tuple(page_link(page) for page in pages)
            rows.append((name, shown, _NO_RULE, pages[0].severity, pages[0].services, pages[0].owners, None))
    columns = (
        Column("alert", "Alert"),
        Column("runbook", "Runbook"),
        Column("state", "Leads to", filtered=True),
        Column("severity", "Severity", filtered=True),
        Column("service", "Service", filtered=True),
        Column("owner", "Owner", filtered=True),
        Column("rule", "Rule"),
    )
    unsaid = () if ruled else ("state", "rule")
    kept = [
        at
        for at, column in enumerate(columns)
        if column.key not in unsaid
        and (column.key not in ("service", "owner") or not rows or any(row[at] for row in rows))
    ]
    empty = "No runbook names its alerts. Add `alerts:` to the front matter."
    return Table(
        "alerts",
        "Alerts and their runbooks",
        tuple(columns[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in rows),
        empty,
    )


def _ruled_row(base: KnowledgeBase, alert: CoveredAlert) -> tuple[Cell, ...]:
    page = base.by_path.get(alert.page)
    shown: Cell = page_link(page) if page else alert.near and tuple(f"{near}?" for near in alert.near[:1])
    services, owners = (page.services, page.owners) if page else ((), ())
    rule = alert.rule
    return rule.name, shown, alert.state, rule.severity, services, owners, f"{alert.path}:{alert.line}"
