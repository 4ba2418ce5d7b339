"""The places on a page that one can link to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from linter.model.document import Document
from linter.parsing import parse
from linter.project.site import Site
from linter.project.slugs import slugs

_GENERATED = re.compile(r"\{%|\{\{|--8<--|^\[\[|:::\s+\w+\.", re.MULTILINE)
_ALWAYS = frozenset({"", "top"})


class Places(NamedTuple):
    """What a page has to link to, whatever its site makes of it: headings as (text, explicit id), and other ids.

    `uncertain` is true where macros or includes may add headings nobody sees here.
    """

    headings: tuple[tuple[str, str | None], ...]
    ids: tuple[str, ...]
    has_footnotes: bool
    uncertain: bool


def places_on(document: Document) -> Places:
    """The places on a page."""
    return Places(
        tuple((heading.text, heading.id) for heading in document.headings),
        tuple(anchor.id for anchor in document.anchors),
        "[^" in document.text,
        _GENERATED.search(document.text) is not None,
    )


class PageAnchors:
    """The anchors of one page: those of its headings, and `explicit` ones that are no heading's."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.explicit = frozenset(places.ids)
        self.uncertain = places.uncertain
        self._known: dict[tuple[str, str, str], frozenset[str]] = {}
        self._known_folded: dict[tuple[str, str, str], frozenset[str]] = {}

    def all(self, site: Site) -> frozenset[str]:
        """Every anchor as the site renders the page."""
        key = (site.flavour, site.separator, site.case)
        if key not in self._known:
            self._known[key] = frozenset(self.of_headings(site)) | self.explicit
        return self._known[key]

    def _all_folded(self, site: Site) -> frozenset[str]:
        key = (site.flavour, site.separator, site.case)
        if key not in self._known_folded:
            # Redcarpet makes the anchor of the escaped title: `The director's` is `the-director-39-s` there.
            escaped = (_redcarpet_escaped(title) for title, _ in self._places.headings)
            self._known_folded[key] = frozenset(map(_folded, {*self.all(site), *escaped}))
        return self._known_folded[key]

    def of_headings(self, site: Site) -> Sequence[str]:
        """The anchor of each heading, in order."""
        return slugs(self._places.headings, site.flavour, site.separator, site.case)

    def has(self, anchor: str, site: Site) -> bool:
        """True when the page has the anchor on this site."""
        if anchor in _ALWAYS or anchor in self.all(site):
            return True
        # How Middleman makes an anchor out of a title depends on the renderer that the site chose; Azure DevOps keeps
        # punctuation, encoded in one of several ways.
        if site.flavour in ("middleman", "azure") and _folded(anchor) in self._all_folded(site):
            return True
        return self._places.has_footnotes and anchor.startswith(("fn:", "fnref:", "fn-", "fnref-", "user-content-fn"))

    def near(self, anchor: str, site: Site) -> list[str]:
        """The anchors that were probably meant, best first: the same but for case or separators, then by spelling."""
        from difflib import get_close_matches

        known = sorted(self.all(site))
        key = _folded(anchor)
        same = [name for name in known if _folded(name) == key]
        return same or get_close_matches(anchor, known, 3, 0.75)


def anchors_of(text: str) -> PageAnchors:
    """The anchors of a page's text."""
    return PageAnchors(places_on(parse(text)))


def _redcarpet_escaped(title: str) -> str:
    return title.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&quot;")


def _folded(anchor: str) -> str:
    return "".join(char for char in anchor.casefold() if char.isalnum())
