"""What a command is a use of, for the list of all that a knowledge base depends on: a tool and its subcommand."""

from __future__ import annotations

import re
from typing import NamedTuple

from linter.catalogue.look_up import known_tool, reading_of
from linter.catalogue.programs import WITH_SUBCOMMANDS
from linter.catalogue.scripts import script_call
from linter.model.command import Command
from linter.model.tools import Tools
from linter.parsing.shell import SHELL_LANGUAGES

_PROGRAM = re.compile(r"[a-z][a-z0-9_+.-]*[a-z0-9]|[a-z]")
_SUBCOMMAND = re.compile(r"[a-z][a-z0-9_-]*")
# What every shell brings along is nothing one depends on.
_SHELL_WORDS = frozenset(
    {
        *(
            "echo",
            "cd",
            "export",
            "exit",
            "set",
            "true",
            "false",
            "test",
            "source",
            "read",
            "printf",
            "break",
            "continue",
        ),
        *(
            "return",
            "local",
            "unset",
            "shift",
            "eval",
            "trap",
            "wait",
            "alias",
            "pwd",
            "let",
            "declare",
            "type",
            "or",
            "and",
        ),
    }
)


class Usage(NamedTuple):
    """`known`: the catalogue describes the tool. `script`: it is a script of the repository."""

    tool: str
    subcommand: str
    known: bool
    script: bool


def usage_of(command: Command, tools: Tools) -> Usage | None:
    """The tool and subcommand; None for shell words and for what may well be output."""
    call = script_call(command)
    if call:
        return Usage(call.path, "", False, True)
    name = tools.named(command.tool)
    tool = known_tool(command, tools)
    if tool is not None:
        reading = reading_of(command, tools)
        path = reading.path if reading else ()
        if reading and not path and reading.unknown_command:
            path = (reading.unknown_command.name,)
        elif reading and reading.open and reading.operands and _SUBCOMMAND.fullmatch(reading.operands[0].text):
            path = (*path, reading.operands[0].text)
        return Usage(tool.name, " ".join(path), True, False)
    sure = name in tools.by_name or name in WITH_SUBCOMMANDS or command.block.language in SHELL_LANGUAGES
    if not sure or name in _SHELL_WORDS or not _PROGRAM.fullmatch(name) or not command.words[0].fixed:
        return None
    if name not in WITH_SUBCOMMANDS:
        return Usage(name, "", False, False)
    words = [word.text for word in command.words[1:3] if word.fixed]
    path = tuple(word for word in words if _SUBCOMMAND.fullmatch(word))
    return Usage(name, " ".join(path if path == tuple(words) else path[:1]), False, False)
