"""How headings become anchors, as each renderer does it. Pure functions from headings' texts to slugs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

_GITHUB_DROPS = re.compile(r"[^\w\- ]")
_GITLAB_REPEATS = re.compile(r"-{2,}")
_GITLAB_TIER = re.compile(r" {0,9}\*{0,9}\((?:core|starter|premium|ultimate)(?: only)?\)\*{0,9}")
_NOT_WORD = re.compile(r"[^\w\s-]")
_COUNTED = re.compile(r"^(.*)([_])([0-9]+)$")


def slugs(titles: Iterable[tuple[str, str | None]], flavour: str, separator: str = "-", case: str = "") -> list[str]:
    """The anchor of each heading, given as (text, explicit id or None), duplicates told apart as the flavour does."""
    if flavour in ("mkdocs", "pymdownx"):
        make = _python_markdown if flavour == "mkdocs" else _pymdownx(case)
        return _numbered_by_python_markdown([(title, given, make(title, separator)) for title, given in titles])
    seen: dict[str, int] = {}
    found: list[str] = []
    for title, given in titles:
        slug = given or (_gitlab(title) if flavour == "gitlab" else _github(title))
        count = seen.get(slug)
        seen[slug] = 0 if count is None else count + 1
        if count is not None and not given:
            # GitHub counts on until the name is free: `a`, `a-1`, `a-2`.
            slug = f"{slug}-{count + 1}"
            seen.setdefault(slug, 0)
        found.append(slug)
    return found


def _numbered_by_python_markdown(entries: list[tuple[str, str | None, str]]) -> list[str]:
    """As toc's `unique`: explicit ids are taken first, then `_1`, `_2` until the name is free."""
    used = {given for _, given, _ in entries if given}
    found: list[str] = []
    for _, given, slug in entries:
        if given:
            found.append(given)
            continue
        while slug in used or not slug:
            counted = _COUNTED.match(slug)
            slug = f"{counted[1]}_{int(counted[3]) + 1}" if counted else f"{slug}_1"
        used.add(slug)
        found.append(slug)
    return found


def _python_markdown(text: str, separator: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    kept = _NOT_WORD.sub("", ascii_only).strip().lower()
    return re.sub(rf"[{re.escape(separator)}\s]+", separator, kept)


def _pymdownx(case: str) -> Callable[[str, str], str]:
    def make(text: str, separator: str) -> str:
        kept = _NOT_WORD.sub("", unicodedata.normalize("NFC", text)).strip()
        if case in ("lower", "lower-ascii"):
            kept = kept.lower()
        elif case == "fold":
            kept = kept.casefold()
        return kept.replace(" ", separator)

    return make


def _github(text: str) -> str:
    return _GITHUB_DROPS.sub("", text.strip().lower()).replace(" ", "-")


def _gitlab(text: str) -> str:
    """As `string_to_anchor` of GitLab: the name of a tier is dropped, and a number alone would name an issue."""
    slug = _GITLAB_REPEATS.sub("-", _github(_GITLAB_TIER.sub("", text.strip().lower())))
    return f"anchor-{slug}" if slug.isdecimal() else slug
