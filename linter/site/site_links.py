"""Links between the pages of an mkdocs site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url


def own_rule_page(name: str) -> str:
    """Where a site that documents the rules itself has the page about one, relative to docs_dir."""
    return f"rules/{name}.md"


class SiteLinks:
    """All pages of a site. `docs` is docs_dir relative to the knowledge base's root.

    `of_records` are the pages of incidents by the path of the record, which may lie outside of docs_dir.
    """

    def __init__(self, files: Iterable[File], docs: str, dashboards: str, of_records: Mapping[str, File]) -> None:
        # mkdocs makes a path object for each look-up; a page asks for dozens.
        self._files = {file.src_uri: file for file in files}
        self._of_records = of_records
        self.docs = docs
        self.dashboards = dashboards

    def named(self, src_uri: str) -> File | None:
        """The file at a path relative to docs_dir."""
        return self._files.get(src_uri)

    def from_page(self, file: File) -> PageLinks:
        """The links as they are written on one page."""
        return PageLinks(self, file)

    def file_of(self, path: str) -> File | None:
        """The file of a page by its path relative to the root, where it is published."""
        if path in self._of_records:
            return self._of_records[path]
        prefix = f"{self.docs}/" if self.docs else ""
        if not path.startswith(prefix):
            return None
        file = self._files.get(path[len(prefix) :])
        return file if file and file.inclusion.is_included() else None  # type: ignore[no-untyped-call]

    @staticmethod
    def quoted(path: str) -> str:
        """A path as part of a URL."""
        return quote(path)


class PageLinks:
    """Implements `linter.site.links.Links` for one page of the site."""

    def __init__(self, site: SiteLinks, file: File) -> None:
        self._site = site
        self._file = file

    def page(self, path: str) -> str | None:
        """A page of the knowledge base."""
        file = self._site.file_of(path)
        return file.url_relative_to(self._file) if file else None

    def rule(self, name: str) -> str | None:
        """The site's own page about a rule, else its place in our list."""
        own = self._site.named(own_rule_page(name))
        if own:
            return own.url_relative_to(self._file)
        listed = self._site.named(posixpath.join(self._site.dashboards, "rules.md"))
        return f"{listed.url_relative_to(self._file)}#{name}" if listed else None

    def dashboard(self, name: str) -> str | None:
        """One of our dashboards."""
        file = self._site.named(posixpath.join(self._site.dashboards, f"{name}.md"))
        return file.url_relative_to(self._file) if file else None

    def to(self, src_uri: str) -> str:
        """A published file that is no page."""
        return get_relative_url(quote(src_uri), self._file.url)
