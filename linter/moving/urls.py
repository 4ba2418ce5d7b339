"""The addresses of moved pages: `runbook_url`s of alert rules, and links that name a page by its address."""

from __future__ import annotations

import re

from linter.moving.moved_tree import Move
from linter.project.alerts import UrlMap
from linter.project.project import Project


class MovedUrls:
    """From a page's address before the move to that after it."""

    def __init__(self, project: Project, move: Move) -> None:
        self._before = project.urls
        self._move = move
        self._pages = [move.of(page) for page in project.pages]
        self._case_sensitive = project.config.alerts.case_sensitive
        self._after = self._map(self._before.prefixes)

    def moved_page(self, url: str) -> str:
        """The page, by its path before the move, that a URL leads to if that page is moved; else empty."""
        page = self._before.page(url).page if "{{" not in url else ""
        return page if page and self._move.takes(page) else ""

    def now(self, url: str) -> str | None:
        """The URL of the moved page that `url` led to, fragment and query kept; None where no prefix covers it."""
        page = self._move.of(self.moved_page(url))
        bare, tail = re.fullmatch(r"([^?#]*)(.*)", url, re.DOTALL).groups()  # type: ignore[union-attr]
        if self._after.page(bare).page == page:
            return url
        own = {known: folder for known, folder in self._before.prefixes.items() if bare.startswith(known.rstrip("/"))}
        # The site and the forge may both have an address for a page: the same one is written where it can be.
        for urls in (self._map(own), self._after):
            made = urls.url_of(page, like=bare)
            if made and self._after.page(made).page == page:
                return made + tail
        return None

    def _map(self, prefixes: dict[str, str]) -> UrlMap:
        return UrlMap(prefixes, self._pages, case_sensitive=self._case_sensitive)
