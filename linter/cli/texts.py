"""Files as a command leaves them, kept in memory until it is sure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from linter.files import write_atomically
from linter.project.reading import UnreadableError, read_text


class Texts:
    """The files below a root as they are now, and as they were."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._now: dict[str, str] = {}
        self.before: dict[str, str] = {}

    def read(self, path: str) -> str | None:
        """The text now; None where it cannot be read."""
        if path in self._now:
            return self._now[path]
        try:
            return read_text(self._root, path)
        except UnreadableError:
            return None

    def change(self, path: str, old: str, new: str) -> None:
        """Remember a new text."""
        self.before.setdefault(path, old)
        self._now[path] = new

    def take_back(self, path: str, text: str | None) -> None:
        """Go back to an earlier text, where there was one."""
        if text is not None:
            self._now[path] = text

    def changed(self) -> dict[str, str]:
        """The files that differ from what they were."""
        return {path: text for path, text in self._now.items() if text != self.before[path]}


def write_texts(root: Path, changed: Mapping[str, str]) -> list[str]:
    """Write files, each whole or not at all; what could not be written, a line each."""
    troubles = []
    for path, text in changed.items():
        try:
            write_atomically(root / path, text)
        except OSError as error:
            troubles.append(f"{path}: cannot be written: {error.strerror}")
    return troubles
