"""Which alert leads to which runbook, and which lead nowhere: the coverage, both ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from linter.config import Config
from linter.model.alert_file import AlertFile, AlertRule
from linter.project.alerts import UrlMap, alert_in_address, expected_page, inferred_prefixes, names_served, plain_name
from linter.run import PageResult


class CoveredAlert(NamedTuple):
    """One alert. `page` is where its URL leads, or the page named after it; empty where there is none.

    `dead` is true where it has a URL under a known prefix, and nothing is there; `expected` is then where the page
    belongs. `line` counts from 1.
    """

    rule: AlertRule
    path: str
    line: int
    page: str
    dead: bool
    near: tuple[str, ...]
    expected: str = ""

    @property
    def state(self) -> str:
        """In words: `runbook`, `no URL` where only the name leads to a page or nothing does, `dead URL`, `elsewhere`
        for a URL of another site."""
        if self.dead:
            return "dead URL"
        if not self.rule.runbook_url:
            return "no URL"
        return "runbook" if self.page else "elsewhere"


class Coverage(NamedTuple):
    """All alerts in order of file and line, and the runbooks that serve none."""

    alerts: tuple[CoveredAlert, ...]
    runbooks_without_alert: tuple[str, ...]
    prefixes: Mapping[str, str]

    @property
    def dead(self) -> tuple[CoveredAlert, ...]:
        """The alerts whose URL leads nowhere."""
        return tuple(alert for alert in self.alerts if alert.dead)

    @property
    def without_url(self) -> tuple[CoveredAlert, ...]:
        """The alerts that name no runbook."""
        return tuple(alert for alert in self.alerts if not alert.rule.runbook_url)


class ServedAlerts(NamedTuple):
    """The alerts a page says it serves: by its file's name, its title, its front matter."""

    path: str
    kind: str
    names: tuple[str, ...]


def served_by(page: PageResult) -> ServedAlerts:
    """What a page says of the alerts it serves."""
    return ServedAlerts(page.path, page.kind, tuple(names_served(page.path, page.title, page.data)))


def coverage(
    files: Iterable[AlertFile], pages: Sequence[ServedAlerts], config: Config, files_of_site: Sequence[str] = ()
) -> Coverage:
    """The coverage of the alerts in `files` by `pages`. Where the configuration has no prefixes, they are inferred."""
    rules = [(file, rule) for file in files for rule in file.rules]
    paths = [*(page.path for page in pages), *files_of_site]
    prefixes = config.alerts.runbook_urls or inferred_prefixes((rule for _, rule in rules), paths)
    urls = UrlMap(prefixes, paths, case_sensitive=config.alerts.case_sensitive)
    by_name: dict[str, str] = {}
    for page in pages:
        for name in page.names:
            by_name.setdefault(plain_name(name), page.path)
    alerts = []
    for file, rule in rules:
        target = urls.page(rule.runbook_url) if rule.runbook_url else None
        addressed = alert_in_address(rule.runbook_url, config.alerts.addresses)
        if target is not None and target.concerned and (target.page or not addressed):
            found = target.page
        else:
            found = by_name.get(plain_name(addressed or rule.name), "")
        dead = not found and (bool(addressed) or (target is not None and target.concerned))
        near = target.near if target is not None and dead else ()
        line = file.text.count("\n", 0, rule.span.start) + 1
        expected = expected_page(rule, target) if target is not None and dead and not addressed else ""
        alerts.append(CoveredAlert(rule, file.path, line, found, dead, near, expected))
    known = {plain_name(rule.name) for _, rule in rules}
    served = {alert.page for alert in alerts}
    lonely = tuple(
        page.path
        for page in pages
        if page.kind == "runbook" and page.path not in served and not known & {plain_name(n) for n in page.names}
    )
    return Coverage(tuple(alerts), lonely, prefixes)


def as_object(found: Coverage) -> dict[str, Any]:
    """The coverage as `runbook-linter alerts --format json` prints it; null where unknown."""

    def row(alert: CoveredAlert) -> dict[str, Any]:
        return {
            "alert": alert.rule.name,
            "path": alert.path,
            "line": alert.line,
            "runbook_url": alert.rule.runbook_url or None,
            "page": alert.page or None,
        }

    return {
        "alerts": [row(alert) for alert in found.alerts],
        "dead": [row(alert) for alert in found.dead],
        "runbooks_without_alert": list(found.runbooks_without_alert),
        "alerts_without_url": [row(alert) for alert in found.without_url],
    }
