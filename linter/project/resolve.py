"""From a link as written to a file of the knowledge base."""

from __future__ import annotations

import posixpath
import re
from typing import Literal, NamedTuple
from urllib.parse import unquote

from linter.project.site import Site
from linter.project.tree import Tree

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_TEMPLATE = re.compile(r"\{\{|\{%|\{#|<%|\$\{|%\(")
# Paths that GitHub and GitLab serve beside a repository's files.
_FORGE = re.compile(
    r"(?:^|/)(?:issues|pull|pulls|wiki|releases|actions|blob|tree|commit|compare|discussions|-|raw)(?:/|$)"
)
_PAGES = (".md", ".markdown")
_MIDDLEMAN = (".html.md", ".html.md.erb", ".html.erb")
_INDEXES = ("index.md", "README.md", "_index.md", "readme.md", "index.html")


class Target(NamedTuple):
    """Where a link leads. `path` is relative to the root; `state` is `unknown` where nothing here can tell."""

    state: Literal["found", "missing", "unknown"]
    path: str = ""
    fragment: str = ""


def is_external(target: str) -> bool:
    """True for what is no path: a scheme, a protocol-relative URL."""
    return target.startswith("//") or _SCHEME.match(target) is not None


def split(target: str) -> tuple[str, str]:
    """Path and fragment of a target, decoded; query and text fragment dropped."""
    path, _, fragment = target.partition("#")
    path = path.partition("?")[0]
    fragment = fragment.partition(":~:")[0]
    return unquote(path), unquote(fragment)


def resolve(page: str, target: str, site: Site, tree: Tree, site_root: str | None, *, html: bool = False) -> Target:
    """Resolve a relative or root-absolute target of the page at `page`.

    Raw HTML on an mkdocs site resolves against the published URL: pass `html=True`.
    """
    if is_external(target) or _TEMPLATE.search(target):
        return Target("unknown")
    path, fragment = split(target)
    if not path:
        return Target("found", page, fragment)
    if site.flavour == "azure":
        return _in_azure_wiki(page, target, fragment, tree)
    if path.startswith("/"):
        return _absolute(page, path, fragment, site, tree, site_root)
    base = posixpath.dirname(page)
    if html and site.is_mkdocs:
        return _published(page, path, fragment, site, tree)
    full = posixpath.normpath(posixpath.join(base, path))
    if full == ".." or full.startswith("../"):
        return _outside(page, full, path, fragment, site, tree)
    if site.generated and f"{full}/".startswith(f"{site.generated}/"):
        return Target("unknown")
    found = _file(full if full != "." else "", path, tree)
    if found is not None:
        return Target("found", found, fragment)
    if site.flavour in ("hugo", "middleman"):
        return _served(page, path, fragment, tree)
    if _FORGE.search(path):
        return Target("unknown")
    if site.is_mkdocs and not posixpath.splitext(full)[1]:
        published = _published(page, path, fragment, site, tree)
        if published.state == "found":
            return published
    is_address = posixpath.splitext(full)[1] in ("", ".html")
    if site.published and not site.is_mkdocs and not site.is_forge_only(page) and is_address:
        # A generator or a wiki serves `a/b.md` at `a/b` or `a/b.html`, and such a link is one between addresses.
        served = _served(page, path, fragment, tree)
        if served.state == "found":
            return served
    return Target("missing", full, fragment)


def _absolute(page: str, path: str, fragment: str, site: Site, tree: Tree, site_root: str | None) -> Target:
    bases = [site_root.strip("/")] if site_root is not None else [site.docs, ""]
    if site.is_mkdocs and site.absolute:
        bases = [site.docs]
    # mkdocs leaves a link from the root as it is, and publishes no `.md`: only a forge may find it in the repository.
    elif site.is_mkdocs and site_root is None and path.endswith(_PAGES) and _is_below(page, site.docs):
        bases = [""]
        if not tree.is_file(path.strip("/")):
            return Target("missing", posixpath.join(site.docs, path.lstrip("/")), fragment)
    for base in bases:
        full = posixpath.normpath(posixpath.join(base, path.lstrip("/"))).strip("/")
        full = "" if full == "." else full
        found = _file(full, path, tree)
        if found is None and not (site.is_forge_only(page) and site_root is None):
            found = _page_of_url(full, tree)
        if found is not None:
            return Target("found", found, fragment)
    bare = path.strip("/")
    if site.is_forge_only(page) and site_root is None:
        # A forge takes the repository for the root; its own pages lie there, too.
        of_repository = posixpath.splitext(bare)[1] != "" or tree.is_dir(bare.partition("/")[0])
        return Target("missing" if of_repository and not _FORGE.search(path) else "unknown", bare, fragment)
    # Without a configured base nobody here knows what the server puts at its root.
    certain = (site_root is not None and not site.is_mkdocs) or (site.is_mkdocs and site.absolute)
    return Target("missing" if certain else "unknown", bare, fragment)


