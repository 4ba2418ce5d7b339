"""Our own crawl: every HTML file of a site, and whether what its links name is there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from linter.project.tree import DiskTree
from linter.site_check.address import Address, read_address
from linter.site_check.dead_target import DeadTarget, EngineError, Reason
from linter.site_check.html_page import HtmlPage, html_files, parse_html, place, read_html

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_PAGES = (".html", ".htm")


class _Place(NamedTuple):
    """Where a URL leads: `file` is None where nothing is there; `path` is what to call it."""

    path: str
    file: str | None


class _Verdict(NamedTuple):
    """What a dead link leads to, and why that is nothing."""

    target: str
    reason: Reason


def read_site_address(folder: Path, site_url: str) -> Address:
    """Where the site is published: what its configuration says, else what its own start page does."""
    address = read_address(site_url)
    start = folder / "index.html"
    if address.is_known or not start.is_file():
        return address
    return read_address(parse_html(read_html(start)).canonical)


def crawl(folder: Path, address: Address) -> list[DeadTarget]:
    """The dead links of all HTML files below a folder, in the order of pages. Raises EngineError."""
    judge = _Judge(folder, address)
    return _collect(folder, judge.pages, judge.verdict)


def links_to(folder: Path, address: Address, dead: Container[str]) -> list[DeadTarget]:
    """The links of all pages that lead to what another program found dead. Raises EngineError.

    `dead` names targets as a DeadTarget does, a missing file without a fragment.
    """
    judge = _Judge(folder, address)

    def verdict(page: str, url: str) -> _Verdict | None:
        lead = judge.lead(page, url)
        if lead is None:
            return None
        path, file, fragment = lead
        bare, fragment = path.rstrip("/"), unquote(fragment)
        if bare in dead or f"{bare}/" in dead:
            return _Verdict(f"{path}#{fragment}" if fragment else path, "missing file")
        if file is not None and any(f"{name}#{fragment}" in dead for name in (bare, f"{bare}/", file)):
            return _Verdict(f"{file}#{fragment}", "missing anchor")
        return None

    return _collect(folder, judge.pages, verdict)


def _collect(
    folder: Path, pages: Mapping[str, HtmlPage], judge: Callable[[str, str], _Verdict | None]
) -> list[DeadTarget]:
    found: list[DeadTarget] = []
    for name, page in pages.items():
        dead = [(url, offset, verdict) for url, offset in page.links.items() if (verdict := judge(name, url))]
        text = read_html(folder / name) if dead else ""
        found += [DeadTarget(name, url, *verdict, *place(text, offset)) for url, offset, verdict in dead]
    return found


def list_pages(folder: Path) -> list[str]:
    """The HTML files of a built site. Raises EngineError where there is none."""
    if not folder.is_dir():
        raise EngineError(f"{folder} is no folder: build the site first")
    names = list(html_files(folder))
    if not names:
        raise EngineError(f"no HTML page lies below {folder}: build the site first")
    return names


class _Judge:
    """Says of each link whether it leads somewhere. What it found out once it keeps: pages share their navigation."""

    def __init__(self, folder: Path, address: Address) -> None:
        self._folder = folder
        self._tree = DiskTree(folder)
        self._address = address
        names = [name for name in list_pages(folder) if self._tree.is_file(name)]
        self.pages = {name: parse_html(read_html(folder / name)) for name in names}
        self._places: dict[tuple[str, str], _Place | None] = {}
        self._anchors = {name: page.anchors for name, page in self.pages.items()}

    def lead(self, name: str, url: str) -> tuple[str, str | None, str] | None:
        """What a link of the page names: the path, its file if there is one, the fragment. None for what is not ours.

        A fragment that is no anchor's, the top of the page or a text to search for, is empty.
        """
        path, _, fragment = url.partition("#")
        path = path.partition("?")[0]
        fragment = fragment.partition(":~:")[0]
        fragment = "" if fragment.lower() == "top" else fragment
        base = self.pages[name].base
        if not path and not base:
            return name, name, fragment
        folder = posixpath.dirname(self._address.base_path + name) + "/"
        place = self._place(self._place_of_base(folder, base) if base else folder, path)
        return (*place, fragment) if place else None

    def verdict(self, name: str, url: str) -> _Verdict | None:
        """What is wrong with a link of the page; None for a link that is well or not ours."""
        lead = self.lead(name, url)
        if lead is None:
            return None
        path, file, fragment = lead
        if file is None:
            return _Verdict(f"{path}#{unquote(fragment)}" if fragment else path, "missing file")
        if not fragment or not file.lower().endswith(_PAGES):
            return None
        anchors = self._anchors_of(file)
        if fragment in anchors or unquote(fragment) in anchors:
            return None
        return _Verdict(f"{file}#{unquote(fragment)}", "missing anchor")

    def _place_of_base(self, folder: str, base: str) -> str:
        """The folder, from the root, that relative links of a page with `<base>` start at; empty for a foreign one."""
        path: str | None = base.partition("#")[0].partition("?")[0]
        if path and (path.startswith("//") or _SCHEME.match(path)):
            path = self._address.path_of(path)
            if path is None:
                return ""
        return posixpath.dirname(posixpath.join(folder, path or "")) + "/"

    def _place(self, folder: str, path: str) -> _Place | None:
        key = (folder, path)
        if key not in self._places:
            self._places[key] = self._find(folder, path)
        return self._places[key]

    def _find(self, folder: str, path: str) -> _Place | None:
        path = path.replace("\\", "/")
        from_root = path.startswith("/")
        if path.startswith("//") or _SCHEME.match(path):
            own = self._address.path_of(path)
            if own is None:
                return None
            path, from_root = own or "/", False
        elif not from_root and not folder:
            return None
        decoded = posixpath.join(folder, unquote(path))
        full = "/" + posixpath.normpath(decoded).strip("/")
        base = self._address.base_path
        if not f"{full}/".startswith(base):
            # A relative link that leaves the site is meant for a file of the repository more often than for another
            # site beside this one.
            return _Place(full, None) if self._address.is_known or not from_root else None
        inside = full[len(base) :]
        is_folder = decoded.endswith(("/", "/.", "/.."))
        file = self._file(inside, is_folder)
        if file is None and from_root and not self._address.is_known:
            return None
        return _Place(f"{inside}/" if is_folder and inside else inside, file)

    def _file(self, path: str, is_folder: bool) -> str | None:
        if self._tree.is_dir(path):
            index = posixpath.join(path, "index.html")
            return index if self._tree.is_file(index) else None
        if is_folder:
            return None
        return next((name for name in (path, f"{path}.html") if self._tree.is_file(name)), None)

    def _anchors_of(self, name: str) -> frozenset[str]:
        """A page that only a linked folder leads to was not read yet."""
        if name not in self._anchors:
            self._anchors[name] = parse_html(read_html(self._folder / name)).anchors
        return self._anchors[name]
