"""`runbook-linter`: finds the command, imports it alone, and turns trouble into one line and exit status 2."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import NoReturn

from linter.cli.ending import end, status_of

PROGRAM = "runbook-linter"
COMMANDS = {
    "check": "lint pages (the default: `runbook-linter FILE…`)",
    "new": "a page to begin with: runbook, playbook, post-mortem, communication, or a kind of yours",
    "init": "what a knowledge base needs to begin with: configuration, site, hook, CI, first pages",
    "learn": "a kind of document inferred from the pages that are there",
    "score": "how good each page is, and what would raise its score most",
    "verify": "say that you tried a page's commands today, or try them",
    "commands": "every tool and command the pages depend on, and whether they still exist",
    "links": "whether what the pages link to on other sites is there",
    "alerts": "which alert leads to which runbook, and which lead nowhere",
    "incident": "declare, tell, write down; open and past incidents, and how long they take",
    "find": "where is the runbook for a service or alert?",
    "mv": "move a page, file or folder, and rewrite every link to it",
    "rename-heading": "rename a heading, and rewrite every link to it",
    "rules": "list all rules",
    "rule": "explain a rule: what, why, bad, good, options, fix",
    "config": "show the settings in force and where each was set; migrate those of other linters",
    "completion": "what makes your shell complete these commands",
}


def entry() -> NoReturn:
    """The console script."""
    end(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0 clean, 1 findings, 2 the run itself went wrong."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return status_of(PROGRAM, lambda: _dispatch(arguments))
    finally:
        if "linter.files" in sys.modules:
            sys.modules["linter.files"].remove_temporary_folders()


def _dispatch(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help"):
        print(_help())
        return 0 if arguments else 2
    if arguments[0] == "--version":
        from linter import __version__
        from linter.catalogue.tool import shipped_tool

        kubectl = shipped_tool("kubectl")
        taken = f" (tools as of {kubectl.taken})" if kubectl else ""
        print(f"runbook-linter {__version__}{taken}")
        return 0
    # A run makes millions of small objects and hardly a cycle: the collector would take a third of its time.
    gc.disable()
    name = arguments[0]
    rest = arguments[1:]
    if name not in COMMANDS:
        name, rest = "check", arguments
    import importlib

    command = importlib.import_module(module_of(name))
    return int(command.run(command.parser().parse_args(rest)))


def module_of(command: str) -> str:
    """The module of a command."""
    return f"linter.cli.{command.replace('-', '_')}"


def _help() -> str:
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name:<{width}}  {help}" for name, help in COMMANDS.items())
    return (
        "usage: runbook-linter COMMAND …   or   runbook-linter FILE…\n\n"
        "Lints runbooks, playbooks, post-mortems and communication templates.\n\n"
        f"commands:\n{listed}\n\n"
        "runbook-linter COMMAND --help says what a command takes.\n"
        "A folder named like a command needs `./` before it."
    )
