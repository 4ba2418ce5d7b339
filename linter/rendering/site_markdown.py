"""A page as the site shows it: python-markdown with the extensions that mkdocs.yml names.

mkdocs.yml may be a stranger's. Only extensions that come with python-markdown and pymdown-extensions are
loaded, never a module it names, and of their options only those that shape blocks: options that read files or
name functions to call are left out.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping
from typing import Any

_DEFAULT = ("toc", "tables", "fenced_code")

_BUILT_IN = frozenset(
    (
        "abbr",
        "admonition",
        "attr_list",
        "codehilite",
        "def_list",
        "extra",
        "fenced_code",
        "footnotes",
        "legacy_attrs",
        "legacy_em",
        "md_in_html",
        "meta",
        "nl2br",
        "sane_lists",
        "smarty",
        "tables",
        "toc",
        "wikilinks",
    )
)
_PYMDOWN = frozenset(
    (
        "arithmatex",
        "betterem",
        "blocks.admonition",
        "blocks.caption",
        "blocks.definition",
        "blocks.details",
        "blocks.html",
        "blocks.tab",
        "bracketspan",
        "caret",
        "critic",
        "details",
        "emoji",
        "escapeall",
        "extra",
        "fancylists",
        "highlight",
        "inlinehilite",
        "keys",
        "magiclink",
        "mark",
        "progressbar",
        "quotes",
        "saneheaders",
        "smartsymbols",
        "striphtml",
        "superfences",
        "tabbed",
        "tasklist",
        "tilde",
    )
)
# Known, and left out in silence: they read other files or change links and images only.
_IRRELEVANT = frozenset(("pymdownx.snippets", "pymdownx.b64", "pymdownx.pathconverter"))

_OPTIONS: Mapping[str, frozenset[str]] = {
    "pymdownx.superfences": frozenset(("preserve_tabs", "disable_indented_code_blocks", "relaxed_headers")),
    "pymdownx.tabbed": frozenset(("alternate_style",)),
    "pymdownx.fancylists": frozenset(("additional_ordered_styles", "inject_style", "inject_class")),
    "pymdownx.quotes": frozenset(("callouts",)),
    "pymdownx.highlight": frozenset(("use_pygments",)),
    "codehilite": frozenset(("use_pygments",)),
    "toc": frozenset(("marker",)),
}


class SiteMarkdown:
    """The site's Markdown. `extensions` are those in use by full name, `unknown` those left out."""

    def __init__(self, extensions: Mapping[str, Any]) -> None:
        import markdown

        wanted = _wanted(extensions)
        has_pymdown = importlib.util.find_spec("pymdownx") is not None
        names = [name for name in wanted if _is_known(name) and (has_pymdown or not name.startswith("pymdownx."))]
        self.unknown = tuple(name for name in wanted if name not in names and name not in _IRRELEVANT)
        self.extensions = frozenset(_with_parts(names))
        self._markdown = markdown.Markdown(
            extensions=[_module(name) for name in dict.fromkeys(names)],
            extension_configs={_module(name): _safe_options(name, wanted.get(name)) for name in names},
        )

    def render(self, text: str) -> str:
        """The body of a page, front matter aside, as HTML. Raises ValueError where it cannot be rendered."""
        self._markdown.reset()
        try:
            return str(self._markdown.convert(text))
        except Exception as error:  # an extension stumbling over a page must not end the run
            raise ValueError(f"python-markdown cannot render this page: {error}") from error


def extensions_in_use(extensions: Mapping[str, Any]) -> frozenset[str]:
    """The names of the extensions of a site, those that mkdocs adds and those that others bring along included."""
    return frozenset(_with_parts(name for name in _wanted(extensions) if _is_known(name)))


def _wanted(extensions: Mapping[str, Any]) -> dict[str, Any]:
    return {name: {} for name in _DEFAULT} | {_short(name): options for name, options in extensions.items()}


def _short(name: str) -> str:
    return name.removeprefix("markdown.extensions.")


def _module(name: str) -> str:
    return name if name.startswith("pymdownx.") else f"markdown.extensions.{name}"


def _is_known(name: str) -> bool:
    if name.startswith("pymdownx."):
        return name.removeprefix("pymdownx.") in _PYMDOWN
    return name in _BUILT_IN


def _with_parts(names: Iterable[str]) -> Iterable[str]:
    """The names, and what the two collections bring along."""
    for name in names:
        yield name
        if name == "extra":
            yield from ("abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables")
        elif name == "pymdownx.extra":
            yield from ("abbr", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "pymdownx.superfences")


def _safe_options(name: str, options: Any) -> dict[str, Any]:
    allowed = _OPTIONS.get(name, frozenset())
    return {key: value for key, value in options.items() if key in allowed} if isinstance(options, Mapping) else {}
