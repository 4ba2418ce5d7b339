"""The keys of the configuration's `incident` block, and what is wrong with their values.

A token never stands in the configuration: `…_env` names the environment variable that holds it, `…_command` the program
that prints it. What is wrong is said without the value, which may be a token that somebody put in the wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TOKEN = {"token_env": "env", "token_command": "command"}

SERVICE_KEYS: Mapping[str, Mapping[str, str]] = {
    "pagerduty": {"routing_key_env": "env", "routing_key_command": "command", "url": "url", "source": "text"},
    "slack": {**_TOKEN, "url": "url", "prefix": "text", "private": "flag", "invite": "texts"},
    "jira": {**_TOKEN, "url": "url", "user": "text", "project": "text", "issue_type": "text"},
    "statuspage": {**_TOKEN, "url": "url", "page": "text"},
    "email": {
        "password_env": "env",
        "password_command": "command",
        "host": "text",
        "port": "number",
        "user": "text",
        "from": "text",
        "to": "texts",
    },
    "teams": {"url_env": "env", "url_command": "command"},
    "apprise": {"urls_env": "env", "urls_command": "command"},
}
"""What each service can be told, and of which form each value is."""

OTHER_KEYS: Mapping[str, str] = {"deadline": "number"}

_ENV_NAME = re.compile(r"[A-Z_][A-Z0-9_]*", re.ASCII)
_LOOKS_LIKE_TOKEN = re.compile(r"xox[a-z]-|xapp-|ATATT|hooks\.slack\.com/services/|[?&]sig=", re.ASCII)
LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""This machine: what a token may go to in clear text."""
_MOST = 1_000_000
"""No port, and no number of seconds that anybody waits; `.inf` is a number to YAML."""


def wrong_values(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The dotted key of each value that cannot be used, below `incident`, and why. The keys themselves are known."""
    for key, form in OTHER_KEYS.items():
        yield from _wrong(f"incident.{key}", form, settings.get(key))
    for service, forms in SERVICE_KEYS.items():
        for key, form in forms.items():
            yield from _wrong(f"incident.{service}.{key}", form, (settings.get(service) or {}).get(key))


def _wrong(key: str, form: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if any(_LOOKS_LIKE_TOKEN.search(text) for text in _texts(value)):
        yield key, f"`{key}` holds a token: put it into an environment variable, and the variable's name here"
    elif form == "env" and not (isinstance(value, str) and _ENV_NAME.fullmatch(value)):
        yield key, f"`{key}` must be the name of an environment variable, such as SLACK_BOT_TOKEN, never a token itself"
    elif form == "command" and not (isinstance(value, list) and value and _texts(value) == value):
        yield key, f"`{key}` must be a list of words: a program that prints the token, and its arguments"
    elif form == "url":
        yield from ((key, f"`{key}` {trouble}") for trouble in _wrong_url(value))
    elif form == "text" and not (isinstance(value, str) and value.strip()):
        yield key, f"`{key}` must be a text"
    elif form == "texts" and not (isinstance(value, list) and _texts(value) == value):
        yield key, f"`{key}` must be a list of texts"
    elif form == "flag" and not isinstance(value, bool):
        yield key, f"`{key}` must be true or false"
    elif form == "number" and (isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < _MOST):
        yield key, f"`{key}` must be a number above zero, and below a million"


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]


def _wrong_url(value: Any) -> Iterator[str]:
    from urllib.parse import urlsplit

    try:
        url = urlsplit(value if isinstance(value, str) else "")
        host = url.hostname
    except ValueError:
        host = None
    if host is None or url.scheme not in ("http", "https"):
        yield "must be a URL such as https://example.com"
    elif url.username is not None or url.password is not None:
        yield "must not hold a name or a password"
    elif url.query or url.fragment:
        yield "must end with its path: no `?` and no `#`"
    elif url.scheme == "http" and host not in LOOPBACK:
        yield "must begin with https://, or everybody on the way reads the token"
