"""A link leads straight to its page, not through an address that the site has given up for good.

Only with `check --external` or `runbook-linter links`. Looked at are permanent redirects (301, 308) alone; a site may
end its redirects any day.

## Bad
~~~markdown
# Disk full

See [the vendor's page](https://vendor.example.com/old).
~~~

## Good
~~~markdown
# Disk full

See [the vendor's page](https://vendor.example.com/new).
~~~

## Fix
Writes the new address, once it was the same on two days; not for log-in pages, home pages and other languages. Only
from http to https is it safe; the others want `--unsafe-fixes --severity info`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.rules.links.local_links import web_targets
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project

_LOG_IN = re.compile(r"\b(?:log-?in|sign-?in|sso|auth|oauth2?|saml|consent|captcha)\b", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"/(?:ar|cs|da|de|el|en|es|fi|fr|he|hi|hu|id|it|ja|ko|nl|no|pl|pt|ro|ru|sv|th|tr|uk|vi|zh)(?:[-_][a-z]{2,4})?(?=/|$)",
    re.IGNORECASE,
)


class MovedUrl(ProjectRule):
    code = "L106"
    name = "moved-url"
    severity = "info"
    needs_network = True

    def collect(self, source: Page) -> Iterator[Any]:
        if source.is_template:
            return iter(())
        return web_targets(source)

    def check(self, project: Project) -> Iterator[Problem]:
        if project.check_urls is None:
            return
        facts = list(project.facts(MovedUrl))
        outcomes = project.check_urls(url for _, (url, _, _) in facts)
        for path, (url, start, end) in facts:
            outcome = outcomes[url]
            if outcome.verdict != "moved":
                continue
            new = outcome.final_url
            lasting = outcome.moved_since is not None and outcome.moved_since < project.today
            text = project.text_of(path) or ""
            fix = None
            if lasting and _is_same_page(url, new) and text[start:end] == url:
                fix = Fix((Edit(start, end, new),), safe=_only_secure(url, new))
            message = f"moved for good to `{new}`"
            yield self.finding(path, (start, end), message, subject=url, suggestions=[new], fix=fix, by_clock=True)


def _only_secure(url: str, new: str) -> bool:
    """True where https is all that changed."""
    return url.startswith("http://") and new == f"https://{url.removeprefix('http://')}"


def _is_same_page(url: str, new: str) -> bool:
    """False where the redirect leads to a page that stands for any: a log-in, a home page, another language."""
    old_path, new_path = urlsplit(url).path, urlsplit(new).path
    if _LOG_IN.search(new) and not _LOG_IN.search(url):
        return False
    if new_path in ("", "/") and old_path not in ("", "/"):
        return False
    language = _LANGUAGE.match(new_path)
    return not (language and not old_path.startswith(language[0]))
