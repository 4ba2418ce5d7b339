"""A command read with what is known of its tool: which subcommand, which options, which words are operands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from linter.catalogue.tool import Tool, learned_tool, shipped_tool
from linter.model.command import Command, Word
from linter.model.span import Span
from linter.model.tools import Tools

_NAME = re.compile(r"--?[A-Za-z0-9?#][\w.-]*")
# Several rules read the same commands one after another. An entry holds its command, so that its id stays its own.
_MOST_RECENT = 256
_RECENT: dict[int, tuple[Command, Tools, Reading | None]] = {}
_NUMBER = re.compile(r"[-+]\d")


class Given(NamedTuple):
    """An option as a command gives it: `--output` of `--output=yaml`. `entry` is the tool's, None if it has none."""

    name: str
    word: Word
    span: Span
    entry: str | None


class Unknown(NamedTuple):
    """A word that the tool, in no version that was looked at, knows as an option or subcommand.

    `near` is the known name it is a slip of the pen away from, or empty.
    """

    name: str
    span: Span
    near: str


class Reading(NamedTuple):
    """A command and what its words are. `path` holds the subcommands, their aliases resolved.

    `complete` is false where a word could not be told (a variable in the place of a subcommand); `open` is true where
    the subcommand is known by name only.
    """

    tool: Tool
    command: Command
    path: tuple[str, ...]
    path_words: tuple[Word, ...]
    options: tuple[Given, ...]
    operands: tuple[Word, ...]
    dashes: bool
    unknown_options: tuple[Unknown, ...]
    unknown_command: Unknown | None
    complete: bool
    open: bool


def known_tool(command: Command, tools: Tools) -> Tool | None:
    """What is known of a command's tool: learned by the knowledge base, else shipped; None for nothing."""
    name = tools.named(command.tool)
    if tools.in_use(name).internal:
        return None
    if name in tools.learned:
        return learned_tool(tools.learned[name])
    return shipped_tool(name)


def reading_of(command: Command, tools: Tools) -> Reading | None:
    """The command as its tool reads it; None where the tool is not known."""
    kept = _RECENT.get(id(command))
    if kept is not None and kept[0] is command and kept[1] is tools:
        return kept[2]
    tool = known_tool(command, tools)
    reading = None if tool is None else _Reader(tool, command).reading()
    if len(_RECENT) >= _MOST_RECENT:
        _RECENT.clear()
    _RECENT[id(command)] = (command, tools, reading)
    return reading


def near_name(name: str, known: Sequence[str]) -> str:
    """The known name that differs from `name` by one letter (left out, added, changed, swapped) or by its dashes."""
    bare = name.lstrip("-")
    for candidate in known:
        if candidate != name and candidate.lstrip("-") == bare:
            return candidate
    if len(bare) < 4:
        return ""
    slips = [candidate for candidate in known if len(candidate) > 4 and _one_slip(name, candidate)]
    return slips[0] if len(slips) == 1 else ""