def _outside(page: str, full: str, path: str, fragment: str, site: Site, tree: Tree) -> Target:
    """A path that leaves the knowledge base: dead where that is a whole repository, and one `../` less finds a file."""
    inside = full
    while inside.startswith("../"):
        inside = inside[3:]
    found = inside != ".." and (tree.is_file(inside) or tree.is_dir(inside))
    if site.is_forge_only(page) and found and not _FORGE.search(path):
        return Target("missing", inside, fragment)
    return Target("unknown")


def _is_below(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")


def _published(page: str, path: str, fragment: str, site: Site, tree: Tree) -> Target:
    stem, _ = posixpath.splitext(page)
    is_index = posixpath.basename(stem).lower() in ("index", "readme")
    base = posixpath.dirname(page) if is_index or not site.use_directory_urls else stem
    full = posixpath.normpath(posixpath.join(base, path))
    if full == ".." or full.startswith("../"):
        return Target("unknown")
    full = "" if full == "." else full
    found = full if tree.is_file(full) and not full.endswith(".md") else _page_of_url(full, tree)
    return Target("found", found, fragment) if found is not None else Target("missing", full, fragment)


def _served(page: str, path: str, fragment: str, tree: Tree) -> Target:
    """Most generators serve `a/b.md` at `a/b/`, some at `a/b`; a relative link may be written against either.

    Middleman makes pages out of data, too: what is no file here may well be there.
    """
    name = posixpath.basename(page).partition(".")[0]
    for base in (posixpath.dirname(page), posixpath.join(posixpath.dirname(page), name)):
        full = posixpath.normpath(posixpath.join(base, path))
        found = _page_of_url(full, tree) if not full.startswith("..") else None
        if found is not None:
            return Target("found", found, fragment)
    if not path.endswith(_PAGES):
        return Target("unknown")
    return Target("missing", posixpath.normpath(posixpath.join(posixpath.dirname(page), path)), fragment)


def _in_azure_wiki(page: str, target: str, fragment: str, tree: Tree) -> Target:
    """A wiki of Azure DevOps serves `A-page.md` as `/A-page`. Its files' names are encoded, `%2D` is a part of them."""
    written = target.partition("#")[0].partition("?")[0]
    decoded = unquote(written)
    folder = "" if written.startswith("/") else posixpath.dirname(page)
    for path in (written, decoded, decoded.replace(" ", "-")):
        full = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
        found = _page_of_url(full, tree) or _file("" if full == "." else full, path, tree)
        if found is not None:
            return Target("found", found, fragment)
    full = posixpath.normpath(posixpath.join(folder, decoded.lstrip("/")))
    return Target("unknown" if full.startswith("..") or _FORGE.search(decoded) else "missing", full, fragment)


def _file(full: str, path: str, tree: Tree) -> str | None:
    if tree.is_file(full):
        return full
    if tree.is_dir(full):
        for name in _INDEXES:
            if tree.is_file(posixpath.join(full, name)):
                return posixpath.join(full, name)
        return full
    return None


def _page_of_url(full: str, tree: Tree) -> str | None:
    stem = full.removesuffix(".html").removesuffix("/index").rstrip("/")
    candidates = [f"{stem}.md", f"{stem}.mdx", f"{stem}/index.md", f"{stem}/index.mdx"]
    candidates += [f"{stem}/README.md", f"{stem}/_index.md", full]
    candidates += [f"{stem}{suffix}" for suffix in _MIDDLEMAN] + [f"{stem}/index{suffix}" for suffix in _MIDDLEMAN]
    if not stem or stem == "index":
        candidates = ["index.md", "README.md", "_index.md"]
    return next((name for name in candidates if tree.is_file(name)), None)
