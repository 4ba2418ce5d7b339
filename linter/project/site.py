"""What is known of the site the pages are published on, from mkdocs.yml and what else lies at the root."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from linter.config import Config
from linter.model.span import Span
from linter.project.forge import forge_by_ci
from linter.project.reading import UnreadableError, read_text
from linter.project.tree import DiskTree, WalkedTree

MKDOCS = "mkdocs.yml"
_SITE_FOLDERS = ("", "docs", "website", "site", "www", "doc", "documentation", "content")
_GENERATORS = frozenset(
    {"_config.yml", "conf.py", "book.toml", "antora.yml", "mint.json", "docs.json", "SUMMARY.md", ".vitepress"}
    | {".vuepress", "_sidebar.md", "hugo.toml", "hugo.yaml", "config.toml", "sidebars.js", "gatsby-config.js"}
)
_SURE_GENERATORS = frozenset(
    {"book.toml", "antora.yml", "hugo.toml", "hugo.yaml", ".vitepress", "docusaurus.config.js"}
)
"""Names that nothing but a generator uses."""
_AZURE_WIKI = ".order"
_WIKI_HOMES = frozenset({"Home.md", "home.md"})
_GENERATOR_PREFIXES = ("docusaurus.config.", "mkdocs.", "next.config.", "astro.config.", "eleventy.config.")
_MIDDLEMAN_PAGES = "source"
_HUGO_FILES = ("hugo.toml", "hugo.yaml", "hugo.json", "config/_default/hugo.toml")


class NavEntry(NamedTuple):
    """A page that the navigation names; `span` lies in mkdocs.yml."""

    path: str
    span: Span


class Site(NamedTuple):
    """The site. `docs` is the base of links and URLs, relative to the root, empty for the root itself.

    `flavour` says how headings become anchors; `extensions` are python-markdown's, by name, with their options.
    `absolute` is true where links from the root are meant to start at docs_dir (`absolute_links: relative_to_docs`).
    `published` are the folders that a generator may publish, None where the root is no repository: pages outside of
    them are shown by the forge alone, for which `/x` is the repository's `x`, and whose anchors are of the flavour
    `forge`.
    `nav` is None where the navigation is implicit. `generated` is the folder of pages that are made when the
    site is built, empty for none. `error` says why mkdocs.yml could not be read.
    """

    is_mkdocs: bool = False
    docs: str = ""
    flavour: str = "github"
    forge: str = "github"
    url: str = ""
    use_directory_urls: bool = True
    absolute: bool = False
    published: tuple[str, ...] | None = None
    nav: tuple[NavEntry, ...] | None = None
    extensions: Mapping[str, Mapping[str, Any]] = {}
    plugins: tuple[str, ...] = ()
    generated: str = ""
    separator: str = "-"
    case: str = ""
    error: str = ""

    def is_forge_only(self, page: str) -> bool:
        """True for a page that no generator publishes."""
        folders = self.published
        return folders is not None and not any(not folder or page.startswith(f"{folder}/") for folder in folders)

    def showing(self, page: str) -> Site:
        """The site as a page's anchors are made: the forge's way for a page that no generator publishes."""
        return self._replace(flavour=self.forge) if self.is_forge_only(page) else self


def read_site(root: Path, config: Config) -> Site:
    """The site of a knowledge base on disk."""

    def read(path: str) -> str | None:
        try:
            return read_text(root, path)
        except UnreadableError:
            return None

    return site_of(DiskTree(root), read, config, is_repository=(root / ".git").exists())


def has_other_generator(root: Path) -> bool:
    """Whether something other than mkdocs makes a site of these pages: another generator, or a wiki."""
    tree = DiskTree(root)
    return not tree.is_file(MKDOCS) and bool(_published_folders(tree, _flavour_without_mkdocs(tree)))


def site_of(tree: WalkedTree, read: Callable[[str], str | None], config: Config, *, is_repository: bool) -> Site:
    """The site of the files of a tree; GitHub's rendering where nothing says otherwise.

    `is_repository` is true where the root is that of a Git repository.
    """
    if not tree.is_file(MKDOCS):
        flavour = config.links.flavour or _flavour_without_mkdocs(tree)
        published = (_published_folders(tree, flavour) or _sites_within(tree)) if is_repository else None
        docs = config.docs or (_MIDDLEMAN_PAGES if flavour == "middleman" and tree.is_dir(_MIDDLEMAN_PAGES) else "")
        return Site(docs=_folder(docs), flavour=flavour, forge=flavour, published=published)
    text = read(MKDOCS)
    if text is None:
        error = f"{MKDOCS} cannot be read"
        return Site(docs=config.docs or "", flavour=config.links.flavour or "github", error=error)
    from linter.parsing.guarded_yaml import YamlError, load_yaml

    try:
        values = load_yaml(text, lenient=True)
    except YamlError as error:
        message = f"{MKDOCS}:{error.line}:{error.column}: {error.message}"
        return Site(docs=_folder(config.docs or ""), flavour=config.links.flavour or "mkdocs", error=message)
    values = values if isinstance(values, dict) else {}
    extensions = _named(values.get("markdown_extensions"))
    toc = extensions.get("toc", {})
    slugify = toc.get("slugify")
    docs = _folder(config.docs or str(values.get("docs_dir") or "docs"))
    plugins = _named(values.get("plugins"))
    return Site(
        is_mkdocs=True,
        docs=docs,
        flavour=config.links.flavour or ("pymdownx" if "pymdownx" in str(slugify) else "mkdocs"),
        forge=config.links.flavour or forge_by_ci(tree) or "github",
        url=str(values.get("site_url") or ""),
        use_directory_urls=values.get("use_directory_urls") is not False,
        absolute=_from_docs(values.get("validation")),
        nav=_nav(values.get("nav"), text, docs),
        extensions=extensions,
        plugins=tuple(plugins),
        generated=_generated(plugins, docs),
        published=(docs,) if is_repository else None,
        separator=str(toc.get("separator") or "-"),
        case=_case(slugify),
    )


def _flavour_without_mkdocs(tree: WalkedTree) -> str:
    if tree.is_file(_AZURE_WIKI):
        return "azure"
    if _is_hugo(tree):
        return "hugo"
    if tree.is_file("config.rb") and tree.is_dir(_MIDDLEMAN_PAGES):
        return "middleman"
    # A mirror, or a job for either: what GitHub shows is what more people read.
    return forge_by_ci(tree) or "github"


def _is_hugo(tree: WalkedTree) -> bool:
    """Whether the files are those of a site made by Hugo; in a repository of more, it lies in a folder of its own."""
    if any(map(tree.is_file, _HUGO_FILES)) or tree.is_dir("archetypes"):
        return True
    if any(posixpath.basename(path) == "_index.md" for path in tree.below("content")):
        return True
    folders = [name for name in tree.names("") if tree.is_dir(f"{name}/content")]
    return any(
        tree.is_dir(f"{name}/layouts") or any(tree.is_file(f"{name}/{file}") for file in _HUGO_FILES)
        for name in folders
    )


def _published_folders(tree: WalkedTree, flavour: str) -> tuple[str, ...]:
    """Where a site generator that we do not know may take its pages from: all the usual folders, if there is one."""
    if flavour in ("hugo", "middleman", "azure") or _is_wiki(tree.names("")):
        return ("",)
    for folder in _SITE_FOLDERS:
        names = tree.names(folder)
        if any(name in _GENERATORS or name.startswith(_GENERATOR_PREFIXES) for name in names):
            return _SITE_FOLDERS[1:] if folder else ("",)
    return ()


def _sites_within(tree: WalkedTree) -> tuple[str, ...]:
    """The folders one level down, in the root or in one of the usual folders, that a site generator publishes."""
    within = [posixpath.join(folder, name) for folder in _SITE_FOLDERS for name in tree.names(folder)]
    return tuple(sorted(folder for folder in within if not _SURE_GENERATORS.isdisjoint(tree.names(folder))))


def _is_wiki(names: frozenset[str]) -> bool:
    """Whether these are the files of a wiki of GitHub or GitLab, which begins with its page `Home`."""
    return not names.isdisjoint(_WIKI_HOMES) and "README.md" not in names


def _folder(path: str) -> str:
    folder = posixpath.normpath(path.replace(os.sep, "/"))
    return "" if folder == "." else folder


def _named(value: object) -> dict[str, Mapping[str, Any]]:
    """Names with their options, from mkdocs' two forms: a list of names and one-key mappings, or a mapping."""
    found: dict[str, Mapping[str, Any]] = {}
    items: Sequence[object] = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
    for item in items:
        if isinstance(item, str):
            found[item] = {}
        elif isinstance(item, dict):
            found.update({str(name): options if isinstance(options, dict) else {} for name, options in item.items()})
    return found


