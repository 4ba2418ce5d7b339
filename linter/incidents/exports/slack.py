"""Messages of a channel in a Slack export: a JSON file of a day, the channel's folder, or the whole export.

A folder or ZIP has one folder for each channel, with one file for each day, and `users.json`
(https://slack.com/help/articles/220556107). What Slack writes in its own markup is turned into plain text.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from linter.incidents.exports.json_file import ExportError, read_json, values_of
from linter.incidents.json_values import items_at, on_one_line, text_at
from linter.parsing.record_times import read_time

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.json", re.ASCII)
_MARKUP = re.compile(r"<([^<>|]{1,2000})(?:\|([^<>|]{0,2000}))?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_LONGEST_TOGETHER = 200_000_000
# What Slack writes itself: who came, who went, what the topic is.
_TOLD_BY_SLACK = re.compile(
    r"(?:channel|group)_(?:join|leave|topic|purpose|name|archive|unarchive)|bot_(?:add|remove)|pinned_item|reminder_add"
)
_MOST_LISTED = 20


class ChannelMessage(NamedTuple):
    """One message; `time` in UTC to the second, `reactions` the names of those it got."""

    time: datetime
    by: str
    text: str
    reactions: frozenset[str]


def read_slack_export(path: Path, channel: str = "") -> list[ChannelMessage]:
    """The messages of a channel, the oldest first. Raises ExportError."""
    files = _files(path)
    users = {text_at(user, "id"): _name(user) for name, read in files.items() if _is_users(name) for user in read()}
    days = [name for name in files if _DAY.fullmatch(_last(name)) or len(files) == 1]
    chosen = _chosen(path, sorted({name.rpartition("/")[0] for name in days}), channel.removeprefix("#"))
    found: dict[str, ChannelMessage] = {}
    for name in sorted(days):
        for message in files[name]() if name.rpartition("/")[0] == chosen else ():
            read_message = _message(message, users)
            if read_message:
                found[text_at(message, "ts")] = read_message
    return [found[key] for key in sorted(found, key=float)]


_Reader = Callable[[], list[dict[str, Any]]]


def _files(path: Path) -> dict[str, _Reader]:
    """The JSON files of an export by name, each with what reads its list."""
    if path.is_dir():
        files = sorted(file for file in path.rglob("*.json") if file.is_file())
        users = path.parent / "users.json"
        if any(_DAY.fullmatch(file.name) for file in path.iterdir()) and users.is_file():
            files.append(users)
        return {os.path.relpath(file, path.parent): partial(_list, partial(read_json, file)) for file in files}
    if path.is_file() and zipfile.is_zipfile(path):
        unpacked = _unpacked(path)
        return {name: partial(_list, partial(values_of, data, f"{path}/{name}")) for name, data in unpacked.items()}
    return {path.name: partial(_list, partial(read_json, path))}


def _unpacked(path: Path) -> dict[str, bytes]:
    """The files in an archive: nothing is written anywhere."""
    found: dict[str, bytes] = {}
    together = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if not entry.filename.endswith(".json"):
                    continue
                with archive.open(entry) as file:
                    found[entry.filename] = file.read(_LONGEST_TOGETHER - together + 1)
                together += len(found[entry.filename])
                if together > _LONGEST_TOGETHER:
                    raise ExportError(f"{path}: larger than {_LONGEST_TOGETHER // 1_000_000} MB: unpack it")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise ExportError(f"{path}: cannot be unpacked: {error}") from None
    return found


def _list(read: Callable[[], Any]) -> list[dict[str, Any]]:
    return items_at({"all": read()}, "all")


def _is_users(name: str) -> bool:
    return _last(name) == "users.json"


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _chosen(path: Path, folders: list[str], channel: str) -> str:
    """The folder of the channel: the one that is named, else the only one. Raises ExportError."""
    if not folders:
        raise ExportError(
            f"{path}: no messages as a Slack export has them: a folder for each channel, a file for each day"
        )
    names = {_last(folder): folder for folder in folders}
    if channel and channel in names:
        return names[channel]
    if len(folders) == 1 and not channel:
        return folders[0]
    listed = ", ".join(sorted(names)[:_MOST_LISTED])
    raise ExportError(
        f"{path}: {f'no channel `{channel}`' if channel else 'several channels'}: --channel is one of {listed}"
    )


def _message(message: dict[str, Any], users: Mapping[str, str]) -> ChannelMessage | None:
    """A message that somebody wrote; None for what Slack tells itself, and for what has no text or time."""
    if _TOLD_BY_SLACK.fullmatch(text_at(message, "subtype")):
        return None
    try:
        time = datetime.fromtimestamp(int(float(text_at(message, "ts"))), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    if read_time(time.isoformat()) is None:
        return None
    said = message.get("text")
    text = _plain(said, users) if isinstance(said, str) else ""
    profile = message.get("user_profile")
    by = text_at(profile, "real_name") or users.get(text_at(message, "user")) or text_at(message, "username")
    reactions = frozenset(text_at(reaction, "name").partition("::")[0] for reaction in items_at(message, "reactions"))
    return ChannelMessage(time, by or text_at(message, "user"), text, reactions) if text else None


def _name(user: dict[str, Any]) -> str:
    return text_at(user, "profile", "real_name") or text_at(user, "real_name") or text_at(user, "name")


def _plain(text: str, users: Mapping[str, str]) -> str:
    """Slack's markup as plain text on one line (https://docs.slack.dev/messaging/formatting-message-text)."""

    def said(found: re.Match[str]) -> str:
        target, label = found[1], found[2] or ""
        if target.startswith("@"):
            return f"@{users.get(target[1:]) or label or target[1:]}"
        if target.startswith("#"):
            return f"#{label or target[1:]}"
        if target.startswith("!"):
            return label or f"@{target[1:].partition('^')[0]}"
        return f"{label} ({target})" if label and label not in target else target

    text = _MARKUP.sub(said, text)
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return on_one_line(text)
