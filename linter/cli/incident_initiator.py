"""`incident-initiator`: declare an incident; the same as `runbook-linter incident declare`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from linter.cli.command_parser import CommandParser
from linter.cli.ending import end, status_of


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    from linter.cli.incident_declare import add_arguments

    parser = CommandParser(
        prog="incident-initiator",
        description="Declare an incident: its record first, then page, channel and ticket where they are configured.",
        epilog='For example: incident-initiator --severity P1 --summary "Customers cannot pay" --service payments. '
        "Exit status: 0 all done, 3 partly (the last line says how to go on), 2 wrong use.",
    )
    add_arguments(parser)
    return parser


def entry() -> NoReturn:
    """The console script."""
    end(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 all done, 3 partly, 2 wrong use."""
    from linter.cli.incident_declare import run

    interrupted = "interrupted; the record says how far it came, and --resume goes on"
    return status_of("incident-initiator", lambda: run(parser().parse_args(argv)), interrupted)
