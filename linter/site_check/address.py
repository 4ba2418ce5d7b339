"""Where a site is published, as far as that says which links are its own."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

_URL = re.compile(r"https?://([^/?#]+)([^?#]*)", re.IGNORECASE)


class Address(NamedTuple):
    """The host and the path that a site is published at; both are guesses where `host` is empty.

    `base_path` starts and ends with a slash.
    """

    host: str = ""
    base_path: str = "/"

    @property
    def is_known(self) -> bool:
        """True where something said where the site is published."""
        return self.host != ""

    def path_of(self, url: str) -> str | None:
        """The path, from the root, of an absolute or protocol-relative URL of this site; None for any other URL."""
        if not self.is_known:
            return None
        found = _URL.match(f"https:{url}" if url.startswith("//") else url)
        if found is None or found[1].lower() != self.host:
            return None
        path = url[url.index("//") + 2 + len(found[1]) :]
        return path if unquote(found[2] or "/").startswith(self.base_path) else None


def read_address(url: str) -> Address:
    """The address that a URL such as mkdocs' site_url names; an unknown one where it is none."""
    found = _URL.match(url.strip())
    if found is None:
        return Address()
    path = unquote(found[2]).strip("/")
    return Address(found[1].lower(), f"/{path}/" if path else "/")
