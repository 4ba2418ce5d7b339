"""`runbook-linter incident acknowledge ID`: somebody works on it; the time to acknowledge counts to here."""

from __future__ import annotations

import argparse

from linter.cli.incident_milestone import add_milestone_arguments, write_milestone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `acknowledge`."""
    add_milestone_arguments(parser, "somebody took it up")


def run(args: argparse.Namespace) -> int:
    """Write down when."""
    write_milestone(args, "acknowledged")
    return 0
