"""What a runbook's page shows of its alerts: when each fires, how severe it is, which others stand beside it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from linter.alert_coverage import CoveredAlert
from linter.site.as_html import link
from linter.site.knowledge_base import KnowledgeBase, PageRecord
from linter.site.links import Links

_MOST_SIBLINGS = 8


def alert_panel(page: PageRecord, base: KnowledgeBase, links: Links) -> str:
    """The alert rules that lead to a page, collapsed; empty where there are none."""
    alerts = base.alerts_by_page.get(page.path, ())
    if not alerts:
        return ""
    if len(alerts) == 1:
        summary = f"Alert rule <span>{_terms(alerts[0])}</span>"
    else:
        summary = f"{len(alerts)} alert rules lead here"
    body = "".join(_alert(alert, base, links, titled=len(alerts) > 1) for alert in alerts)
    return (
        '<details class="rl-panel rl-alerts" id="rl-alerts" data-search-exclude>'
        f"<summary>{summary}</summary>{body}</details>"
    )


def _alert(alert: CoveredAlert, base: KnowledgeBase, links: Links, *, titled: bool) -> str:
    rule = alert.rule
    title = f"<p><code>{escape(rule.name)}</code> {_terms(alert)}</p>" if titled else ""
    beside = [other for other in base.coverage.alerts if _group(other) == _group(alert) and other is not alert]
    return (
        f'{title}<pre class="rl-alerts__rule"><code>{escape(rule.expr.strip())}</code></pre>'
        f"{_siblings(beside, page=alert.page, links=links)}"
        f'<p class="rl-panel__foot">{escape(alert.path)}, line {alert.line}</p>'
    )


def _terms(alert: CoveredAlert) -> str:
    rule = alert.rule
    said = [escape(rule.severity)] if rule.severity else []
    said.append(f"after {escape(rule.duration)}" if rule.duration else "at once")
    return ", ".join(said)


def _siblings(alerts: Iterable[CoveredAlert], page: str, links: Links) -> str:
    named: dict[str, str] = {}
    for alert in alerts:
        url = links.page(alert.page) if alert.page and alert.page != page else None
        named.setdefault(alert.rule.name, link(alert.rule.name, url))
    if not named:
        return ""
    more = f" and {len(named) - _MOST_SIBLINGS} more" if len(named) > _MOST_SIBLINGS else ""
    return f"<p>In the same group: {', '.join([*named.values()][:_MOST_SIBLINGS])}{more}</p>"


def _group(alert: CoveredAlert) -> tuple[str, str]:
    return alert.path, alert.rule.group
