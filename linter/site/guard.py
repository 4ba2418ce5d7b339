"""A python-markdown extension: whatever in a page would run in the reader's browser is shown as text.

Markdown lets HTML through, and pages come from many hands. Plain HTML stays: tables, `<details>`, images.
What runs, or brings in what runs, does not: script elements, event attributes, `javascript:` URLs.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

_RUNS = re.compile(
    r"<\s*/?\s*(?:script|object|embed|applet|base|meta|link|frame|frameset|portal|template)(?![\w-])"
    r"|<[^>]*[\s/\"']on\w+\s*="
    r"|[\s\"'/](?:srcdoc|formaction)\s*="
    r"|(?:javascript|vbscript)\s*:"
    r"|data\s*:\s*(?:text/html|image/svg|application/)",
    re.IGNORECASE,
)
_TARGETS = re.compile(
    r"(?:href|src|action|data|poster|background|cite|to|from|values)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))",
    re.IGNORECASE,
)
# What a page's source holds, in lower case, where any of its HTML can run; entities can spell everything. Each begins
# with a character that must be there: the search skips all others.
_SUSPECT = re.compile(
    r"<\s*/?\s*(?:object|embed|applet|base|meta|link|frame|portal|template)|script|srcdoc|formaction|data\s*:"
    r"|on(?<=[\s/\"'{:]on)\w+\s*=|&#?\w"
)
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028\u2029\ufeff]+")
_SCHEME = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_HARMLESS_DATA = re.compile(r"data:image/(?:png|gif|jpeg|webp|avif);", re.IGNORECASE)
_URLS = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "cite",
    "{http://www.w3.org/1999/xlink}href",
)
# After attribute lists and highlighting, before the tree is written as text.
_AFTER_ALL_TREES = 1
_BEFORE_RAW_HTML = 35
_BEFORE_HTML_BLOCKS = 21


class GuardExtension(Extension):
    """Registers the two halves: raw HTML that the page holds, and elements that Markdown makes."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - python-markdown's name
        """Called by python-markdown."""
        source = _Source(md)
        md.preprocessors.register(source, "runbook-linter-source", _BEFORE_HTML_BLOCKS)
        md.postprocessors.register(_RawHtml(md, source), "runbook-linter-raw-html", _BEFORE_RAW_HTML)
        md.treeprocessors.register(_Elements(md, source), "runbook-linter-elements", _AFTER_ALL_TREES)


class _Source(Preprocessor):
    """Most pages hold nothing that could run: one look at the source spares looking at all their HTML."""

    suspect = True

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).lower()
        # Browsers drop line breaks within a scheme.
        self.suspect = _SUSPECT.search(text) is not None or "script" in "".join(text.split())
        return lines


class _RawHtml(Postprocessor):
    """Pieces of raw HTML wait in the stash until the end; those that run something become text there."""

    def __init__(self, md: Markdown, source: _Source) -> None:
        super().__init__(md)
        self._source = source
        self._looked_at = 0

    def run(self, text: str) -> str:
        if not self._source.suspect:
            return text
        stash: list[Any] = self.md.htmlStash.rawHtmlBlocks
        if len(stash) < self._looked_at:
            self._looked_at = 0
        # Postprocessors run for each heading as well: each piece is looked at once.
        for number in range(self._looked_at, len(stash)):
            piece = stash[number]
            if isinstance(piece, str) and runs(piece):
                stash[number] = escape(piece)
        self._looked_at = len(stash)
        return text


class _Elements(Treeprocessor):
    """Attribute lists and link targets can carry code, too."""

    def __init__(self, md: Markdown, source: _Source) -> None:
        super().__init__(md)
        self._source = source

    def run(self, root: Element) -> None:
        if not self._source.suspect:
            return
        for element in root.iter():
            if not element.attrib:
                continue
            for name, value in list(element.attrib.items()):
                if name.lower().startswith("on") or name.lower() == "srcdoc":
                    del element.attrib[name]
                elif name in _URLS and bad_url(value):
                    # Other extensions rely on the attribute being there.
                    element.attrib[name] = "#"


def inert(value: Any) -> Any:
    """A front matter value as themes can print it: they do so without escaping titles, descriptions and tags."""
    if isinstance(value, str):
        return value.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    if isinstance(value, list):
        return [inert(item) for item in value]
    if isinstance(value, dict):
        return {inert(key): inert(item) for key, item in value.items()}
    return value


def runs(html: str) -> bool:
    """True for HTML that would run something when shown. Entities and blanks hide nothing."""
    if "<" not in html:
        return False
    if _RUNS.search(html):
        return True
    return any(bad_url(found[1] or found[2] or found[3] or "") for found in _TARGETS.finditer(html))


def bad_url(url: str) -> bool:
    """True for a URL that is code. Browsers drop blanks and control characters before they look at the scheme."""
    bare = _CONTROL.sub("", unescape(url))
    return _SCHEME.match(bare) is not None and not _HARMLESS_DATA.match(bare)