def _from_docs(validation: object) -> bool:
    """Whether mkdocs takes links from the root as links from docs_dir; otherwise it leaves them as they are."""
    found = validation if isinstance(validation, dict) else {}
    links = found.get("links")
    inner = links.get("absolute_links") if isinstance(links, dict) else None
    return "relative_to_docs" in (found.get("absolute_links"), inner)


def _generated(plugins: Mapping[str, Mapping[str, Any]], docs: str) -> str:
    """Where our own plugin puts its dashboards."""
    if "runbook-linter" not in plugins:
        return ""
    folder = plugins["runbook-linter"].get("dashboards", "dashboards")
    return posixpath.join(docs, folder) if isinstance(folder, str) and folder else ""


def _case(slugify: object) -> str:
    """pymdownx's slugs keep the case unless told otherwise; its older functions say it in their name."""
    if isinstance(slugify, dict):
        options = slugify.get("kwds") or slugify
        return str(options.get("case") or "none") if isinstance(options, dict) else "none"
    return "lower" if "uslugify" in str(slugify) and "cased" not in str(slugify) else "none"


def _nav(value: object, text: str, docs: str) -> tuple[NavEntry, ...] | None:
    if value is None:
        return None
    found: list[NavEntry] = []
    at = max(text.find("nav:"), 0)

    def walk(item: object) -> None:
        nonlocal at
        if isinstance(item, str):
            start = text.find(item, at)
            if start >= 0:
                at = start + len(item)
                if item.endswith((".md", ".markdown")) and "://" not in item:
                    found.append(NavEntry(posixpath.join(docs, item), Span(start, at)))
        elif isinstance(item, list):
            for inner in item:
                walk(inner)
        elif isinstance(item, dict):
            for inner in item.values():
                walk(inner)

    walk(value)
    return tuple(found)
