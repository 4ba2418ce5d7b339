"""Which addresses may be asked: those that anybody can reach, and the private ones that the configuration allows.

A page from a stranger may name `http://169.254.169.254/…`, or a site that redirects there.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class RefusedError(OSError):
    """The address is not one that may be asked."""


class Gatekeeper:
    """Knows the private hosts that may be asked, by patterns such as `*.corp`."""

    def __init__(self, allow_private: Sequence[str]) -> None:
        self._allowed = tuple(pattern.casefold() for pattern in allow_private)

    def allows_private(self, host: str) -> bool:
        """True for a host that the configuration allows whatever its address is."""
        return any(fnmatchcase(host.casefold().strip("[]"), pattern) for pattern in self._allowed)

    def check_url(self, url: str) -> None:
        """Raises RefusedError for a URL that may not be asked; names are looked at once they are resolved."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            raise RefusedError("not a URL") from None
        if parts.scheme not in ("http", "https") or not host:
            raise RefusedError("neither http nor https")
        if _is_literal(host) and not is_global(host) and not self.allows_private(host):
            raise RefusedError("a private address")


class GuardedResolver(AbstractResolver):
    """Resolves names to addresses that may be asked; the connection is made to just these."""

    def __init__(self, gatekeeper: Gatekeeper) -> None:
        self._gatekeeper = gatekeeper

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host. Raises OSError where there are none, RefusedError where none may be asked."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        allowed: list[ResolveResult] = []
        for kind, _, protocol, _, address in found:
            literal = str(address[0])
            if is_global(literal) or self._gatekeeper.allows_private(host):
                allowed.append(
                    ResolveResult(
                        hostname=host, host=literal, port=port, family=kind, proto=protocol, flags=socket.AI_NUMERICHOST
                    )
                )
        if found and not allowed:
            raise RefusedError("a private address")
        return allowed

    async def close(self) -> None:
        """Nothing is held."""


def is_global(literal: str) -> bool:
    """True for an address that anybody can reach; one within another is judged by the inner one."""
    address = ipaddress.ip_address(literal.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return address.is_global and not address.is_multicast


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
