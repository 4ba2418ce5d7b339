"""Updates to whatever Apprise can reach (https://github.com/caronc/apprise): the extra `apprise`.

Its addresses hold tokens: the record knows each by a hash, messages by its scheme. What an address has sent cannot be
asked: an update whose fate is unknown is sent again.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from typing import Any

from linter.incidents.channel_settings import Apprise
from linter.incidents.http import Deadline, ServiceError
from linter.incidents.steps import Outcome
from linter.incidents.update import OutgoingUpdate, lines_of
from linter.incidents.work_in_time import WorkInTime

APPRISE = "apprise"
# Several are parted by commas; a comma may stand in one of them as well.
_ADDRESS = re.compile(r",(?=[A-Za-z][A-Za-z0-9+.-]*://)")


def apprise_channels(settings: Apprise, deadline: Deadline) -> Iterator[AppriseChannel]:
    """One channel for each address, so that one that fails is sent again alone.

    Where the addresses are not to be had, one channel stands for all of them, with the problem.
    """
    try:
        addresses = settings.urls.read(max(deadline.left(), 0.1))
    except ServiceError as error:
        yield AppriseChannel("", deadline, str(error))
        return
    for address in _ADDRESS.split(addresses):
        yield AppriseChannel(address, deadline)


class AppriseChannel:
    """One address."""

    can_find = False

    def __init__(self, address: str, deadline: Deadline, problem: str = "") -> None:
        self._address = address
        self._deadline = deadline
        self.problem = problem
        self.name = f"{APPRISE}-{hashlib.sha256(address.encode()).hexdigest()[:8]}" if address else APPRISE

    def payload(self, update: OutgoingUpdate) -> Any:
        """Title and text."""
        facts = "\n".join(f"{name}: {value}" for name, value in update.facts)
        text = "\n\n".join(part for part in (lines_of(update.parts), facts) if part)
        return {"title": f"{update.headline}: {update.status_in_words}", "body": text}

    def send(self, update: OutgoingUpdate) -> Outcome:
        """Have Apprise send it. Raises ServiceError."""
        try:
            import apprise
        except ImportError:
            raise ServiceError("apprise: it is not installed: pip install 'runbook-linter[apprise]'") from None
        # What it logs may hold an address.
        logging.getLogger("apprise").disabled = True
        scheme = self._address.partition(":")[0]
        service = apprise.Apprise()
        if not service.add(self._address):
            raise ServiceError(f"apprise: an address that begins with `{scheme}:` is none that Apprise knows")
        payload = self.payload(update)
        seconds = min(self._deadline.share, self._deadline.left())
        if seconds <= 0:
            raise ServiceError("apprise: no time is left for it in this run: resume it")
        work: WorkInTime[bool] = WorkInTime()

        def notify() -> bool:
            work.leave()
            return bool(service.notify(**payload, body_format=apprise.NotifyFormat.TEXT))

        try:
            taken = work.result(notify, seconds)
        except TimeoutError:
            raise ServiceError(f"apprise: `{scheme}:` gave no answer within {seconds:.0f} s", sent=work.sent) from None
        if not taken:
            raise ServiceError(f"apprise: `{scheme}:` did not take it")
        return Outcome(id=update.id)

    def find(self, update: OutgoingUpdate) -> Outcome | None:
        """Never anything."""
        return None
