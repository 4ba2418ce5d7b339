"""From a link of a built page back to where somebody wrote it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from linter.model.document import Document, Image, Link
from linter.parsing import parse
from linter.project.reading import UnreadableError, read_text
from linter.project.resolve import resolve
from linter.project.site import Site
from linter.project.tree import DiskTree
from linter.site_check.dead_target import DeadTarget

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_INDEXES = ("index", "README", "_index", "readme")
_HELD_DOCUMENTS = 64


class Place(NamedTuple):
    """Where a link is written: a file relative to the root, line and column from 1."""

    path: str
    line: int
    column: int


class Sources:
    """The files that a site was built from. `pages` are its HTML files, `site_root` what links from `/` start at."""

    def __init__(self, root: Path, site: Site, pages: Iterable[str], site_root: str | None = None) -> None:
        self._root = root
        self._site = site
        self._site_root = site_root
        self._tree = DiskTree(root)
        self._pages = tuple(pages)
        self._document = lru_cache(_HELD_DOCUMENTS)(self._read)

    def page_of(self, html: str) -> str | None:
        """The file that an HTML file was made from, or copied from; None where there is none."""
        stem, suffix = posixpath.splitext(html)
        folder, name = posixpath.split(stem)
        stems = [stem]
        if name == "index":
            stems = [*(posixpath.join(folder, index) for index in _INDEXES), *([folder] if folder else [])]
        for candidate in (*(stem + ending for stem in stems for ending in _MARKDOWN), f"{stem}{suffix}"):
            path = posixpath.join(self._site.docs, candidate)
            if self._tree.is_file(path):
                return path
        return None

    def places(self, dead: DeadTarget) -> list[Place]:
        """Where the page's own source has the link; none for a link that came from elsewhere."""
        source = self.page_of(dead.page)
        if source is None:
            return []
        if not source.endswith(_MARKDOWN):
            return [Place(source, dead.line, dead.column)]
        return list(self._places_in(source, source, dead))

    def included_places(self, dead: DeadTarget) -> list[Place]:
        """Where a file that is no page itself has the link, for the page to include it."""
        source = self.page_of(dead.page)
        if source is None:
            return []
        path, _, fragment = dead.target.partition("#")
        needle = fragment or posixpath.basename(path.rstrip("/"))
        return [
            place
            for name, text in self._no_pages.items()
            if needle in text
            for place in self._places_in(name, source, dead)
        ]

    @cached_property
    def _no_pages(self) -> dict[str, str]:
        """The Markdown files that no page is made from, with their texts."""
        pages = {self.page_of(html) for html in self._pages}
        found: dict[str, str] = {}
        for name in self._tree.files():
            if name.endswith(_MARKDOWN) and name not in pages:
                try:
                    found[name] = read_text(self._root, name)
                except UnreadableError:
                    continue
        return found

    def _places_in(self, path: str, page: str, dead: DeadTarget) -> Iterator[Place]:
        """The links of a file that lead, from `page`, to the dead target."""
        document = self._document(path)
        if document is None:
            return
        links: list[Link | Image] = [*document.links, *document.images]
        spans = {link.target_span for link in links if self._leads_to(link, page, dead)}
        for span in sorted(spans):
            yield Place(path, *document.place(span.start))

    def _leads_to(self, link: Link | Image, page: str, dead: DeadTarget) -> bool:
        if link.target == dead.url or unquote(link.target) == unquote(dead.url):
            return True
        found = resolve(page, link.target, self._site, self._tree, self._site_root, html=link.form == "html")
        path, _, fragment = dead.target.partition("#")
        if found.state == "unknown" or found.fragment != fragment:
            return False
        return _bare(path) in self._published(found.path)

    def _published(self, path: str) -> frozenset[str]:
        """Where a file is found on the site, with directory URLs and without."""
        inside = posixpath.relpath(path, self._site.docs or ".") if path else ""
        stem, suffix = posixpath.splitext(inside)
        if suffix not in _MARKDOWN:
            return frozenset({_bare(inside)})
        folder, name = posixpath.split(stem)
        return frozenset({folder} if name in _INDEXES else {stem, f"{stem}.html"})

    def _read(self, path: str) -> Document | None:
        try:
            return parse(read_text(self._root, path))
        except UnreadableError:
            return None


def _bare(path: str) -> str:
    """A path of the site without what a server adds to it."""
    return path.removesuffix("index.html").rstrip("/")
