"""Facts about commands that were deprecated or removed, each with its source: `data/deprecations.json`.

The file's form is `schemas/deprecations.schema.json`. A fact is about a tool, a subcommand, some of its options, or
about a text that stands in a word, such as a registry's name.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple

from linter.catalogue.look_up import Reading, reading_of
from linter.catalogue.programs import is_program
from linter.model.command import Command, Word
from linter.model.span import Span
from linter.model.tools import Tools

FactKind = Literal["removed", "renamed", "moved", "deprecated", "style"]


class Fact:
    """One fact. What its file leaves out is empty, or None."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.id: str = data["id"]
        self.kind: FactKind = data["kind"]
        self.tools: tuple[str, ...] = tuple(data.get("tools", ()))
        self.path: tuple[str, ...] = tuple(data.get("path", "").split())
        self.options: tuple[str, ...] = tuple(data.get("options", ()))
        self.shape: str = data.get("shape", "")
        self.of: str = data.get("of", "") or (self.tools[0] if self.tools else "")
        self.deprecated: str = data.get("deprecated") or ""
        self.removed: str = data.get("removed") or ""
        self.platforms: tuple[str, ...] = tuple(data.get("platforms", ()))
        self.replacement: str = data["replacement"]
        self.fix: str | None = data.get("fix")
        self.source: str = data["source"]
        self.in_code: bool = data.get("in") == "code"
        self.hint: str = data.get("hint", "")
        self._text: str = data.get("text", "")
        # Whether it is about a text in a word, not about the tool's own subcommand or option.
        self.about_text = bool(self._text)
        self._unless: str = data.get("unless_text", "")

    @cached_property
    def text(self) -> re.Pattern[str] | None:
        """What a word, or code, holds that the fact is about."""
        return re.compile(self._text) if self._text else None

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        """What a command holds that the fact is not about."""
        return re.compile(self._unless) if self._unless else None


class Use(NamedTuple):
    """A command that a fact is about: the words it is about, and what they are to become where that is one to one."""

    fact: Fact
    span: Span
    written: str
    fixed: str | None


@lru_cache(maxsize=1)
def facts() -> Mapping[str, Fact]:
    """All facts by id."""
    with open(os.path.join(os.path.dirname(__file__), "data", "deprecations.json"), "rb") as file:
        return {entry["id"]: Fact(entry) for entry in json.load(file)}


def deprecated_uses(command: Command, tools: Tools) -> Iterator[Use]:
    """What is known to be old in a command, whatever the version and platform."""
    name = tools.named(command.tool)
    if tools.in_use(name).internal:
        return
    # A line of output may hold any address or label: only a program's own words are judged.
    anywhere = _by_tool().get("", ()) if is_program(name, tools) else ()
    named: list[tuple[str, Word]] = []
    own = _by_tool().get(name, ())
    if own:
        named = _subcommand(command, reading_of(command, tools))
    text = command.text
    lowered = text.lower()
    names = tuple(name for name, _ in named)
    for fact in (*own, *anywhere):
        if fact.about_text:
            use = _text_use(fact, command) if fact.hint in lowered else None
        elif fact.path == ("*",) or fact.path == names[: len(fact.path)]:
            use = _use(fact, command, named, tools)
        else:
            continue
        if use is not None and not (fact.unless and fact.unless.search(text)):
            yield use


def deprecated_code(code: str) -> Iterator[tuple[Fact, re.Match[str]]]:
    """What is known to be old in a block of SQL or configuration."""
    for fact in _by_tool().get("", ()):
        if fact.in_code and fact.text and fact.hint in code.lower():
            found = fact.text.search(code)
            if found:
                yield fact, found


@lru_cache(maxsize=1)
def _by_tool() -> Mapping[str, Sequence[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts().values():
        for tool in fact.tools or ("",):
            found.setdefault(tool, []).append(fact)
    return found


def _use(fact: Fact, command: Command, named: Sequence[tuple[str, Word]], tools: Tools) -> Use | None:
    if fact.shape == "exec-without-double-dash":
        stray = _stray_command(reading_of(command, tools))
        return Use(fact, stray.span, stray.written, f"-- {stray.written}") if stray else None
    if fact.options:
        return next((_option_use(fact, word) for word in command.words[1:] if _gives(word, fact.options)), None)
    if not fact.path:
        end = command.words[0].span.end
        return Use(fact, Span(end - len(command.tool), end), command.tool, fact.fix)
    words = [word for _, word in named[: len(fact.path)]]
    return Use(fact, Span(words[0].span.start, words[-1].span.end), " ".join(fact.path), fact.fix)


def _text_use(fact: Fact, command: Command) -> Use | None:
    if fact.path and fact.path != ("*",) and not set(fact.path) <= set(command.argv):
        return None
    for word in command.words:
        if fact.hint not in word.written.lower():
            continue
        assert fact.text is not None
        found = fact.text.search(word.written)
        # Behind a line break within a word, its characters' places are not simply counted.
        if found and "\n" not in word.written[: found.end()]:
            start = word.span.start + found.start()
            fixed = found.expand(fact.fix) if fact.fix is not None else None
            return Use(fact, Span(start, start + len(found[0])), found[0], fixed)
    return None


def _subcommand(command: Command, reading: Reading | None) -> list[tuple[str, Word]]:
    """The words that may name the subcommand, each with its own name where it is an alias.

    Of a tool whose description is not at hand: all words that are no options.
    """
    if reading is None:
        return [(word.text, word) for word in command.words[1:] if not word.text.startswith("-") and not word.quoted]
    named = list(zip(reading.path, reading.path_words, strict=True))
    unknown = reading.unknown_command
    rest = [word for word in command.words if unknown and word.span >= unknown.span and not word.text.startswith("-")]
    return [*named, *((word.text, word) for word in (*rest, *reading.operands))]


def _stray_command(reading: Reading | None) -> Word | None:
    """The program that `exec POD PROGRAM` names without `--` before it."""
    if reading is None or reading.dashes or not reading.complete or len(reading.operands) < 2:
        return None
    return reading.operands[1]


def _gives(word: Word, options: Sequence[str]) -> bool:
    return not word.quoted and word.text.split("=", 1)[0] in options


def _option_use(fact: Fact, word: Word) -> Use:
    name = word.text.split("=", 1)[0]
    return Use(fact, Span(word.span.start, word.span.start + len(name)), name, fact.fix)
