"""Updates in the incident's channel on Slack: messages that carry the update's id, and are found again by it."""

from __future__ import annotations

from typing import Any

from linter.incidents.channels.slack import escaped, find_message, post_message, slack_service
from linter.incidents.http import Deadline
from linter.incidents.settings import Slack
from linter.incidents.steps import Outcome, SkippedError
from linter.incidents.update import OutgoingUpdate

_NO_CHANNEL = "the incident has no channel of its own: `incident-initiator --resume` makes one"


class SlackUpdates:
    """The channel that was made when the incident was declared."""

    name = "slack"
    can_find = True
    problem = ""

    def __init__(self, settings: Slack, deadline: Deadline) -> None:
        self._service = slack_service(settings, deadline)

    def payload(self, update: OutgoingUpdate) -> Any:
        """Where it is posted, and the text."""
        return {"channel": update.slack_channel or "(none yet)", "text": _text(update)}

    def send(self, update: OutgoingUpdate) -> Outcome:
        """Post the message. Raises ServiceError, and SkippedError where there is no channel."""
        return post_message(self._service, _channel(update), _text(update), update.id)

    def find(self, update: OutgoingUpdate) -> Outcome | None:
        """The message of this update. Raises ServiceError, and SkippedError where there is no channel."""
        return find_message(self._service, _channel(update), update.id)


def _channel(update: OutgoingUpdate) -> str:
    if not update.slack_channel:
        raise SkippedError(_NO_CHANNEL)
    return update.slack_channel


def _text(update: OutgoingUpdate) -> str:
    lines = [f"*{_bold(update.headline)}*"]
    lines += [f"*{_bold(part.text)}*" if part.is_heading else f"{escaped(part.text)}\n" for part in update.parts]
    lines += [f"*{name}:* {escaped(value)}" for name, value in update.facts]
    return "\n".join(lines)


def _bold(text: str) -> str:
    return escaped(text).replace("*", "")
