"""The owner of a page is somebody known.

An owner who is in no list cannot be paged. Checked where CODEOWNERS or `people:` in the configuration list
who there is.

## Bad
~~~text CODEOWNERS
* @acme/storage
~~~

~~~markdown
---
owner: team-that-was-dissolved
---
# Disk full
~~~

## Good
~~~text CODEOWNERS
* @acme/storage
~~~

~~~markdown
---
owner: storage
---
# Disk full
~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.model.finding import Problem
from linter.model.page import Page
from linter.project.owners import folded_owner, known_owners
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project


class OwnerUnknown(ProjectRule):
    code = "M105"
    name = "owner-unknown"
    severity = "info"

    def collect(self, source: Page) -> Iterator[Any]:
        if source.is_template or source.retired or "owner" not in source.front_matter.values:
            return
        start, end = source.front_matter.values["owner"]
        owners = source.data["owner"]
        for owner in owners if isinstance(owners, list) else [owners]:
            if isinstance(owner, str) and owner.strip():
                at = source.text.find(owner, start, end) if isinstance(owners, list) else -1
                yield [owner, *((at, at + len(owner)) if at >= 0 else (start, end))]

    def check(self, project: Project) -> Iterator[Problem]:
        facts = list(project.facts(OwnerUnknown))
        known = known_owners(project.config, project.text_of) if facts else frozenset()
        if not known:
            return
        for path, (owner, start, end) in facts:
            if folded_owner(owner) in known:
                continue
            from difflib import get_close_matches

            near = get_close_matches(folded_owner(owner), sorted(known), 1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            message = f"the owner `{owner}` is neither in CODEOWNERS nor in `people:`{hint}"
            yield self.finding(path, (start, end), message, subject=owner, suggestions=near)
