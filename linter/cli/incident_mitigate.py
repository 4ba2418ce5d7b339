"""`runbook-linter incident mitigate ID`: customers no longer notice it, though the cause may still be there."""

from __future__ import annotations

import argparse

from linter.cli.incident_milestone import add_milestone_arguments, write_milestone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `mitigate`."""
    add_milestone_arguments(parser, "it no longer hurt")


def run(args: argparse.Namespace) -> int:
    """Write down when, and that it is being watched."""
    write_milestone(args, "mitigated", "monitoring", ("investigating", "identified"))
    return 0
