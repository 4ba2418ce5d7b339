"""Who can own a page: CODEOWNERS and the configured people."""

from __future__ import annotations

from collections.abc import Callable

from linter.config import Config

OWNER_FILES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")


def known_owners(config: Config, read: Callable[[str], str | None]) -> frozenset[str]:
    """The names that may own a page, folded; empty where nothing lists any."""
    names = {folded_owner(person) for person in config.people}
    for place in OWNER_FILES:
        for line in (read(place) or "").splitlines():
            # What comes first is the pattern of files, or GitLab's `[Section]`; it may hold an `@` of its own.
            words = line.split(" #", 1)[0].split()[1:] if not line.startswith("#") else []
            names.update(folded_owner(word) for word in words if "@" in word)
    return frozenset(names - {""})


def folded_owner(name: str) -> str:
    """An owner's name without `@`, organisation and case: `@acme/SRE-Team` is `sre-team`."""
    name = name.strip().casefold()
    if name.startswith("@"):
        name = name.rsplit("/", 1)[-1].lstrip("@")
    return "-".join(name.split())
