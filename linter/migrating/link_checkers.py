"""The configurations of lychee (lychee.toml) and of markdown-link-check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from linter.migrating.migration import Migration

_LITERAL = re.compile(r"(?:[\w:/@~%&=,;#!'<> -]|\\[^\w\s]|\.\*|\.)*")
_PIECE = re.compile(r"\\(.)|(\.\*)|(.)")
_IN_OURS = {
    "cache": "answers are always kept, in the user's cache folder",
    "max_cache_age": "how long an answer counts depends on the answer",
    "include_fragments": "anchors are always looked at",
    "exclude_private": "private hosts are never asked; links.allow_private names exceptions",
    "exclude_all_private": "private hosts are never asked; links.allow_private names exceptions",
    "exclude_link_local": "private hosts are never asked; links.allow_private names exceptions",
    "exclude_loopback": "private hosts are never asked; links.allow_private names exceptions",
    "exclude_mail": "mail addresses are never asked",
    "exclude_path": "switch the link rules off for these with `overrides`",
    "header": "for tokens: links.tokens names a host and the environment variable with its token",
    "headers": "for tokens: links.tokens names a host and the environment variable with its token",
    "httpHeaders": "for tokens: links.tokens names a host and the environment variable with its token",
    "base": "links.site_root is the folder that `/` stands for",
    "base_url": "links.site_root is the folder that `/` stands for",
    "root_dir": "links.site_root is the folder that `/` stands for",
    "replacementPatterns": "links.site_root is the folder that `/` stands for; nothing else is replaced",
    "remap": "links.site_root is the folder that `/` stands for; nothing else is replaced",
}


def from_lychee(values: Mapping[str, Any]) -> Migration:
    """What lychee.toml says."""
    excluded = values.get("exclude")
    return _migration(excluded if isinstance(excluded, list) else [], "lychee", values, "exclude")


def from_markdown_link_check(values: Mapping[str, Any]) -> Migration:
    """What the configuration of markdown-link-check says."""
    given = values.get("ignorePatterns")
    patterns = (
        [entry.get("pattern") for entry in given if isinstance(entry, Mapping)] if isinstance(given, list) else []
    )
    return _migration(patterns, "markdown-link-check", values, "ignorePatterns")


def _migration(patterns: Iterable[Any], tool: str, values: Mapping[str, Any], key: str) -> Migration:
    ignore: list[tuple[str, str]] = []
    unmapped = []
    for pattern in patterns:
        globs = as_globs(str(pattern))
        ignore += [(glob, f"left out for {tool} too") for glob in globs]
        if not globs:
            unmapped.append(f"{key}: `{pattern}` is no glob; put it into .lycheeignore, which is read here too")
    for name in values:
        if name != key and not str(name).startswith("$"):
            unmapped.append(f"{name}: {_IN_OURS.get(str(name), 'has no counterpart')}")
    return Migration(ignore=tuple(ignore), unmapped=tuple(unmapped))


def as_globs(pattern: str) -> list[str]:
    """The globs that match the URLs in which the regular expression is found; none where globs cannot say it."""
    begins, ends = pattern.startswith("^"), pattern.endswith("$") and not pattern.endswith("\\$")
    inner = pattern[begins : len(pattern) - ends]
    # `x/*` at the end is meant as a glob, and in effect is one: any number of slashes, then anything.
    inner = inner.removesuffix("/*") if inner.endswith("/*") and not ends else inner
    schemes = ["http", "https"] if re.match(r"https\?(?=:)", inner) else [""]
    rest = inner[len("https?") :] if schemes[0] else inner
    if not rest or not _LITERAL.fullmatch(rest):
        return []
    body = "".join(_piece(match) for match in _PIECE.finditer(rest))
    globs = [f"{'' if begins else '*'}{scheme}{body}{'' if ends else '*'}" for scheme in schemes]
    return [re.sub(r"\*+", "*", glob) for glob in globs]


def _piece(match: re.Match[str]) -> str:
    if match[2]:
        return "*"
    sign = match[1] or match[3]
    return f"[{sign}]" if sign in "*?[" else sign
