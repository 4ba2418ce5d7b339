"""The forms in which a link can be written: a moved file is named in the form that the author chose."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from linter.project.site import Site

_PAGES = (".md", ".markdown")
_INDEXES = frozenset({"index", "readme", "_index"})
_ALWAYS_PLAIN = frozenset("/+@,-._~")
# What ends a path, or means something else in Markdown, in HTML or in an address.
_NEVER_PLAIN = frozenset("%?#\\&<>\"'`\t\r\n")
_MAY_END_IN_SLASH = frozenset({"stem", "folder"})


class Place(NamedTuple):
    """From where a link is read: the page it stands on, and whether it is raw HTML, which a site reads otherwise."""

    page: str
    html: bool


def candidates(
    written: str, before: Place, after: Place, found: str, wanted: str, site: Site, site_root: str | None
) -> Iterator[str]:
    """Targets that may lead from `after` to `wanted`, best first: in the form of `written`, then in others.

    `written` is the path of the target, percent-encoded as it stands there, and led from `before` to `found`.
    """
    path = unquote(written)
    from_root = path.startswith("/")
    bases = _bases(before, from_root, site, site_root)
    new_bases = _bases(after, from_root, site, site_root)
    base, form = _form_of(path, bases, found)
    slash = path.endswith("/")
    wanted_forms = _forms(wanted)
    order = dict.fromkeys([form, *_akin(form, published=base == "address" or (from_root and slash)), "file", "html"])
    for kind in dict.fromkeys([base, *new_bases]):
        for name in order:
            if name in wanted_forms:
                made = _path_to(wanted_forms[name], new_bases[kind], path, from_root)
                is_folder = name in _MAY_END_IN_SLASH or not posixpath.splitext(found)[1]
                if made is not None:
                    yield encoded(made + "/" if slash and is_folder and not made.endswith("/") else made, written)


def named_from(written: str, place: Place, site: Site) -> str:
    """What a relative path names as it stands, relative to the root, or out of it."""
    return _joined(_own_base(place, site), unquote(written))


def relative_target(path: str, place: Place, site: Site, like: str) -> str:
    """The relative target to what `named_from` gave, in the form of `like`."""
    made = _path_to(path, _own_base(place, site), unquote(like), from_root=False) or "."
    return encoded(made + "/" if like.endswith("/") and not made.endswith("/") else made, like)


def encoded(path: str, like: str) -> str:
    """A path percent-encoded, but for the characters that the author of `like` wrote plainly."""
    plain = (_ALWAYS_PLAIN | set(like)) - _NEVER_PLAIN
    any_letter = any(char > "\x7f" for char in like)
    return "".join(
        char if char in plain or (char.isalnum() and (char < "\x7f" or any_letter)) else quote(char, safe="")
        for char in path
    )


def relative(folder: str, path: str) -> str:
    """The way from a folder to a path, both relative to the root; the path may lead out of it."""
    start = folder.split("/") if folder else []
    end = path.split("/") if path else []
    common = 0
    while common < min(len(start), len(end)) and start[common] == end[common]:
        common += 1
    return "/".join([".."] * (len(start) - common) + end[common:]) or "."


def _own_base(place: Place, site: Site) -> str:
    return next(iter(_bases(place, False, site, None).values()))


def _bases(place: Place, from_root: bool, site: Site, site_root: str | None) -> Mapping[str, str]:
    """The folders from which a target may be read, by name, the likeliest first."""
    if from_root:
        own = {"site": site_root.strip("/")} if site_root is not None else {}
        return {**own, "docs": site.docs, "root": ""}
    stem = posixpath.splitext(place.page)[0]
    folder = posixpath.dirname(place.page)
    is_index = posixpath.basename(stem).lower() in _INDEXES
    address = folder if is_index or not site.use_directory_urls else stem
    if place.html and site.is_mkdocs:
        return {"address": address, "folder": folder}
    return {"folder": folder, "address": address}


def _forms(path: str) -> Mapping[str, str]:
    """The names by which a file can be called: an extension left out, an index by its folder, a page as published."""
    stem, suffix = posixpath.splitext(path)
    found = {"file": path}
    if posixpath.basename(stem).lower() in _INDEXES and suffix in (*_PAGES, ".html"):
        found["folder"] = posixpath.dirname(path)
    if suffix in _PAGES:
        found |= {"stem": stem, "html": f"{stem}.html", "index": f"{stem}/index.html"}
    return found


def _akin(form: str, *, published: bool) -> tuple[str, ...]:
    """The form that an address takes where a page becomes an index, or an index a page."""
    if form == "stem":
        return ("folder",)
    return ("stem",) if form == "folder" and published else ()


def _form_of(path: str, bases: Mapping[str, str], found: str) -> tuple[str, str]:
    """The base and form in which `path` names `found`."""
    forms = _forms(found)
    for base, folder in bases.items():
        named = _joined(folder, path.lstrip("/"))
        for form, name in forms.items():
            if name == named:
                return base, form
    return next(iter(bases)), "file"


def _path_to(path: str, base: str, like: str, from_root: bool) -> str | None:
    if from_root:
        below = relative(base, path)
        return None if below.startswith("../") else "/" + ("" if below == "." else below)
    made = relative(base, path)
    return f"./{made}" if like.startswith("./") and like != "./" and made != "." and not made.startswith("..") else made


def _joined(folder: str, path: str) -> str:
    full = posixpath.normpath(posixpath.join(folder, path))
    return "" if full == "." else full
