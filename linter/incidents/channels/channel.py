"""What a channel for updates is."""

from __future__ import annotations

from typing import Any, Protocol

from linter.incidents.steps import Outcome
from linter.incidents.update import OutgoingUpdate


class Channel(Protocol):
    """One place that updates are posted to. `name` is what the record calls it.

    A channel that can be asked whether an update is there answers in `find`, None where it is not; one that cannot
    has `can_find` false: what came of a try that broke off stays unknown to it. `problem` says why it cannot be used
    in this run, empty where it can.
    """

    name: str
    can_find: bool
    problem: str

    def payload(self, update: OutgoingUpdate) -> Any:
        """What is sent, as plain values, for whoever wants to see it first."""

    def send(self, update: OutgoingUpdate) -> Outcome:
        """Post the update. Raises ServiceError."""

    def find(self, update: OutgoingUpdate) -> Outcome | None:
        """What an earlier try has posted. Raises ServiceError."""
