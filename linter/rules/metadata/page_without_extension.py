"""A page's file name ends in `.md`.

A file that reads as Markdown but has no extension is shown by no site, found by no search, and linted by
nobody. Looked at are files beside pages; licences, scripts and commented settings do not read as Markdown.

## Bad
~~~markdown
# Disk full
~~~

~~~markdown VolumeFull
# Volume full

## Meaning

A volume is full.
~~~

## Good
~~~markdown
# Disk full
~~~

~~~markdown VolumeFull.md
# Volume full

## Meaning

A volume is full.
~~~
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from linter.model.finding import Problem
from linter.parsing import parse
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project

_EXTENSION = re.compile(r"\.[\w~-]{1,12}$|^\.")
_OTHERS = re.compile(
    r"(?:LICEN[CS]E|NOTICE|AUTHORS|CODEOWNERS|OWNERS|COPYING|Makefile|Dockerfile|Vagrantfile|Jenkinsfile|VERSION)"
    r"(?:[-_]\w+)?",
    re.IGNORECASE,
)
_HEAD = 20_000


class PageWithoutExtension(ProjectRule):
    code = "M107"
    name = "page-without-extension"
    severity = "warning"

    def check(self, project: Project) -> Iterator[Problem]:
        if not project.whole:
            return
        for folder in sorted({posixpath.dirname(page) for page in project.pages}):
            for name in sorted(project.tree.names(folder)):
                path = posixpath.join(folder, name)
                if _EXTENSION.search(name) or _OTHERS.fullmatch(name) or not project.tree.is_file(path):
                    continue
                text = project.text_of(path)
                if text and _reads_as_markdown(text):
                    first = text.find("\n") if "\n" in text else len(text)
                    message = (
                        f"`{name}` reads as a page but has no `.md`, so no site shows it: rename it to `{name}.md`"
                    )
                    yield self.finding(path, (0, first), message, subject=name, suggestions=[f"{name}.md"])


def _reads_as_markdown(text: str) -> bool:
    """Starts with a title and has sections that stand alone, as the comments of scripts and settings do not."""
    if not text.lstrip("\ufeff \t\r\n").startswith(("# ", "---\n", "---\r\n")):
        return False
    document = parse(text[:_HEAD])
    headings = document.headings
    if len(headings) < 2 or headings[0].level != 1 or all(heading.level == 1 for heading in headings):
        return False
    lines = [document.place(heading.span.start)[0] for heading in headings]
    return all(after > before + 1 for before, after in pairwise(lines))
