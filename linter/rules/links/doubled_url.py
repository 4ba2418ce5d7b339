"""An address holds one address.

Pasting a full URL behind another gives `https://wiki.example.com/https://…`, which leads nowhere.

## Bad
~~~markdown
# Disk full

See [the graph](https://grafana.example.com/d/https://grafana.example.com/d/abc).
~~~

## Good
~~~markdown
# Disk full

See [the copy](https://web.archive.org/web/2020/https://example.com/) and
[the login](https://sso.example.com/login?next=https://example.com/).
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule

_SECOND = re.compile(r"https?://[^/?#]+[^?#]*?(https?:/{1,2}(?=[\w.-]))")
# These serve a copy or a check of the address that follows.
_BY_DESIGN = ("archive.org", "archive.is", "archive.ph", "archive.today", "validator.w3.org", "r.jina.ai", "12ft.io")
_PROXY_WORDS = re.compile(r"proxy|cache|redirect|preview|screenshot|badge|image|img|cdn", re.IGNORECASE)


class DoubledUrl(PageRule):
    code = "L111"
    name = "doubled-url"
    severity = "error"

    def check(self, page: Page) -> Iterator[Problem]:
        for link in page.links:
            if link.target.count("http") < 2:
                continue
            found = _SECOND.match(link.target)
            if not found:
                continue
            before = link.target[: found.start(1)]
            if any(host in before for host in _BY_DESIGN) or _PROXY_WORDS.search(before):
                continue
            inner = link.target[found.start(1) :]
            message = f"two addresses in one: keep the one you mean, probably `{inner}`"
            yield self.finding(link, message, subject=link.target, suggestions=[inner])
