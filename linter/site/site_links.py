"""Links between the pages of an mkdocs site."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from mkdocs.structure.files import File, Files
from mkdocs.utils import get_relative_url


class SiteLinks:
    """All pages of a site. `docs` is docs_dir relative to the knowledge base's root."""

    def __init__(self, files: Files, docs: str, dashboards: str) -> None:
        self.files = files
        self.docs = docs
        self.dashboards = dashboards

    def from_page(self, file: File) -> PageLinks:
        """The links as they are written on one page."""
        return PageLinks(self, file)

    def file_of(self, path: str) -> File | None:
        """The file of a page by its path relative to the root, where it is published."""
        prefix = f"{self.docs}/" if self.docs else ""
        if not path.startswith(prefix):
            return None
        file = self.files.get_file_from_path(path[len(prefix) :])
        return file if file and file.inclusion.is_included() else None  # type: ignore[no-untyped-call]

    def has_rule_page(self, name: str) -> bool:
        """True where the site has its own page about a rule."""
        return self.files.get_file_from_path(f"rules/{name}.md") is not None

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
        if self._site.has_rule_page(name):
            file = self._site.files.get_file_from_path(f"rules/{name}.md")
            return file.url_relative_to(self._file) if file else None
        listed = self._site.files.get_file_from_path(posixpath.join(self._site.dashboards, "rules.md"))
        return f"{listed.url_relative_to(self._file)}#{name}" if listed else None

    def dashboard(self, name: str) -> str | None:
        """One of our dashboards."""
        file = self._site.files.get_file_from_path(posixpath.join(self._site.dashboards, f"{name}.md"))
        return file.url_relative_to(self._file) if file else None

    def to(self, src_uri: str) -> str:
        """A published file that is no page."""
        return get_relative_url(quote(src_uri), self._file.url)
