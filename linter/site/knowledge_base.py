"""What the site knows of each page and of all of them: the run, the scores and the front matter, read once."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from linter.alert_coverage import Coverage, CoveredAlert, ServedAlerts, coverage
from linter.kinds.recognise import retired_mark
from linter.model.finding import Finding
from linter.model.incident import IncidentRecord
from linter.project.alerts import names_served
from linter.project.freshness import is_to_come, read_day, review_days
from linter.run import PageResult, Run
from linter.scoring import Score, SiteScore, score_pages, score_site
from linter.trend.trend import Trend

OPERATIONAL = ("runbook", "playbook")
"""The kinds that somebody follows in an incident: the ones that need an owner and a last verification."""


class PageRecord(NamedTuple):
    """A page with what its front matter promises. `due` is the day its review falls due, None where it never does.

    `findings` are the new and the baselined ones, in order of place.
    """

    path: str
    title: str
    description: str
    kind: str
    services: tuple[str, ...]
    owners: tuple[str, ...]
    severity: str
    escalation: str
    alerts: tuple[str, ...]
    aliases: tuple[str, ...]
    status: str
    successor: str
    incident: str
    verified: date | None
    verified_by: str
    review_every: int | None
    due: date | None
    changed: date | None
    report: bool
    score: Score
    findings: tuple[Finding, ...]

    @property
    def operational(self) -> bool:
        """True for a page that somebody follows in an incident, and that is in force."""
        return self.kind in OPERATIONAL and self.status not in ("draft", "retired")


class KnowledgeBase:
    """All pages of one run. `today` is the run's date; `run` has everything but its pages, which `pages` has.

    `trend` has the scores of the past, None where nobody asked for them.
    """

    def __init__(self, run: Run, trend: Trend | None = None) -> None:
        # What only the linting needed of each page is let go: a build holds all pages' HTML already.
        self.run = run._replace(pages=())
        self.trend = trend
        self.today: date = run.project.today
        self.docs: str = run.project.docs
        scores = score_pages((page.path for page in run.pages), run.findings, run.config.score)
        by_path: dict[str, list[Finding]] = {}
        for finding in self.findings:
            by_path.setdefault(finding.path, []).append(finding)
        changed: Mapping[str, date] = run.project.history.changed
        self.pages: tuple[PageRecord, ...] = tuple(
            _record(page, run, scores[page.path], tuple(by_path.get(page.path, ())), changed.get(page.path))
            for page in run.pages
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings that are not suppressed, those in files that are no pages among them."""
        return tuple(finding for finding in self.run.findings if finding.state != "suppressed")

    @cached_property
    def reported(self) -> tuple[Finding, ...]:
        """The findings that a report shows: without those of pages with `report: false`."""
        silent = {page.path for page in self.pages if not page.report}
        return tuple(finding for finding in self.findings if finding.path not in silent)

    @cached_property
    def by_path(self) -> Mapping[str, PageRecord]:
        """The pages by path."""
        return {page.path: page for page in self.pages}

    @cached_property
    def score(self) -> SiteScore:
        """The mean and the distribution of all pages' scores, as `runbook-linter score` gives them."""
        return score_site(page.score for page in self.pages)

    @cached_property
    def coverage(self) -> Coverage:
        """Which alert of the configured rule files leads to which page; empty where no rule files are configured."""
        served = [
            ServedAlerts(page.path, page.kind, tuple(names_served(page.path, page.title, {"alerts": [*page.alerts]})))
            for page in self.pages
            if page.status != "retired"
        ]
        return coverage(self.run.project.alert_files, served, self.run.config)

    @cached_property
    def alerts_by_page(self) -> Mapping[str, tuple[CoveredAlert, ...]]:
        """The alert rules that lead to each page."""
        found: dict[str, tuple[CoveredAlert, ...]] = {}
        for alert in self.coverage.alerts:
            if alert.page:
                found[alert.page] = (*found.get(alert.page, ()), alert)
        return found

    @cached_property
    def open_incidents(self) -> tuple[IncidentRecord, ...]:
        """The incidents that somebody works on, the worst first, then the oldest."""
        records = [record for record in self.run.project.incidents if record.is_open]
        return tuple(sorted(records, key=lambda record: (_level(record), str(record.began or ""), record.id)))

    def incident(self, id: str) -> IncidentRecord | None:
        """The record of an incident by its id."""
        wanted = id.casefold()
        return next((record for record in self.run.project.incidents if record.id.casefold() == wanted), None)

    @cached_property
    def post_mortems(self) -> Mapping[str, PageRecord]:
        """The post-mortem of each incident, by the incident's id in lower case: the page says it, else the record."""
        found = {page.incident.casefold(): page for page in self.pages if page.kind == "post-mortem"}
        for record in self.run.project.incidents:
            page = self.by_path.get(record.post_mortem)
            if page:
                found.setdefault(record.id.casefold(), page)
        return found

    @cached_property
    def operational(self) -> tuple[PageRecord, ...]:
        """The runbooks and playbooks in force."""
        return tuple(page for page in self.pages if page.operational)

    @cached_property
    def names_owners(self) -> bool:
        """True where at least one runbook or playbook names its owner: then the others are asked for theirs."""
        return any(page.owners for page in self.operational)

    @cached_property
    def dates_verification(self) -> bool:
        """True where at least one runbook or playbook says when it was verified, or promises a review."""
        return any(page.verified or page.review_every for page in self.operational)

    def grouped(self, names: Callable[[PageRecord], Iterable[str]]) -> dict[str, list[PageRecord]]:
        """The pages by each of the names that `names` gives for them, names in order."""
        found: dict[str, list[PageRecord]] = {}
        for page in self.pages:
            for name in dict.fromkeys(names(page)):
                found.setdefault(name, []).append(page)
        return dict(sorted(found.items(), key=lambda item: (item[0].casefold(), item[0])))


def _level(record: IncidentRecord) -> int:
    return 9 if record.level is None else record.level


def _record(
    page: PageResult, run: Run, score: Score, findings: tuple[Finding, ...], changed: date | None
) -> PageRecord:
    data = page.data
    verified = read_day(data.get("last_verified"))
    every = review_days(page.kind, data.get("review_every"), run.config)
    title = page.title or posixpath.splitext(posixpath.basename(page.path))[0]
    status = data["status"] if data.get("status") in ("draft", "published", "retired") else ""
    try:
        # A day still to come is a slip of the pen, and no promise to look again then.
        sound = verified is not None and not is_to_come(verified, run.project.today)
        due = verified + timedelta(days=every) if verified and every and sound else None
    except OverflowError:
        due = None
    return PageRecord(
        page.path,
        title,
        _text(data.get("description")),
        page.kind,
        _texts(data.get("service")),
        _texts(data.get("owner")),
        _text(data.get("severity")),
        _contact(data.get("escalation")),
        _texts(data.get("alerts")),
        _texts(data.get("aliases")),
        "retired" if retired_mark(title) else status,
        _text(data.get("successor")),
        _text(data.get("incident")),
        verified,
        ", ".join(_texts(data.get("verified_by"))),
        every,
        due,
        changed,
        page.report,
        score,
        findings,
    )


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _texts(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(text for text in map(_text, items) if text)


def _contact(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{_text(key)}: {_text(item)}" for key, item in value.items() if _text(item))
    return ", ".join(_texts(value))
