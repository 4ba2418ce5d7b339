"""The channels that an update goes to, as they are configured."""

from __future__ import annotations

from collections.abc import Iterator

from linter.incidents.channel_settings import ChannelSettings
from linter.incidents.channels.apprise import apprise_channels
from linter.incidents.channels.channel import Channel
from linter.incidents.channels.email import EmailChannel
from linter.incidents.channels.slack_updates import SlackUpdates
from linter.incidents.channels.statuspage import StatuspageChannel
from linter.incidents.channels.teams import TeamsChannel
from linter.incidents.http import Deadline
from linter.incidents.settings import Slack


def channels_in_use(slack: Slack | None, settings: ChannelSettings, deadline: Deadline) -> Iterator[Channel]:
    """One channel for each place that is configured, responders first."""
    if slack:
        yield SlackUpdates(slack, deadline)
    if settings.statuspage:
        yield StatuspageChannel(settings.statuspage, deadline)
    if settings.email:
        yield EmailChannel(settings.email, deadline)
    if settings.teams:
        yield TeamsChannel(settings.teams, deadline)
    if settings.apprise:
        yield from apprise_channels(settings.apprise, deadline)
