"""A page that its title calls deprecated says so in its metadata.

"[Deprecated]" in a title tells the reader who has already opened the page. `status: retired`, with a
`successor`, tells the site, the search and every page that links here.

## Bad
~~~markdown
# [Deprecated] Disk full
~~~

## Good
~~~markdown
---
status: retired
successor: volume-full.md
---
# [Deprecated] Disk full
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.kinds.recognise import retired_mark
from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule


class RetiredInTitle(PageRule):
    code = "M108"
    name = "retired-in-title"
    severity = "info"

    def check(self, page: Page) -> Iterator[Problem]:
        if page.data.get("status") == "retired":
            return
        heading = next((found for found in page.headings if found.level == 1), None)
        title = page.data.get("title")
        span = heading.text_span if heading else page.front_matter.values.get("title", page.front_matter.span)
        for text in (heading.text if heading else "", title if isinstance(title, str) else ""):
            mark = retired_mark(text)
            if mark:
                message = f"the title says `{mark.strip()}`: add `status: retired`, and `successor:` if there is one"
                yield self.finding(span, message)
                return
