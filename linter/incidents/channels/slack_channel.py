"""The incident's channel in Slack: its topic, its first members, its first message, a link to the ticket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from linter.incidents.channels.slack import SlackError, escaped, find_message, pages, post_message, slack_call
from linter.incidents.http import Service
from linter.incidents.json_values import items_at, text_at
from linter.incidents.settings import Slack
from linter.incidents.steps import Action, Done, Outcome, made_by
from linter.model.incident import IncidentRecord

_ID_CHARACTERS = re.compile(r"[^A-Za-z0-9._-]+", re.ASCII)
_NO_NAME = re.compile(r"[^a-z0-9_-]+", re.ASCII)
_LONGEST_NAME = 80
_LONGEST_TOPIC = 250
_NAMES = 5
CANNOT_COME = ("user_not_found", "user_is_restricted", "user_is_ultra_restricted", "cant_invite")


def channel_actions(settings: Slack, record: IncidentRecord, service: Service) -> list[Action]:
    """The channel and what stands in it before anybody writes."""
    id = record.id.lower()
    key = f"{id}:announcement"
    actions = [
        Action(
            "channel",
            f"{id}:channel",
            lambda _: _create(settings, record, service),
            lambda _: _ours(settings, record, service, _me(service)),
            adopts=True,
        ),
        Action("topic", f"{id}:topic", lambda done: _set_topic(record, service, done), needs=("channel",)),
        Action("invitations", f"{id}:invitations", lambda done: _invite(settings, service, done), needs=("channel",)),
        Action(
            "announcement",
            key,
            lambda done: post_message(service, made_by(done, "channel").id, _announcement(record), key),
            lambda done: find_message(service, made_by(done, "channel").id, key),
            ("channel",),
        ),
    ]
    return [action for action in actions if action.name != "invitations" or settings.invite]


def bookmark_action(record: IncidentRecord, service: Service) -> Action:
    """The ticket's address at the top of the channel."""
    return Action(
        "bookmark",
        f"{record.id.lower()}:bookmark",
        lambda done: _bookmark(service, done),
        lambda done: _find_bookmark(service, done),
        ("channel", "ticket"),
    )


def _me(service: Service) -> dict[str, Any]:
    return slack_call(service, "auth.test", {}, keyed=True)


def _create(settings: Slack, record: IncidentRecord, service: Service) -> Outcome:
    me = _me(service)
    names = channel_names(settings, record)
    for name in names:
        try:
            made = slack_call(service, "conversations.create", {"name": name, "is_private": settings.private})
        except SlackError as error:
            if error.code != "name_taken":
                raise
            ours = _ours(settings, record, service, me)
            if ours:
                return ours
            continue
        return _outcome(service, made.get("channel"), me)
    raise service.error(f"the names {names[0]} to {names[-1]} are taken, and no such channel is this incident's")


def _ours(settings: Slack, record: IncidentRecord, service: Service, me: Mapping[str, Any]) -> Outcome | None:
    """The incident's channel, if there is one.

    Its topic or purpose carries the incident's id; or a run ended before it could set the topic: then we have made it,
    by a name with the id in it, and nobody has said yet what it is for.
    """
    names = channel_names(settings, record)
    kind = "private_channel" if settings.private else "public_channel"
    values = {"types": kind, "limit": 999, "exclude_archived": "true"}
    for channel in pages(service, "conversations.list", values, "channels"):
        if channel.get("name") not in names or channel.get("is_archived"):
            continue
        said = [text_at(channel, part, "value") for part in ("topic", "purpose")]
        unset = not any(said) and channel.get("creator") == me.get("user_id")
        if unset or any(record.id in _ids(text) for text in said):
            outcome = _outcome(service, channel, me)
            if channel.get("is_member") is False and not settings.private:
                slack_call(service, "conversations.join", {"channel": outcome.id}, keyed=True)
            return outcome
    return None


def channel_names(settings: Slack, record: IncidentRecord) -> list[str]:
    """What the channel may be called: the first that is free, or ours."""
    base = _NO_NAME.sub("-", f"{settings.prefix}{record.id}".lower())[: _LONGEST_NAME - 2]
    return [base, *(f"{base}-{number}" for number in range(2, _NAMES + 1))]


def _ids(text: str) -> set[str]:
    return {word.strip(".-") for word in _ID_CHARACTERS.split(text)}


def _outcome(service: Service, channel: Any, me: Mapping[str, Any]) -> Outcome:
    id = channel.get("id") if isinstance(channel, dict) else None
    if not isinstance(id, str) or not id:
        raise service.error("its answer names no channel", sent=True)
    home = str(me.get("url") or "")
    if not home.startswith("https://"):
        home = "https://slack.com/"
    return Outcome(id, f"{home.rstrip('/')}/archives/{id}")


def _set_topic(record: IncidentRecord, service: Service, done: Done) -> Outcome:
    topic = f"{record.id} {record.severity}: {record.title}"[:_LONGEST_TOPIC]
    slack_call(service, "conversations.setTopic", {"channel": made_by(done, "channel").id, "topic": topic}, keyed=True)
    return Outcome()


def _invite(settings: Slack, service: Service, done: Done) -> Outcome:
    """Invite one at a time, so that one wrong id keeps nobody out; who cannot be invited is noted."""
    left_out, channel = [], made_by(done, "channel").id
    for user in settings.invite:
        try:
            slack_call(service, "conversations.invite", {"channel": channel, "users": user}, keyed=True)
        except SlackError as error:
            if error.code in CANNOT_COME:
                left_out.append(f"{user} ({error.code})")
            elif error.code not in ("already_in_channel", "cant_invite_self"):
                raise
    if len(left_out) == len(settings.invite):
        raise service.error(f"nobody could be invited: {', '.join(left_out)}")
    return Outcome(note=f"not invited: {', '.join(left_out)}" if left_out else "")


def _announcement(record: IncidentRecord) -> str:
    roles = record.roles
    lines = [
        f"{record.severity} declared: {record.title}",
        f"Incident {record.id}" + (f", service {', '.join(record.services)}" if record.services else ""),
        f"Incident Commander: {roles.incident_commander or 'nobody yet'}",
        f"Communications Lead: {roles.communications_lead or 'nobody yet'}",
    ]
    return escaped("\n".join(lines))


def _bookmark(service: Service, done: Done) -> Outcome:
    ticket = made_by(done, "ticket")
    values = {"channel_id": made_by(done, "channel").id, "title": ticket.id, "type": "link", "link": ticket.url}
    return Outcome(text_at(slack_call(service, "bookmarks.add", values), "bookmark", "id"))


def _find_bookmark(service: Service, done: Done) -> Outcome | None:
    ticket, values = made_by(done, "ticket"), {"channel_id": made_by(done, "channel").id}
    for bookmark in items_at(slack_call(service, "bookmarks.list", values, keyed=True), "bookmarks"):
        if bookmark.get("link") == ticket.url:
            return Outcome(text_at(bookmark, "id"))
    return None
