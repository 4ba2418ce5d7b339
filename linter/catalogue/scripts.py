"""Scripts of the repository that commands start."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from linter.model.command import Command, Word

_INTERPRETERS = frozenset(
    {"bash", "sh", "zsh", "dash", "ksh", "python", "python3", "perl", "ruby", "node", "source", "."}
)
_PATH = re.compile(r"[\w.@+-]+(?:/[\w.@+-]+)*")
_SCRIPT = re.compile(r"\.(?:sh|bash|py|pl|rb|js|ps1)$")
# These take the script's place: a module, a command line, an option with a value of its own.
_NO_SCRIPT = frozenset({"-c", "-m", "-e", "--command", "-o"})


class ScriptCall(NamedTuple):
    """A command that starts a script: the word that names it, and the words it is given."""

    word: Word
    path: str
    arguments: tuple[Word, ...]


def script_call(command: Command) -> ScriptCall | None:
    """The script a command starts, named by a path relative to some folder; None where it starts none."""
    at = 0
    if command.tool in _INTERPRETERS and "/" not in command.words[0].text:
        at = 1
        while at < len(command.words) and command.words[at].text.startswith("-"):
            if command.words[at].text in _NO_SCRIPT:
                return None
            at += 1
    if at >= len(command.words):
        return None
    word = command.words[at]
    path = word.text.removeprefix("./")
    if not word.fixed or not _PATH.fullmatch(path) or ".." in path.split("/"):
        return None
    if "/" not in word.text and not (at and _SCRIPT.search(path)):
        return None
    return ScriptCall(word, path, command.words[at + 1 :])


def places(page: str, path: str) -> Iterator[str]:
    """Where a path that a page names may lie, relative to the root: beside the page, then ever further up."""
    folder = posixpath.dirname(page)
    while True:
        yield posixpath.normpath(posixpath.join(folder, path))
        if not folder:
            return
        folder = posixpath.dirname(folder)
