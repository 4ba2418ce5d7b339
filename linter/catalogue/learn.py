"""Finds out what a command-line tool accepts, by asking the tool itself for help.

Only ever done when somebody asks for it: it starts the program, with `--help` and nothing that could do harm. Tools
made with Go's cobra also tell their subcommands (`__complete`) and, one by one, which options take a value.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

_TIMEOUT_SECONDS = 20
_DEEPEST = 4
_MOST_COMMANDS = 1500
_OPTION_LINE = re.compile(r"^\s{1,12}(-{1,2}[\[A-Za-z0-9?#][^\n]*)", re.MULTILINE)
_OPTION = re.compile(r"(?:^|(?<=[\s,/|]))(--?(?:\[no-\])?[A-Za-z0-9?#][\w.-]*)")
_HEADING = re.compile(r"^(?!\s)(.{0,60}\b[Cc](?:ommands|OMMANDS)\b.{0,40}|COMMANDS):?\s*$")
_COMMAND_LINE = re.compile(r"^\s{2,8}([a-z0-9][\w.:-]*(?: [a-z][\w.-]*)*)\*?(?:, ?[a-z][\w-]*)*(?:\s{2,}|\t|\s*$)")
_NEEDS_VALUE = re.compile(r"needs an argument|expected argument for flag|requires (?:a value|an argument)")
_NO_SUCH = re.compile(r"unknown (?:shorthand )?flag|unknown (?:long|short) flag")
_NUMBER = re.compile(r"\d+\.\d+(?:\.\d+)?")

Ask = Callable[[Sequence[str]], str]
"""Runs the program with these words; what it printed, standard error included."""


class LearnError(Exception):
    """The tool cannot be asked. The text is one line."""


def ask(program: str, environment: Mapping[str, str] | None = None) -> Ask:
    """The way to ask one program. A program that takes too long has said nothing."""
    quiet = {**os.environ, "KUBECONFIG": os.devnull, "PAGER": "cat", "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"}

    def run(words: Sequence[str]) -> str:
        try:
            done = subprocess.run(
                [program, *words],
                env={**quiet, **(environment or {})},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_TIMEOUT_SECONDS,
                check=False,
            )
        except FileNotFoundError:
            raise LearnError(f"{program}: no such program here") from None
        except (OSError, subprocess.SubprocessError):
            return ""
        return (done.stdout + done.stderr).decode("utf-8", "replace")

    return run


def learn(name: str, run: Ask, taken: str) -> dict[str, Any]:
    """The tool's file, as `schemas/tool.schema.json` has it; `taken` is today (ISO). Raises LearnError."""
    version = _version(run)
    kind = _kind(run)
    root = _kingpin(run(["--help-long"])) if kind == "kingpin" else _Crawl(run).root()
    if not root.get("options") and not root.get("commands"):
        raise LearnError(f"{name}: `{name} --help` names no options and no subcommands")
    return {
        "tool": name,
        "style": kind,
        "closed": kind != "getopt",
        "versions": [version],
        "source": f"{name} {version} --help".replace("  ", " "),
        "taken": taken,
        "root": root,
    }


def is_cobra(run: Ask) -> bool:
    """True for a program made with cobra, which answers for its completion."""
    return re.search(r"^:\d+\s*$", run(["__complete", ""]), re.MULTILINE) is not None


def _kind(run: Ask) -> str:
    """Which of the ways to write options a program has; GNU's where it does not show."""
    if is_cobra(run):
        return "pflag"
    return "kingpin" if "--help-long" in run(["--help"]) else "getopt"


def _kingpin(text: str) -> dict[str, Any]:
    """The tree that kingpin's `--help-long` shows: each command's line, its options indented below."""
    root: dict[str, Any] = {"options": {}, "commands": {}}
    node = root
    for line in text.split("\n"):
        header = re.match(r"([a-z][\w-]*(?: [a-z][\w-]*)*)(?: [\[<].*)?$", line)
        if header and node is not root:
            node = root
            for name in header[1].split():
                node = node.setdefault("commands", {}).setdefault(name, {"options": {}})
        elif line.startswith("Commands:"):
            node = {"options": {}}
        else:
            for option in options_in(line):
                value = re.search(re.escape(option) + r"(?:=| \S)", line)
                node["options"][option] = "=" if value and option.startswith("--") else "?"
    return root


