"""`runbook-linter incident update`: the same as `send-incident-update`."""

from __future__ import annotations

from linter.cli.send_incident_update import add_arguments, run

__all__ = ["add_arguments", "run"]
