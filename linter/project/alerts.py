"""Alert rules and the pages they point at."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from linter.config import matches_glob
from linter.model.alert_file import AlertFile, AlertRule
from linter.project.discovery import ALERT_SUFFIXES
from linter.project.reading import UnreadableError, read_text
from linter.project.tree import DiskTree, WalkedTree

_PAGE_SUFFIXES = (".md", ".markdown")
_INDEXES = ("_index", "index", "readme")
_ANY_CASE = re.compile(r"[^a-z0-9]")


class PageOfUrl(NamedTuple):
    """What a `runbook_url` leads to. `concerned` is false where no prefix covers the URL: nothing is known of it.

    `page` is empty where there is none; `near` are pages whose names are alike; `fragment` is the anchor; `path` is
    where the page should be, without its extension.
    """

    concerned: bool
    page: str
    fragment: str
    near: tuple[str, ...] = ()
    path: str = ""


class UrlMap:
    """From URL prefixes to folders, and from a URL to a page. Hosts of static sites differ in case: paths do not."""

    def __init__(self, prefixes: Mapping[str, str], pages: Iterable[str], *, case_sensitive: bool) -> None:
        self.prefixes = {prefix: folder.strip("/") for prefix, folder in prefixes.items()}
        self._fold = str if case_sensitive else str.casefold
        self._pages: dict[str, str] = {}
        for page in sorted(pages):
            for name in _names_of(page):
                self._pages.setdefault(self._fold(name), page)

    def page(self, url: str) -> PageOfUrl:
        """The page that a URL leads to."""
        bare, _, fragment = url.partition("#")
        bare = bare.partition("?")[0]
        prefix = max(
            (known for known in self.prefixes if self._fold(bare).startswith(self._fold(known.rstrip("/")))),
            key=len,
            default=None,
        )
        if prefix is None:
            return PageOfUrl(False, "", fragment)
        rest = unquote(bare[len(prefix.rstrip("/")) :]).strip("/")
        path = posixpath.normpath(posixpath.join(self.prefixes[prefix], rest)).lstrip("/")
        found = self._pages.get(self._fold(path))
        return PageOfUrl(True, found or "", fragment, () if found else self._near(path), path)

    def url_of(self, page: str, like: str = "") -> str:
        """The URL of a page, written as `like` is: with or without extension, slash and capitals; empty for none."""
        within = (known for known, folder in self.prefixes.items() if page.startswith(folder + "/") or not folder)
        prefix = max(within, key=lambda known: len(self.prefixes[known]), default=None)
        if prefix is None:
            return ""
        rest = page[len(self.prefixes[prefix]) :].lstrip("/")
        stem = posixpath.splitext(rest)[0]
        if posixpath.basename(stem).casefold() in _INDEXES:
            stem = posixpath.dirname(stem)
        bare = like.partition("#")[0]
        if bare.endswith(_PAGE_SUFFIXES):
            return prefix.rstrip("/") + "/" + rest
        made = f"{stem}.html" if bare.endswith(".html") else stem + "/" if bare.endswith("/") or not like else stem
        return prefix.rstrip("/") + "/" + (made.lower() if bare and bare == bare.lower() else made)

    def _near(self, path: str) -> tuple[str, ...]:
        """Pages whose name is that of the URL, elsewhere, or nearly so."""
        from difflib import get_close_matches

        by_name: dict[str, list[str]] = {}
        for page in dict.fromkeys(self._pages.values()):
            by_name.setdefault(plain_name(page_name(page)), []).append(page)
        wanted = plain_name(page_name(path))
        names = [wanted] if wanted in by_name else get_close_matches(wanted, by_name, 3, 0.9)
        return tuple(page for name in names for page in by_name[name])[:3]


def names_served(path: str, title: str, data: Mapping[str, object]) -> Iterator[str]:
    """The alerts a page says it serves: those of its front matter, else its file's name and its title."""
    listed = data.get("alerts")
    named = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    yield from named
    yield page_name(path)
    if title:
        yield title


