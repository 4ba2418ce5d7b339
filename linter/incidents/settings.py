"""The services that the configuration's `incident` block names, and where their tokens come from."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit

from linter.config import Config, ConfigError
from linter.incidents.http import ServiceError

DEADLINE_SECONDS = 30.0
_CLOUD = ".atlassian.net"


class Token(Protocol):
    """What gives a token when it is needed."""

    def read(self, seconds: float) -> str:
        """The token, within some seconds. Raises ServiceError."""


class TokenSource(NamedTuple):
    """Where a token comes from: an environment variable, else a program that prints it."""

    env: str
    command: tuple[str, ...] = ()

    def read(self, seconds: float) -> str:
        """The token. Raises ServiceError where there is none, without what the program said: it may be the token."""
        token, whence = os.environ.get(self.env, "").strip(), self.env
        if not token and self.command:
            token, whence = self._printed(seconds), f"what `{self.command[0]}` prints"
        if not token:
            raise ServiceError(f"its token is missing: set {self.env}")
        if len(token.splitlines()) > 1:
            raise ServiceError(f"its token cannot be one: {whence} has several lines")
        if not token.isascii() or not token.isprintable() or " " in token:
            raise ServiceError(f"its token cannot be one: {whence} has blanks, or signs that no token has")
        return token

    def _printed(self, seconds: float) -> str:
        program = self.command[0]
        try:
            done = subprocess.run(
                self.command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            raise ServiceError(f"its token is missing: `{program}` did not end within {seconds:.0f} s") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ServiceError(f"its token is missing: `{program}` cannot be run: {reason}") from None
        if done.returncode:
            raise ServiceError(f"its token is missing: `{program}` ended with status {done.returncode}")
        token = done.stdout.decode("utf-8", "replace").strip()
        if not token:
            raise ServiceError(f"its token is missing: `{program}` printed nothing")
        return token


class PagerDuty(NamedTuple):
    """Whom to page. `source` is what is down where nobody says."""

    routing_key: Token
    url: str = "https://events.pagerduty.com"
    source: str = "incident-initiator"


class Slack(NamedTuple):
    """Where responders talk. `invite` are ids of users."""

    token: Token
    url: str = "https://slack.com/api"
    prefix: str = ""
    private: bool = False
    invite: tuple[str, ...] = ()


class Jira(NamedTuple):
    """Where the ticket lies.

    `user` is the address of the account that the token of Jira Cloud belongs to; without one it is Jira Data Center,
    which knows whose its tokens are.
    """

    token: Token
    url: str
    project: str
    user: str = ""
    issue_type: str = "Task"

    @property
    def is_cloud(self) -> bool:
        """True for a site of Jira Cloud."""
        return bool(self.user)


class Settings(NamedTuple):
    """The services in use, None for those that are not; `deadline` is in seconds, for a whole run."""

    pagerduty: PagerDuty | None = None
    slack: Slack | None = None
    jira: Jira | None = None
    deadline: float = DEADLINE_SECONDS


def read_settings(config: Config) -> Settings:
    """The settings of a configuration whose keys and values have been checked. Raises ConfigError."""
    block = config.incident
    return Settings(
        PagerDuty(
            token_source(block["pagerduty"], "routing_key", "PAGERDUTY_ROUTING_KEY"),
            **_given(block["pagerduty"], "url", "source"),
        )
        if _used(block, "pagerduty")
        else None,
        Slack(
            token_source(block["slack"], "token", "SLACK_BOT_TOKEN"),
            **_given(block["slack"], "url", "prefix", "private", "invite"),
        )
        if _used(block, "slack")
        else None,
        _jira(config) if _used(block, "jira") else None,
        block.get("deadline") or DEADLINE_SECONDS,
    )


def token_source(block: Mapping[str, Any] | None, name: str, env: str) -> TokenSource:
    """Where a service's token comes from; `env` is the variable where its block names none."""
    block = block or {}
    return TokenSource(block.get(f"{name}_env") or env, tuple(block.get(f"{name}_command") or ()))


def _used(block: Mapping[str, Any], service: str) -> bool:
    """A service is in use where its block is there, even if it is empty."""
    return service in block


def _given(block: Mapping[str, Any] | None, *names: str) -> dict[str, Any]:
    """The values that are set, lists as tuples."""
    found = {name: (block or {}).get(name) for name in names}
    return {name: tuple(v) if isinstance(v, list) else v for name, v in found.items() if v is not None}


def _jira(config: Config) -> Jira:
    block = config.incident["jira"] or {}
    where = f"{config.path}:{config.lines.get('incident.jira', 1)}: `incident.jira`"
    for name in ("url", "project"):
        if not block.get(name):
            raise ConfigError(f"{where} has no `{name}`")
    if not block.get("user") and (urlsplit(block["url"]).hostname or "").endswith(_CLOUD):
        raise ConfigError(f"{where} has no `user`: the address of the account that the token belongs to")
    source = token_source(block, "token", "JIRA_API_TOKEN")
    return Jira(source, **_given(block, "url", "user", "project", "issue_type"))
