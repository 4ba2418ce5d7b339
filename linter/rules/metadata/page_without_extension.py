"""A page's file name ends in `.md`.

A file that reads as Markdown but has no extension is shown by no site, found by no search, and linted by
nobody.

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
from typing import TYPE_CHECKING

from linter.model.finding import Problem
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.project import Project

_NAME = re.compile(r"[^.]+")
_OTHERS = re.compile(
    r"(?:LICEN[CS]E|NOTICE|AUTHORS|CODEOWNERS|OWNERS|COPYING|Makefile|Dockerfile|Vagrantfile|Jenkinsfile|VERSION)\w*",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)


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
                if not _NAME.fullmatch(name) or _OTHERS.fullmatch(name) or not project.tree.is_file(path):
                    continue
                text = project.text_of(path)
                if text and _reads_as_markdown(text):
                    first = text.find("\n") if "\n" in text else len(text)
                    message = f"`{name}` reads as a page but has no `.md`, so no site shows it: rename it to `{name}.md`"
                    yield self.finding(path, (0, first), message, subject=name, suggestions=[f"{name}.md"])


def _reads_as_markdown(text: str) -> bool:
    """Starts with a heading or front matter, and has more headings than a script has comments like them."""
    head = text.lstrip("\ufeff \t\r\n")
    return head.startswith(("# ", "---\n", "---\r\n")) and len(_HEADING.findall(text[:20_000])) >= 2 and "\n\n" in text
