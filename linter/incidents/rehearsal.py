"""The sandbox in place of the services: for a rehearsal, and to see what would be sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from linter.incidents.sandbox.faults import Fault
from linter.incidents.sandbox.jira import JiraStandIn
from linter.incidents.sandbox.pagerduty import PagerDutyStandIn
from linter.incidents.sandbox.server import Sandbox
from linter.incidents.sandbox.slack import SlackStandIn
from linter.incidents.settings import Jira, PagerDuty, Settings, Slack

_SOME_JIRA = "https://your-site.atlassian.net"


class ShownToken(NamedTuple):
    """What stands for a token where none is needed: the name of the variable that holds it."""

    text: str

    def read(self, seconds: float) -> str:
        """The text itself."""
        return self.text


class Rehearsal(NamedTuple):
    """A sandbox, the settings that lead to it, and the addresses that it stands for."""

    sandbox: Sandbox
    settings: Settings
    addresses: dict[str, str]

    def received(self) -> Iterator[str]:
        """Each request with what it carried, as the services themselves would have got it."""
        for seen in self.sandbox.seen:
            request = seen.request
            path = f"{self.addresses[seen.service]}/{request.path}"
            values = json.dumps(request.values, ensure_ascii=False, indent=1) if request.values else ""
            fault = f"  [{seen.fault}]" if seen.fault else ""
            text = f"{request.method} {path}{fault}\n{values}".rstrip()
            for service, address in self.addresses.items():
                text = text.replace(self.sandbox.url(service), address)
            yield text


@contextmanager
def rehearsal(
    settings: Settings, faults: Sequence[Fault] = (), refused: Sequence[str] = (), *, everything: bool = False
) -> Iterator[Rehearsal]:
    """The sandbox with the services in use, or with all of them. No token is read, and nothing leaves this machine."""
    key, bot, user = (ShownToken(f"${name}") for name in ("PAGERDUTY_ROUTING_KEY", "SLACK_BOT_TOKEN", "JIRA_API_TOKEN"))
    pagerduty = settings.pagerduty or (PagerDuty(key) if everything else None)
    slack = settings.slack or (Slack(bot) if everything else None)
    jira = settings.jira or (Jira(user, _SOME_JIRA, "OPS", "you@example.com") if everything else None)
    services = (("pagerduty", pagerduty), ("slack", slack), ("jira", jira))
    sandbox = Sandbox(
        [PagerDutyStandIn(), SlackStandIn(), JiraStandIn(is_cloud=jira is None or jira.is_cloud)],
        faults,
        refused=refused,
    )
    with sandbox.running():
        yield Rehearsal(
            sandbox,
            Settings(
                pagerduty and pagerduty._replace(routing_key=key, url=sandbox.url("pagerduty")),
                slack and slack._replace(token=bot, url=sandbox.url("slack")),
                jira and jira._replace(token=user, url=sandbox.url("jira")),
                settings.deadline,
            ),
            {name: service.url.rstrip("/") for name, service in services if service},
        )