def alert_in_address(url: str, addresses: Iterable[str]) -> str:
    """The alert's name in a URL such as `https://runbooks.example.com/alerts/DiskFull/`; empty where it is none."""
    bare = url.partition("#")[0].partition("?")[0]
    for address in addresses:
        known = address.rstrip("/") + "/"
        if bare.casefold().startswith(known.casefold()):
            return unquote(bare[len(known) :].partition("/")[0])
    return ""


def expected_page(rule: AlertRule, target: PageOfUrl) -> str:
    """Where the page that a dead URL names belongs; its file is written as the alert is."""
    folder, _, name = target.path.rpartition("/")
    name = rule.name if plain_name(name) == plain_name(rule.name) else name
    return f"{folder}/{name}.md".lstrip("/")


def plain_name(text: str) -> str:
    """A name for comparing: letters and digits only, in lower case."""
    return _ANY_CASE.sub("", text.casefold())


def page_name(path: str) -> str:
    """The name of a page: its file's, or its folder's where the file is an index."""
    stem = (
        posixpath.splitext(posixpath.basename(path))[0] if path.endswith(_PAGE_SUFFIXES) else posixpath.basename(path)
    )
    return posixpath.basename(posixpath.dirname(path)) if stem.casefold() in _INDEXES else stem


def rule_paths(root: Path, patterns: Sequence[str]) -> list[str]:
    """The files below the root that the patterns name."""
    return rules_among(DiskTree(root), patterns)


def rules_among(tree: WalkedTree, patterns: Sequence[str]) -> list[str]:
    """The files of a tree that the patterns name."""
    if not patterns:
        return []
    return [path for path in _rule_files(tree) if any(matches_glob(path, pattern) for pattern in patterns)]


def read_alerts_at(root: Path, path: str) -> AlertFile:
    """The alert rules in the file at `path` below `root`."""
    from linter.parsing.alert_files import read_alert_file

    try:
        return read_alert_file(path, read_text(root, path))
    except UnreadableError as error:
        return AlertFile(path, "", skipped=f"cannot be read: {error}")


def files_below(folder: Path) -> list[str]:
    """All files below a folder that may hold alert rules, relative to it; hidden folders aside."""
    return _rule_files(DiskTree(folder))


def _rule_files(tree: WalkedTree) -> list[str]:
    return sorted(path for path in tree.below("") if path.endswith(ALERT_SUFFIXES))


def inferred_prefixes(rules: Iterable[AlertRule], pages: Sequence[str]) -> dict[str, str]:
    """Where nobody said which URLs are the pages': the prefix and folder under which most URLs find a page."""
    by_name: dict[str, list[str]] = {}
    for page in pages:
        by_name.setdefault(page_name(page).casefold(), []).append(page)
    votes: Counter[tuple[str, str]] = Counter()
    for rule in rules:
        url = urlsplit(rule.runbook_url)
        segments = [part for part in unquote(url.path).split("/") if part]
        if not url.netloc or not segments:
            continue
        for page in by_name.get(posixpath.splitext(segments[-1])[0].casefold(), ()):
            folder = _names_of(page)[-1].split("/")
            depth = 0
            while (
                depth < min(len(segments), len(folder))
                and posixpath.splitext(segments[-1 - depth])[0].casefold() == folder[-1 - depth].casefold()
            ):
                depth += 1
            prefix = "/".join([f"{url.scheme}://{url.netloc}", *segments[: len(segments) - depth]])
            votes[prefix + "/", "/".join(folder[: len(folder) - depth])] += 1
    return dict([votes.most_common(1)[0][0]]) if votes else {}


def _names_of(page: str) -> list[str]:
    """The paths under which a site serves a page: with and without extension, an index as its folder."""
    stem = posixpath.splitext(page)[0]
    names = [page, f"{stem}.html", stem]
    if posixpath.basename(stem).casefold() in _INDEXES:
        names.append(posixpath.dirname(stem))
    return names
