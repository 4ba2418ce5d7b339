"""A link to another site leads to something that is there.

Only with `check --external` or `runbook-linter links`: no request leaves without being asked for. Dead is what answers
404 or 410, a page without the anchor that the link names, and a site that was not reached on three days. A site that
lets nobody look (403, 429) or is down today is no finding: `runbook-linter links` lists it. A page whose title says
"not found" though it answers 200 is a hint. `links: {ignore: [{url: "https://x.org/*", reason: …}]}` leaves URLs out.

## Bad
~~~markdown
# Disk full

See [the vendor's page](https://vendor.example.com/gone).
~~~

## Good
~~~markdown
# Disk full

See [the vendor's page](https://vendor.example.com/there).
~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.links.local_links import web_targets
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project


class DeadUrl(ProjectRule):
    code = "L105"
    name = "dead-url"
    severity = "error"
    needs_network = True

    def collect(self, source: Page) -> Iterator[Any]:
        if source.is_template:
            return iter(())
        return web_targets(source)

    def check(self, project: Project) -> Iterator[Problem]:
        if project.check_urls is None:
            return
        facts = list(project.facts(DeadUrl))
        outcomes = project.check_urls(url for _, (url, _, _) in facts)
        for path, (url, start, end) in facts:
            outcome = outcomes[url]
            if outcome.verdict == "dead":
                message = f"dead link: {outcome.reason}"
                yield self.finding(path, (start, end), message, subject=url, by_clock=True)
            elif outcome.likely_gone:
                message = "it answers, but the page's title says that it was not found"
                yield self.finding(path, (start, end), message, subject=url, severity="info", by_clock=True)
