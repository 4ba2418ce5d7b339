"""Slack's Web API: channels, messages, bookmarks.

Answers follow https://docs.slack.dev/reference/methods: where something is wrong, HTTP 200 and `ok: false` with the
name of an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from linter.incidents.sandbox.vendor import Reply, Request

BOT = "U0SANDBOX"
_USER = re.compile(r"[UW](?!0GONE)[A-Z0-9]{5,}", re.ASCII)
_FIRST_MESSAGE = 1_700_000_000


class SlackStandIn:
    """A workspace with one bot. Users are there unless their ids begin with `U0GONE`; `limit` is the size of a page."""

    name = "slack"
    prefix = "/api"

    def __init__(self, limit: int = 200) -> None:
        self.channels: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        self.bookmarks: list[dict[str, Any]] = []
        self._limit = limit

    def operation(self, request: Request) -> str:
        """The name of the method."""
        return request.path

    def refusal(self, operation: str, message: str) -> Reply:
        """Slack names the error; what it says beyond that stands in the answer's metadata."""
        return _failed("invalid_arguments", response_metadata={"messages": [f"[ERROR] {message}"]})

    def answer(self, operation: str, request: Request) -> Reply:
        """Do what the method does."""
        if not request.authorization.startswith("Bearer "):
            return _failed("not_authed")
        methods: dict[str, Callable[[dict[str, Any]], Reply]] = {
            "auth.test": self._auth,
            "conversations.create": self._create,
            "conversations.list": self._list,
            "conversations.join": self._join,
            "conversations.setTopic": self._set_topic,
            "conversations.invite": self._invite,
            "conversations.history": self._history,
            "chat.postMessage": self._post,
            "bookmarks.add": self._add_bookmark,
            "bookmarks.list": self._list_bookmarks,
        }
        return methods[operation](request.values) if operation in methods else _failed("unknown_method")

    def add_channel(self, name: str, *, topic: str = "", creator: str = "U0SOMEBODY", archived: bool = False) -> None:
        """A channel that somebody else has made."""
        self.channels.append(_channel(len(self.channels), name, creator, topic=topic, archived=archived))

    def _auth(self, values: dict[str, Any]) -> Reply:
        return _ok(url="https://sandbox.slack.example/", user_id=BOT, team_id="T0SANDBOX")

    def _create(self, values: dict[str, Any]) -> Reply:
        if any(channel["name"] == values["name"] for channel in self.channels):
            return _failed("name_taken")
        channel = _channel(len(self.channels), values["name"], BOT, private=bool(values.get("is_private")))
        self.channels.append(channel)
        return _ok(channel=channel)

    def _list(self, values: dict[str, Any]) -> Reply:
        start = int(values.get("cursor") or 0)
        size = min(int(values.get("limit") or 100), self._limit)
        following = str(start + size) if start + size < len(self.channels) else ""
        page = [{**channel, "is_member": BOT in channel["members"]} for channel in self.channels[start : start + size]]
        return _ok(channels=page, response_metadata={"next_cursor": following})

    def _join(self, values: dict[str, Any]) -> Reply:
        channel = self._channel(values["channel"])
        if channel is None or channel["is_private"]:
            return _failed("channel_not_found" if channel is None else "method_not_supported_for_channel_type")
        channel["members"].append(BOT)
        return _ok(channel=channel)

    def _set_topic(self, values: dict[str, Any]) -> Reply:
        channel = self._channel(values["channel"])
        if channel is None:
            return _failed("channel_not_found")
        channel["topic"] = {"value": values["topic"], "creator": BOT}
        return _ok(channel=channel)

    def _invite(self, values: dict[str, Any]) -> Reply:
        channel = self._channel(values["channel"])
        if channel is None:
            return _failed("channel_not_found")
        user = values["users"]
        if not _USER.fullmatch(user):
            return _failed("user_not_found")
        if user in channel["members"]:
            return _failed("already_in_channel")
        channel["members"].append(user)
        return _ok(channel=channel)

    def _post(self, values: dict[str, Any]) -> Reply:
        channel = self._channel(values["channel"])
        if channel is None or BOT not in channel["members"]:
            return _failed("channel_not_found" if channel is None else "not_in_channel")
        time = f"{_FIRST_MESSAGE + len(self.messages)}.000100"
        message = {**values, "ts": time, "user": BOT}
        self.messages.append(message)
        return _ok(channel=values["channel"], ts=time, message=message)

    def _history(self, values: dict[str, Any]) -> Reply:
        there = [message for message in reversed(self.messages) if message["channel"] == values["channel"]]
        start = int(values.get("cursor") or 0)
        size = min(int(values.get("limit") or 100), self._limit)
        following = str(start + size) if start + size < len(there) else ""
        return _ok(
            messages=there[start : start + size],
            has_more=bool(following),
            response_metadata={"next_cursor": following},
        )

    def _add_bookmark(self, values: dict[str, Any]) -> Reply:
        if self._channel(values["channel_id"]) is None:
            return _failed("channel_not_found")
        bookmark = {**values, "id": f"Bk{len(self.bookmarks):08}"}
        self.bookmarks.append(bookmark)
        return _ok(bookmark=bookmark)

    def _list_bookmarks(self, values: dict[str, Any]) -> Reply:
        return _ok(bookmarks=[found for found in self.bookmarks if found["channel_id"] == values["channel_id"]])

    def _channel(self, id: str) -> dict[str, Any] | None:
        return next((channel for channel in self.channels if channel["id"] == id), None)


def _channel(
    number: int, name: str, creator: str, *, topic: str = "", private: bool = False, archived: bool = False
) -> dict[str, Any]:
    return {
        "id": f"C{number:08}",
        "name": name,
        "creator": creator,
        "is_private": private,
        "is_archived": archived,
        "topic": {"value": topic, "creator": creator if topic else ""},
        "purpose": {"value": "", "creator": ""},
        "members": [creator],
    }


def _ok(**values: Any) -> Reply:
    return Reply(200, {"ok": True, **values})


def _failed(error: str, **values: Any) -> Reply:
    return Reply(200, {"ok": False, "error": error, **values})
