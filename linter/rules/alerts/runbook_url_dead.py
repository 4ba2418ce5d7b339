"""An alert's `runbook_url` leads to a page, or a heading, that is not there.

Only URLs under a prefix that the configuration maps to a folder are looked at (`alerts: {runbook_urls: …}`). Upper and
lower case count as the same, as on most static sites; `alerts: {case_sensitive: true}` changes that. A URL below one
of `alerts: {addresses: [https://runbooks.example.com/alerts/]}`, where the site has an address for each alert, leads to
the page that serves the alert it names.

## Bad
~~~yaml runbook-linter.yml
alerts:
  rules: ["rules/*.yml"]
  runbook_urls: {"https://runbooks.example.com/": "docs/"}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - alert: DiskFull
        expr: disk_free_bytes < 1e9
        annotations: {runbook_url: "https://runbooks.example.com/disk-full/"}
~~~

~~~markdown docs/storage/disk-full.md
# Disk full
~~~

## Good
~~~yaml runbook-linter.yml
alerts:
  rules: ["rules/*.yml"]
  runbook_urls: {"https://runbooks.example.com/": "docs/"}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - alert: DiskFull
        expr: disk_free_bytes < 1e9
        annotations: {runbook_url: "https://runbooks.example.com/storage/disk-full/"}
~~~

~~~markdown docs/storage/disk-full.md
# Disk full
~~~

## Fix
Where exactly one page has the URL's name, or Git knows the page's new name, `--fix` writes its URL.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from linter.model.alert_file import AlertFile, AlertRule
from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.model.span import Span
from linter.project.alerts import (
    PageOfUrl,
    alert_in_address,
    expected_page,
    names_served,
    page_name,
    plain_name,
)
from linter.project.project import Project
from linter.rules.rule import ProjectRule


class RunbookUrlDead(ProjectRule):
    code = "A106"
    name = "runbook-url-dead"
    severity = "error"
    sources = ("page", "alerts")
    needs_git = True

    def collect(self, source: Page) -> Iterator[Any]:
        """The alerts that a page serves: their addresses lead to it."""
        yield from names_served(source.path, source.title, source.data)

    def check(self, project: Project) -> Iterator[Problem]:
        names = {plain_name(name): name for _, name in project.facts(RunbookUrlDead)}
        for file in project.alert_files:
            for rule in file.rules:
                url = rule.runbook_url
                if not url or "{{" in url:
                    continue
                target = project.urls.page(url)
                addressed = alert_in_address(url, project.config.alerts.addresses)
                if addressed and not target.page:
                    if plain_name(addressed) not in names:
                        near = get_close_matches(plain_name(addressed), names, 1, 0.85)
                        meant = f"; is it `{names[near[0]]}`?" if near else ""
                        message = f"no page serves the alert `{addressed}` that this address names{meant}"
                        yield self.finding(file.path, _place(rule), message, subject=url)
                elif target.concerned and not target.page:
                    yield self._dead(project, file, rule, target)
                elif target.page and target.fragment:
                    anchors = project.anchors(target.page)
                    if anchors is not None and not anchors.uncertain and not anchors.has(target.fragment, project.site):
                        message = f"`{target.page}` has no heading `#{target.fragment}`"
                        yield self.finding(file.path, _place(rule), message, subject=url)

    def _dead(self, project: Project, file: AlertFile, rule: AlertRule, target: PageOfUrl) -> Problem:
        url = rule.runbook_url
        near = target.near
        renamed = _renamed(project, target)
        if renamed:
            near = (renamed, *(page for page in near if page != renamed))
        suggestions = tuple(project.urls.url_of(page, like=url) for page in near)
        meant = f": `{near[0]}` is meant" if near else f": write `{expected_page(rule, target)}`"
        place = _place(rule)
        same_name = [page for page in near if plain_name(page_name(page)) == plain_name(page_name(target.path))]
        sure = bool(renamed) or (len(same_name) == 1 and len(near) == 1)
        written = file.text[place.start : place.end] == url
        fix = Fix((Edit(place.start, place.end, suggestions[0]),), True) if sure and written else None
        message = f"`{rule.name}` leads to a page that is not there{meant}"
        return self.finding(file.path, place, message, subject=url, suggestions=suggestions, fix=fix)


def _place(rule: AlertRule) -> Span:
    return rule.place("annotations.runbook_url", "annotations.runbook")


def _renamed(project: Project, target: PageOfUrl) -> str:
    """The name that Git knows for the page now."""
    for path in (target.path, f"{target.path}.md", f"{target.path}/index.md", f"{target.path}/README.md"):
        renamed = project.history.renames.get(path)
        if renamed and renamed.path in project.pages:
            return renamed.path
    return ""
