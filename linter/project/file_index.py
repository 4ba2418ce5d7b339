"""All files of a knowledge base by name, for finding what a wrong path meant."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

_COPY = re.compile(r"(?:[ _-]?\(\d+\)|[ _-]copy)+$", re.IGNORECASE)
_PARTS = re.compile(r"[\W_]+")
_PAGES = (".md", ".markdown", ".html")


class FileIndex:
    """The files by plain name and by folder."""

    def __init__(self, files: Iterable[str]) -> None:
        self._by_name: dict[str, list[str]] = {}
        self._by_folder: dict[str, list[str]] = {}
        for path in sorted(files):
            folder, name = posixpath.split(path)
            self._by_name.setdefault(plain(name), []).append(path)
            self._by_folder.setdefault(folder, []).append(path)
        self._folders: dict[str, list[str]] = {}
        for folder in {parent for path in self._by_folder for parent in _with_parents(path)}:
            self._folders.setdefault(plain(posixpath.basename(folder)), []).append(folder)

    @property
    def by_name(self) -> Mapping[str, Sequence[str]]:
        """The files by their plain name."""
        return self._by_name

    def named(self, name: str) -> Sequence[str]:
        """The files of a name, capitals, separators and a page's extension aside."""
        return self._by_name.get(plain(name), ())

    @property
    def folders(self) -> Mapping[str, Sequence[str]]:
        """The folders by their plain name."""
        return self._folders

    def below(self, folder: str) -> Sequence[str]:
        """The files right in a folder."""
        return self._by_folder.get(folder, ())


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """How alike two files' names are spelled, from 0 to 1; words in another order count as nearly the same.

    What is surely below `least` is not measured, and 0.
    """
    straight = _ratio(plain(one), plain(other), least)
    words = _ratio(_sorted_words(one), _sorted_words(other), least)
    return max(straight, 0.95 * words)


def _ratio(one: str, other: str, least: float) -> float:
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least else 0.0


def _sorted_words(name: str) -> str:
    return " ".join(sorted(_PARTS.split(posixpath.splitext(name)[0].casefold())))


def _with_parents(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = posixpath.dirname(folder)


def plain(name: str) -> str:
    """A file's name for comparing: no page extension, no number of a copy, no capitals, no separators.

    A picture's extension stays: it tells it from a page of the same name.
    """
    stem, suffix = posixpath.splitext(name)
    letters = _PARTS.sub("", _COPY.sub("", stem).casefold())
    return letters if suffix.lower() in _PAGES else letters + suffix.lower()
