"""`runbook-linter incident resolve ID`: it is over. Says what is still open, and how the post-mortem begins."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from linter.cli.incident_milestone import add_milestone_arguments, write_milestone
from linter.model.incident import ENDED, IncidentRecord

_OVER = ("investigating", "identified", "monitoring", "")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `resolve`."""
    add_milestone_arguments(parser, "it was over")


def run(args: argparse.Namespace) -> int:
    """Write down when, and say what is left to do."""
    record = write_milestone(args, "resolved", "resolved", _OVER)
    for line in _left(record):
        print(line)
    return 0


def _left(record: IncidentRecord) -> Iterator[str]:
    for step in record.steps:
        if step.state not in ("done", "skipped"):
            said = f": {step.error}" if step.error else ""
            yield f"still open: step {step.name or step.key} is {step.state}{said}"
    if not any(update.status in ENDED for update in record.updates):
        yield f"nobody was told yet: send-incident-update --incident-id {record.id} --status resolved --message …"
    if not record.post_mortem:
        yield f"the post-mortem begins with: post-mortem-generator --incident-id {record.id}"