class _Reader:
    """Reads the words of one command from left to right, as the tool would."""

    def __init__(self, tool: Tool, command: Command) -> None:
        self._tool = tool
        self._command = command
        self._nodes = [tool.root]
        self._path: list[str] = []
        self._path_words: list[Word] = []
        self._options: list[Given] = []
        self._operands: list[Word] = []
        self._unknown_options: list[Unknown] = []
        self._unknown_command: Unknown | None = None
        self._complete = True
        self._dashes = False

    def reading(self) -> Reading:
        self._read(self._command.words[1:])
        self._judge_options()
        return Reading(
            self._tool,
            self._command,
            tuple(self._path),
            tuple(self._path_words),
            tuple(self._options),
            tuple(self._operands),
            self._dashes,
            tuple(self._unknown_options),
            self._unknown_command,
            self._complete,
            self._nodes[-1].open,
        )

    def _read(self, words: Sequence[Word]) -> None:
        at = 0
        may_be_value = False
        while at < len(words):
            word = words[at]
            at += 1
            if word.text == "--" and not word.quoted:
                self._dashes = True
                return
            if _is_option(word):
                takes = self._option(word)
                may_be_value = takes == "?"
                at += takes == "="
                continue
            if not self._operand(word, may_be_value):
                return
            may_be_value = False

    def _operand(self, word: Word, may_be_value: bool) -> bool:
        """Take a word that is no option; false where nothing sure can be said of what follows."""
        node = self._nodes[-1]
        if node.commands and not self._operands:
            if not word.fixed or word.quoted:
                self._complete = False
                return False
            child = node.command(word.text)
            if child is not None:
                self._path.append(node.canonical(word.text))
                self._path_words.append(word)
                self._nodes.append(child)
                return True
            if may_be_value:
                return True
            if node.open or not re.fullmatch(r"[a-z][\w-]*", word.text):
                self._complete = False
                return False
            if len(self._nodes) == 1 or not node.options.get("-f"):
                near = near_name(word.text, list(node.commands))
                self._unknown_command = Unknown(word.text, word.span, near)
            return False
        self._operands.append(word)
        return not node.stops or len(self._operands) < node.stops

    def _option(self, word: Word) -> str:
        """Take an option; returns how it takes its value ("" where that stands in the same word)."""
        name = word.text.split("=", 1)[0]
        if not _NAME.fullmatch(name) or not word.written.startswith(name):
            return "?"
        span = Span(word.span.start, word.span.start + len(name))
        found, entry = self._entry(name)
        if entry is None:
            # A subcommand that follows may know it: `kubectl -l app=api get pods`.
            self._options.append(Given(name, word, span, None))
            return "?"
        self._options.append(Given(found, word, span, entry))
        if "=" in word.text:
            return ""
        if not name.startswith("--") and name != found and self._tool.style != "single":
            return "=" if self._value_follows(name) else ""
        return entry[:1] if entry[:1] in ("=", "?") else ""

    def _judge_options(self) -> None:
        """Say which options nobody knows, now that the subcommand is."""
        for at, given in enumerate(self._options):
            if given.entry is not None:
                continue
            found, entry = self._entry(given.name)
            if entry is not None:
                self._options[at] = given._replace(name=found, entry=entry)
            elif not any(node.open for node in self._nodes) and self._unknown_command is None and self._complete:
                self._unknown_options.append(Unknown(given.name, given.span, near_name(given.name, [*self._known()])))

    def _entry(self, name: str) -> tuple[str, str | None]:
        """The option's own name and entry: itself, an abbreviation, or the first letter of a cluster."""
        for node in reversed(self._nodes):
            if name in node.options:
                return name, node.options[name]
        style = self._tool.style
        if style == "single":
            other = name[1:] if name.startswith("--") else "-" + name
            return other, next((node.options[other] for node in self._nodes if other in node.options), None)
        if name.startswith("--"):
            if style == "kingpin" and name.startswith("--no-"):
                return self._entry("--" + name[5:])
            if style == "getopt":
                long = next((option for option in self._known() if option.startswith(name)), None)
                return (long, "?") if long else (name, None)
            return name, None
        letter = name[:2]
        for node in reversed(self._nodes):
            if letter in node.options:
                return letter, node.options[letter]
        return name, None

    def _value_follows(self, cluster: str) -> bool:
        """True where the last letter of a cluster is the one that takes a value."""
        for at, letter in enumerate(cluster[1:], 1):
            entry = next((node.options[f"-{letter}"] for node in self._nodes if f"-{letter}" in node.options), "?")
            if entry.startswith("="):
                return at == len(cluster) - 1
        return False

    def _known(self) -> Iterator[str]:
        for node in reversed(self._nodes):
            yield from node.options


def _is_option(word: Word) -> bool:
    return word.text.startswith("-") and len(word.text) > 1 and not word.quoted and not _NUMBER.match(word.text)


def _one_slip(name: str, other: str) -> bool:
    """True where one letter was left out, added, changed, or two neighbours swapped."""
    if abs(len(name) - len(other)) > 1 or name == other:
        return False
    start = 0
    while start < min(len(name), len(other)) and name[start] == other[start]:
        start += 1
    rest, wanted = name[start:], other[start:]
    return (
        rest[1:] == wanted[1:]
        or rest[1:] == wanted
        or rest == wanted[1:]
        or (rest[:2] == wanted[:2][::-1] and rest[2:] == wanted[2:])
    )
