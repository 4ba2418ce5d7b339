"""What a dead link probably meant."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from linter.project.project import Project

_MOST = 3
# Comparing spellings takes time for each name: in a crowded folder an equal name elsewhere has to do.
_MOST_COMPARED = 200


def near_files(page: str, missing: str, fragment: str, project: Project) -> list[str]:
    """Targets relative to `page` for a path that is not there, best first.

    Tried are a forgotten or doubled extension, another case, the same name elsewhere, a similar name
    in the same folder.
    """
    from difflib import get_close_matches

    folder, name = posixpath.split(missing)
    stem = posixpath.splitext(name)[0]
    found: list[str] = []
    for candidate in (f"{missing}.md", missing.removesuffix(".md"), posixpath.join(folder, f"{stem}.md")):
        if candidate != missing and project.tree.is_file(candidate):
            found.append(candidate)
    names = project.tree.names(folder)
    found += sorted(posixpath.join(folder, other) for other in names if other.casefold() == name.casefold())
    found += project.pages_by_stem.get(posixpath.splitext(name)[0].casefold(), ())
    if len(names) <= _MOST_COMPARED:
        found += [posixpath.join(folder, other) for other in get_close_matches(name, sorted(names), 2, 0.8)]
    base = posixpath.dirname(page)
    tail = f"#{fragment}" if fragment else ""
    relative = [quote(posixpath.relpath(path, base or "."), safe="/+@,:") + tail for path in dict.fromkeys(found)]
    return relative[:_MOST]


def published_hint(page: str, missing: str, near: list[str], project: Project) -> str:
    """Why a target that exists in the source is dead all the same: raw HTML resolves against the published address."""
    source = posixpath.normpath(posixpath.join(posixpath.dirname(page), missing))
    if project.site.is_mkdocs and project.tree.is_file(source):
        return " on the site, where raw HTML is resolved against the page's address: write it in Markdown"
    return f"; did you mean `{near[0]}`?" if near else ""
