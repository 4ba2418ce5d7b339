"""`runbook-linter incident detect ID --time TIME`: when it was noticed, where that was not when it was declared."""

from __future__ import annotations

import argparse

from linter.cli.incident_milestone import add_milestone_arguments, write_milestone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `detect`."""
    add_milestone_arguments(parser, "it was noticed")


def run(args: argparse.Namespace) -> int:
    """Write down when."""
    write_milestone(args, "detected")
    return 0
