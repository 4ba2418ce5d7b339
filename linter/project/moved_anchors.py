"""Where a heading went that a link still names: another title, or another page."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from linter.parsing import parse
from linter.project.renamed_headings import renamed_headings
from linter.project.slugs import slugs

if TYPE_CHECKING:
    from linter.project.project import Project
    from linter.project.site import Site

_MOST_PAGES = 2000
_SHORTEST_WORD = 3


class MovedAnchor(NamedTuple):
    """A place that was probably meant; `proven` is true where Git shows that the heading was only given a new title."""

    path: str
    anchor: str
    proven: bool = False


class MovedAnchors:
    """What became of the anchors of the pages at `paths`: Git is asked once for all of them."""

    def __init__(self, paths: Collection[str], project: Project) -> None:
        self._project = project
        self._former = _former_anchors(paths, project)
        self._folded: dict[str, str] = {}

    def now(self, path: str, anchor: str) -> MovedAnchor | None:
        """What the heading of a page is called now that had this anchor, by the page's history."""
        return self._former.get(path, {}).get(anchor)

    def elsewhere(self, path: str, anchor: str) -> list[MovedAnchor]:
        """The other pages that have the anchor, the nearest first; none for a name that many pages have."""
        project = self._project
        words = [word for word in anchor.casefold().replace("_", "-").split("-") if len(word) >= _SHORTEST_WORD]
        found: list[MovedAnchor] = []
        if not words or len(project.pages) > _MOST_PAGES:
            return found
        for page in project.pages:
            folded = self._text(page) if page != path else ""
            # Cheaper than reading each page's headings, and no page without these words has that one.
            if folded and all(word in folded for word in words):
                anchors = project.anchors(page)
                if anchors is not None and anchors.has(anchor, project.site.showing(page)):
                    found.append(MovedAnchor(page, anchor))
        if len(found) > (2 if len(words) > 1 else 1):
            return []
        folder = posixpath.dirname(path)
        return sorted(found, key=lambda moved: (posixpath.dirname(moved.path) != folder, moved.path))

    def _text(self, page: str) -> str:
        if page not in self._folded:
            self._folded[page] = (self._project.text_of(page) or "").casefold()
        return self._folded[page]


def _former_anchors(paths: Collection[str], project: Project) -> Mapping[str, Mapping[str, MovedAnchor]]:
    """For each page the anchors it had before, each with the place it is now."""
    found: dict[str, dict[str, MovedAnchor]] = {}
    if project.history.state != "full":
        return found
    for path, headings in renamed_headings(project.root, paths, project.history.renames).items():
        known = project.anchors(path)
        site = project.site.showing(path)
        slug = cache(partial(_slug, site=site))
        for old, new in headings.items():
            if known is not None and known.has(slug(new.text), site):
                found.setdefault(path, {}).setdefault(slug(old), MovedAnchor(path, slug(new.text), new.proven))
    return found


def _slug(title: str, site: Site) -> str:
    headings = parse(f"# {title}\n").headings
    made = slugs([(heading.text, heading.id) for heading in headings], site.flavour, site.separator, site.case)
    return made[0] if made else ""
