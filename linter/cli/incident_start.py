"""`runbook-linter incident start ID --time TIME`: when it began, once that is known; two metrics count from here."""

from __future__ import annotations

import argparse

from linter.cli.incident_milestone import add_milestone_arguments, write_milestone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `start`."""
    add_milestone_arguments(parser, "it began")


def run(args: argparse.Namespace) -> int:
    """Write down when."""
    write_milestone(args, "started")
    return 0
