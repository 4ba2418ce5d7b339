"""What is added to a page: its strip, a word of warning where one is due, and what the linter found."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote

from linter.model.finding import Finding
from linter.model.incident import IncidentRecord
from linter.project.freshness import is_to_come
from linter.site.alert_panel import alert_panel
from linter.site.as_html import inline, link, time_element
from linter.site.dashboards.alerts import alerts_of
from linter.site.dashboards.dashboard import count
from linter.site.incident_page import incident_title, serves
from linter.site.knowledge_base import KnowledgeBase, PageRecord
from linter.site.links import Links

_WEB = re.compile(r"(?:https?|tel|mailto|slack):", re.IGNORECASE)


class Look(NamedTuple):
    """How pages are shown. `contacts` turns words in escalations into links; `badge` is top, panel or off.

    `built` is when the site was built; `source` gives the URL of a page's Markdown, empty for none.
    """

    badge: str
    contacts: Mapping[str, str]
    built: datetime


def before_page(page: PageRecord, base: KnowledgeBase, links: Links, look: Look) -> str:
    """The strip, the notices and the alert rules, for right below the title; empty where there is nothing to say."""
    return _strip(page, base, links, look) + _notices(page, base, links) + alert_panel(page, base, links)


def after_page(page: PageRecord, links: Links, look: Look, source: str) -> str:
    """The findings, collapsed; empty for a plain page without any."""
    if page.kind == "page" and not page.findings:
        return ""
    shown = look.badge != "off"
    found = count(len(page.findings), "finding") if page.findings else "nothing found"
    grade = _badge(page) if shown else ""
    value = f' <span class="rl-panel__score">score {page.score.value:g}</span>' if shown else ""
    body = [_gain(page, links) if shown else "", _findings(page.findings, links)]
    if shown and page.score.losses:
        body.append(_categories(page))
    markdown = f' · <a href="{escape(source)}">This page as Markdown</a>' if source else ""
    built = f'<time datetime="{look.built.isoformat(timespec="minutes")}">{look.built:%Y-%m-%d %H:%M} UTC</time>'
    not_reported = "" if page.report else " This page is not reported: its findings stop no change."
    body.append(f'<p class="rl-panel__foot">Checked when this site was built, {built}.{not_reported}{markdown}</p>')
    return (
        '<details class="rl-panel" id="rl-findings" data-search-exclude>'
        f"<summary>{grade}<span>Checks: {found}</span>{value}</summary>{''.join(body)}</details>"
    )


def page_data(values: Mapping[str, Any], reading: str) -> str:
    """Data for the page's scripts, as text that holds no markup.

    `reading` is what `read_page` gave: the text of a JSON object, which is joined with `values`. No script element:
    Material's instant navigation runs every one it finds, whatever its type, and its data is gone. `pre` keeps the
    blanks in code where the HTML is minified.
    """
    own = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    text = f"{own[:-1]},{reading[1:]}" if len(reading) > len("{}") else own
    text = text.replace("<", "\\u003c").replace("&", "\\u0026")
    return f'<template id="rl-page"><pre>{text}</pre></template>'


def _strip(page: PageRecord, base: KnowledgeBase, links: Links, look: Look) -> str:
    facts: list[tuple[str, str]] = []
    if page.services:
        facts.append(
            ("Service", ", ".join(_filtered(name, "service", links.dashboard("services")) for name in page.services))
        )
    if page.owners:
        facts.append(("Owner", ", ".join(escape(name) for name in page.owners)))
    if page.severity:
        facts.append(("Severity", _filtered(page.severity, "severity", links.dashboard("severities"))))
    if page.incident:
        record = base.incident(page.incident)
        facts.append(("Incident", link(page.incident, links.page(record.path) if record else None)))
    if page.escalation:
        facts.append(("Escalation", _contacts(page.escalation, look.contacts)))
    alerts = [alert for alert in alerts_of(page) if alert != page.title]
    if alerts:
        facts.append(("Alerts", ", ".join(f"<code>{escape(alert)}</code>" for alert in alerts)))
    if page.verified:
        by = f" by {escape(page.verified_by)}" if page.verified_by else ""
        to_come = ", which is still to come" if is_to_come(page.verified, base.today) else ""
        facts.append(("Verified", f"{time_element(page.verified, 'rl-age')}{by}{to_come}"))
    elif page.operational and base.dates_verification:
        facts.append(("Verified", "never"))
    if not facts:
        return ""
    if page.changed:
        facts.append(("Edited", time_element(page.changed, "rl-age")))
    if look.badge == "top":
        facts.append(("Score", f'<a href="#rl-findings">{_badge(page)} {page.score.value:g}</a>'))
    shown = "".join(f"<div><dt>{title}</dt><dd>{value}</dd></div>" for title, value in facts)
    return f'<dl class="rl-strip" data-search-exclude>{shown}</dl>'


def _notices(page: PageRecord, base: KnowledgeBase, links: Links) -> str:
    said: list[str] = []
    if page.status == "retired":
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), page.successor))
        successor = base.by_path.get(beside) if page.successor else None
        title = successor.title if successor else page.successor
        instead = f" Use {link(title, links.page(beside))} instead." if page.successor else ""
        said.append(f"<p>This page is retired.{instead}</p>")
    said += [_open_incident(record, links) for record in base.open_incidents if serves(page.services, record)]
    if page.status == "draft":
        said.append("<p>This page is a draft.</p>")
    if page.operational and base.names_owners and not page.owners:
        said.append("<p>Nobody owns this page.</p>")
    if page.operational and page.due:
        # The day may come while the site stands: the browser looks again.
        hidden = "" if page.due < base.today else " hidden"
        said.append(f'<p data-rl-due="{page.due.isoformat()}"{hidden}>Review due since {time_element(page.due)}.</p>')
    if not said:
        return ""
    hidden = " hidden" if all(" hidden>" in line for line in said) else ""
    return f'<div class="rl-notice" role="note" data-search-exclude{hidden}>{"".join(said)}</div>'


def open_incidents(base: KnowledgeBase, links: Links) -> str:
    """All incidents that are open, for the page that people come in by; empty where none is."""
    said = "".join(_open_incident(record, links) for record in base.open_incidents)
    return f'<div class="rl-notice" role="note" data-search-exclude>{said}</div>' if said else ""


def _open_incident(record: IncidentRecord, links: Links) -> str:
    about = link(incident_title(record), links.page(record.path))
    return f"<p>Open incident, {escape(record.severity)} {escape(record.status)}: {about}</p>"


def _filtered(name: str, key: str, dashboard: str | None) -> str:
    """A name that leads to a dashboard which shows only its rows."""
    return link(name, f"{dashboard}?{key}={quote(name)}" if dashboard else None)


def _badge(page: PageRecord) -> str:
    grade = page.score.grade
    return f'<span class="rl-grade rl-grade--{grade.lower()}" title="Score {page.score.value:g}">{grade}</span>'


def _gain(page: PageRecord, links: Links) -> str:
    gains = page.score.gains
    if not gains:
        return "<p>No check left to pass.</p>"
    name, points, number = gains[0]
    several = f" ({number} places)" if number > 1 else ""
    return f"<p>Would raise the score most: {link(name, links.rule(name))}{several}, +{points:g}.</p>"


def _findings(findings: Sequence[Finding], links: Links) -> str:
    if not findings:
        return ""
    rows = "".join(
        f'<li><span class="rl-level rl-level--{finding.severity}">{finding.severity}</span>'
        f' <span class="rl-line">line {finding.position.line}</span>'
        f" <span>{inline(finding.message)} {link(finding.name, links.rule(finding.name))}</span></li>"
        for finding in findings
    )
    return f'<ul class="rl-findings">{rows}</ul>'


def _categories(page: PageRecord) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="rl-right">−{points:g}</td></tr>'
        for name, points in page.score.categories.items()
    )
    return f'<table class="rl-data"><caption>Points lost</caption><tbody>{rows}</tbody></table>'


def _contacts(escalation: str, contacts: Mapping[str, str]) -> str:
    """An escalation with the words that the site knows a link for linked, the longest first."""
    known = sorted((name for name, url in contacts.items() if name and _WEB.match(url)), key=len, reverse=True)
    if not known:
        return escape(escalation)
    words = re.compile("|".join(map(re.escape, known)))
    shown: list[str] = []
    end = 0
    for found in words.finditer(escalation):
        shown += [escape(escalation[end : found.start()]), link(found[0], contacts[found[0]])]
        end = found.end()
    return "".join([*shown, escape(escalation[end:])])
