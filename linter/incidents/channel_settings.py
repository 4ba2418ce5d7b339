"""What the configuration says of the channels for updates, beside Slack."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Any, NamedTuple

from linter.config import Config, ConfigError
from linter.incidents.settings import Token, token_source

_ADDRESS = re.compile(r"""[^\s@,;:<>()\[\]"\\]+@[^\s@,;:<>()\[\]"\\]+""")

_TLS_FROM_THE_START = 465


class Email(NamedTuple):
    """Whom to write to, and the server that takes the messages; without a `user` it asks for no password."""

    password: Token
    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    user: str = ""


class Statuspage(NamedTuple):
    """A page on Statuspage; `page` is its id."""

    token: Token
    page: str
    url: str = "https://api.statuspage.io"


class Teams(NamedTuple):
    """A channel of Microsoft Teams: the address of a workflow is all that it takes to post, and thus a secret."""

    url: Token


class Apprise(NamedTuple):
    """Whatever Apprise can reach. The addresses hold tokens, and are secret."""

    urls: Token


class ChannelSettings(NamedTuple):
    """The channels in use, None for those that are not."""

    email: Email | None = None
    statuspage: Statuspage | None = None
    teams: Teams | None = None
    apprise: Apprise | None = None


def read_channel_settings(config: Config) -> ChannelSettings:
    """The channels of a configuration whose keys and values have been checked. Raises ConfigError."""
    block = config.incident
    return ChannelSettings(
        _email(config) if "email" in block else None,
        _statuspage(config) if "statuspage" in block else None,
        Teams(token_source(block["teams"], "url", "TEAMS_WEBHOOK_URL")) if "teams" in block else None,
        Apprise(token_source(block["apprise"], "urls", "APPRISE_URLS")) if "apprise" in block else None,
    )


def _email(config: Config) -> Email:
    block = _block(config, "email", ("host", "from", "to"))
    for address in (block["from"], *block["to"]):
        if not address.isprintable() or not _ADDRESS.fullmatch(parseaddr(address)[1]):
            line = config.lines.get("incident.email", 1)
            raise ConfigError(f"{config.path}:{line}: `incident.email`: {address!r} is no address")
    port = block.get("port") or Email._field_defaults["port"]
    where = f"{config.path}:{config.lines.get('incident.email', 1)}: `incident.email.port`"
    if port not in range(1, 65_536):
        raise ConfigError(f"{where}: {port} is no port")
    if port == _TLS_FROM_THE_START:
        raise ConfigError(f"{where}: {port} wants TLS from the first byte: take the port for STARTTLS, 587")
    return Email(
        token_source(block, "password", "SMTP_PASSWORD"),
        block["host"],
        block["from"],
        tuple(block["to"]),
        int(port),
        block.get("user") or "",
    )


def _statuspage(config: Config) -> Statuspage:
    block = _block(config, "statuspage", ("page",))
    url = block.get("url") or Statuspage._field_defaults["url"]
    return Statuspage(token_source(block, "token", "STATUSPAGE_API_KEY"), block["page"], url)


def _block(config: Config, service: str, needed: tuple[str, ...]) -> dict[str, Any]:
    block: dict[str, Any] = config.incident[service] or {}
    for name in needed:
        if not block.get(name):
            line = config.lines.get(f"incident.{service}", 1)
            raise ConfigError(f"{config.path}:{line}: `incident.{service}` has no `{name}`")
    return block
