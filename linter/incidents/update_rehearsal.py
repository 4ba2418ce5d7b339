"""Sending an update to stand-ins of the services, from a copy of the record."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from linter.config import Config
from linter.incidents.channel_settings import ChannelSettings, Email, Statuspage, Teams, read_channel_settings
from linter.incidents.channels.channel import Channel
from linter.incidents.channels_in_use import channels_in_use
from linter.incidents.http import Deadline
from linter.incidents.record_file import changing
from linter.incidents.rehearsal import ShownToken
from linter.incidents.sandbox.faults import Fault
from linter.incidents.sandbox.mail import MailStandIn
from linter.incidents.sandbox.server import Sandbox
from linter.incidents.sandbox.slack import BOT, SlackStandIn
from linter.incidents.sandbox.statuspage import StatuspageStandIn
from linter.incidents.sandbox.teams import WEBHOOK, TeamsStandIn
from linter.incidents.settings import Slack, read_settings


class Rehearsal(NamedTuple):
    """A copy of the record, the channels that lead to stand-ins, and these."""

    place: Path
    channels: list[Channel]
    deadline: Deadline
    sandbox: Sandbox
    mail: MailStandIn

    def mend(self, refused: Sequence[str]) -> None:
        """Let everything work from now on."""
        self.sandbox.faults.clear()
        for service in refused:
            self.sandbox.bring_up(service)

    def received(self) -> Iterator[str]:
        """What each stand-in has got."""
        for seen in self.sandbox.seen:
            fault = f"  [{seen.fault}]" if seen.fault else ""
            values = json.dumps(seen.request.values, ensure_ascii=False, indent=1) if seen.request.values else ""
            yield f"{seen.service}: {seen.request.method} {seen.request.path}{fault}\n{values}".rstrip()
        yield from (f"email:\n{message}".rstrip() for message in self.mail.messages)


@contextmanager
def rehearsed(
    config: Config, place: Path, faults: Sequence[Fault] = (), refused: Sequence[str] = ()
) -> Iterator[Rehearsal]:
    """Stand-ins of the channels that are configured, else of all that there are stand-ins for. No token is read."""
    given, slack = read_channel_settings(config), read_settings(config).slack
    everything = given == ChannelSettings() and slack is None
    sandbox = Sandbox([SlackStandIn(), StatuspageStandIn(), TeamsStandIn()], faults, refused=refused)
    with tempfile.TemporaryDirectory() as folder, sandbox.running(), MailStandIn().running() as mail:
        copy = Path(folder) / place.name
        shutil.copyfile(place, copy)
        _know_each_other(copy, sandbox)
        token = ShownToken("$TOKEN")
        to_slack = slack or (Slack(token) if everything else None)
        statuspage = given.statuspage or (Statuspage(token, "sandbox") if everything else None)
        email = given.email or (Email(token, "", "you@example.com", ("everybody@example.com",)) if everything else None)
        settings = ChannelSettings(
            email and email._replace(host="127.0.0.1", port=mail.port, user=""),
            statuspage and statuspage._replace(token=token, page="sandbox", url=sandbox.url("statuspage")),
            Teams(ShownToken(sandbox.url("teams") + WEBHOOK)) if given.teams or everything else None,
        )
        to_slack = to_slack and to_slack._replace(token=token, url=sandbox.url("slack"))
        deadline = Deadline(read_settings(config).deadline)
        yield Rehearsal(copy, list(channels_in_use(to_slack, settings, deadline)), deadline, sandbox, mail)


def _know_each_other(copy: Path, sandbox: Sandbox) -> None:
    """The stand-ins have what the record says that earlier commands have made."""
    slack, statuspage = sandbox.vendors["slack"], sandbox.vendors["statuspage"]
    assert isinstance(slack, SlackStandIn)
    assert isinstance(statuspage, StatuspageStandIn)
    slack.add_channel("rehearsal", creator=BOT)
    with changing(copy) as change:
        change.set(("steps", "channel"), {"state": "done", "id": slack.channels[0]["id"]})
        for update in change.record.updates:
            for id in update.channels.get("statuspage", ())[:1]:
                statuspage.incidents.append({"id": id, "incident_updates": []})
