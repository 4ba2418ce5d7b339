"""All files of a knowledge base by name, for finding what a wrong path meant."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence

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

    @property
    def by_name(self) -> Mapping[str, Sequence[str]]:
        """The files by their plain name."""
        return self._by_name

    def named(self, name: str) -> Sequence[str]:
        """The files of a name, capitals, separators and a page's extension aside."""
        return self._by_name.get(plain(name), ())

    def below(self, folder: str) -> Sequence[str]:
        """The files right in a folder."""
        return self._by_folder.get(folder, ())


def plain(name: str) -> str:
    """A file's name for comparing: no page extension, no number of a copy, no capitals, no separators.

    A picture's extension stays: it tells it from a page of the same name.
    """
    stem, suffix = posixpath.splitext(name)
    letters = _PARTS.sub("", _COPY.sub("", stem).casefold())
    return letters if suffix.lower() in _PAGES else letters + suffix.lower()