def options_in(help_text: str) -> set[str]:
    """The names of the options that a help text lists."""
    found: set[str] = set()
    for line in _OPTION_LINE.findall(help_text):
        # The names stand before the description, which may name other options.
        names = re.split(r"\s{3,}|\t|:(?:\s|$)", line, maxsplit=1)[0]
        for option in _OPTION.findall(names):
            if option.startswith("--[no-]"):
                found |= {"--" + option[7:], "--no-" + option[7:]}
            else:
                found.add(option.rstrip("."))
    return found


def commands_in(help_text: str) -> list[str]:
    """The subcommands that a help text lists; those of several words are paths."""
    found: list[str] = []
    listing = False
    for line in help_text.split("\n"):
        if _HEADING.match(line):
            listing = True
        elif listing and line and not line[0].isspace():
            listing = False
        elif listing:
            command = _COMMAND_LINE.match(line)
            if command:
                found.append(command[1])
    return found


class _Crawl:
    """Walks a program's subcommands."""

    def __init__(self, run: Ask) -> None:
        self._run = run
        self._cobra = is_cobra(run)
        self._left = _MOST_COMMANDS

    def root(self) -> dict[str, Any]:
        node = self._node((), 0)
        if self._cobra and "options" not in node.get("commands", {}):
            # kubectl lists its global options under a command of their own.
            for option in options_in(self._run(["options"])):
                node.setdefault("options", {}).setdefault(option, self._value((), option))
        node.get("commands", {}).pop("__complete", None)
        return node

    def _node(self, path: tuple[str, ...], depth: int) -> dict[str, Any]:
        self._left -= 1
        text = self._run([*path, "--help"])
        names = sorted(options_in(text) | {"-h", "--help"})
        with ThreadPoolExecutor(4) as pool:
            values = list(pool.map(lambda option: self._value(path, option), names))
        node: dict[str, Any] = {}
        node["options"] = dict(zip(names, values, strict=True))
        if depth >= _DEEPEST:
            return node
        children = {name: self._child(path, name, text) for name in self._candidates(path, text)}
        commands: dict[str, Any] = {
            name: self._node((*path, name), depth + 1) for name, known in children.items() if known and self._left > 0
        }
        for alias, meant in [(alias, child) for child in commands for alias in self._aliases(path, child)]:
            commands.setdefault(alias, meant)
        if commands:
            node["commands"] = commands
            self._inherit(node)
        return node

    def _candidates(self, path: tuple[str, ...], text: str) -> Iterable[str]:
        names = dict.fromkeys(name.split()[len(path)] for name in commands_in(text) if len(name.split()) > len(path))
        if not names:
            names = dict.fromkeys(name.split()[0] for name in commands_in(text))
        if self._cobra:
            for line in self._run(["__complete", *path, ""]).split("\n"):
                name = line.split("\t")[0].strip()
                if "\t" in line and re.fullmatch(r"[a-z][\w-]*", name):
                    names[name] = None
        return names

    def _child(self, path: tuple[str, ...], name: str, parent_text: str) -> bool:
        """True where `name` is a subcommand: its own help is another text and says so in its usage."""
        text = self._run([*path, name, "--help"])
        return text != parent_text and " ".join((*path, name)) in text

    def _aliases(self, path: tuple[str, ...], name: str) -> list[str]:
        listed = re.search(r"^Aliases:[ \t]*\n[ \t]*(.+)$", self._run([*path, name, "--help"]), re.MULTILINE)
        words = [alias.split() for alias in listed[1].split(",")] if listed else []
        # Written whole (`docker container ls`) or as the last word alone.
        return [alias[-1] for alias in words if len(alias) in (1, len(path) + 2) and alias[-1] != name]

    def _value(self, path: tuple[str, ...], option: str) -> str:
        if not self._cobra:
            return "?"
        return "=" if _NEEDS_VALUE.search(self._run([*path, "--help", option])) else ""

    def _inherit(self, node: dict[str, Any]) -> None:
        """An option of a command that all of its subcommands list as well is written once."""
        shared = node["options"]
        for child in node["commands"].values():
            if isinstance(child, str):
                continue
            child["options"] = {name: how for name, how in child["options"].items() if shared.get(name) != how}


def accepts(run: Ask, path: Sequence[str], option: str) -> bool:
    """True where a cobra program takes the option, listed in its help or hidden."""
    return _NO_SUCH.search(run([*path, "--help", option])) is None


def _version(run: Ask) -> str:
    for words in (["--version"], ["version", "--client"], ["version"], ["-V"]):
        found = _NUMBER.search(run(words))
        if found:
            return found[0]
    return ""
