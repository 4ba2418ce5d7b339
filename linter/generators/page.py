"""A new page of a kind: what its schema asks for, what is known of it already, and placeholders for the rest."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from linter.config import matches_glob
from linter.generators.page_template import page_text
from linter.kinds.scaffold import page_scaffold
from linter.model.kind import Kind
from linter.project.owners import OWNER_FILES

_CAMEL = re.compile(r"[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+")
_WORDS = re.compile(r"[\W_]+")
_WILD = re.compile(r"[*?\[]")
_ACRONYMS = frozenset(
    {"api", "cdn", "cpu", "dns", "http", "https", "iam", "ip", "ldap", "lb", "mfa", "nfs", "ntp", "oom", "pvc", "ram"}
    | {"smtp", "sql", "ssd", "ssh", "ssl", "sso", "tcp", "tls", "udp", "url", "vm", "vpn"}
)
_NO_SERVICE = frozenset({"docs", "doc", "content", "runbooks", "runbook", "playbooks", "pages", "kb", "wiki", "src"})


def new_page(
    kind: Kind,
    profile: str,
    path: str,
    given: Mapping[str, Any],
    read: Callable[[str], str | None],
    template: Path | None = None,
    author: str = "",
) -> str:
    """The text of a page at `path`, relative to the root. `given` are front matter values that the caller knows.

    `author` owns the page where CODEOWNERS names nobody for it.

    `template` is the file of a template that stands for the kind's scaffold. Raises ConfigError for a broken one.

    It has no `status`: a page is what it says until somebody says otherwise.
    """
    data: dict[str, Any] = {"kind": kind.name}
    if profile != kind.default_profile:
        data["profile"] = profile
    known = {**guessed_values(path, read, author), **given}
    title = str(known.pop("title", "") or title_of(path))
    for key in missing_keys(kind, profile, given):
        data[key] = known.pop(key) if key in known else f"‹{meaning_of(kind, key)}›"
    data.update({key: value for key, value in known.items() if key in given})
    return page_text(page_scaffold(kind, profile, title, data), template)


def missing_keys(kind: Kind, profile: str, given: Mapping[str, Any]) -> list[str]:
    """The front matter keys that the profile asks for and nobody gave."""
    return [key for key in kind.front_matter_required.get(profile, ()) if key not in given]


def title_of(path: str) -> str:
    """A title from a file's name: `api-disk-full.md` is `API disk full`, `KubePodCrashLooping.md` stays as it is."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    if _CAMEL.fullmatch(stem):
        return stem
    words = " ".join(word.upper() if word in _ACRONYMS else word for word in _WORDS.split(stem) if word)
    return words[:1].upper() + words[1:] or "Untitled"


def guessed_values(path: str, read: Callable[[str], str | None], author: str = "") -> dict[str, Any]:
    """What the place of a page says of it: its owner by CODEOWNERS, else its author; its service by its folder."""
    guessed: dict[str, Any] = {}
    owner = owner_by_codeowners(path, read) or author
    if owner:
        guessed["owner"] = owner
    folder = posixpath.basename(posixpath.dirname(path))
    if (
        folder
        and folder.casefold() not in _NO_SERVICE
        and not re.search(r"runbook|playbook|mortem|communication", folder)
    ):
        guessed["service"] = folder
    return guessed


def owner_by_codeowners(path: str, read: Callable[[str], str | None]) -> str:
    """The first owner of the last line of CODEOWNERS that matches; empty where none does."""
    for place in OWNER_FILES:
        text = read(place)
        if text is None:
            continue
        for line in reversed(text.splitlines()):
            words = line.split(" #", 1)[0].split()
            if words and not words[0].startswith(("#", "[")) and _covers(words[0], path):
                owner = next((word for word in words[1:] if "@" in word), "")
                if owner:
                    return owner.lstrip("@").rpartition("/")[2] if owner.startswith("@") else owner
        return ""
    return ""


def _covers(pattern: str, path: str) -> bool:
    """Whether a pattern of CODEOWNERS matches a path: as in .gitignore, but `docs/*` holds no folders of `docs`."""
    if "/" not in pattern.rstrip("/"):
        pattern = f"**/{pattern}"
    wanted = pattern.strip("/")
    # Most lines of a long file are about other folders.
    if not path.startswith(_WILD.split(wanted, maxsplit=1)[0]):
        return False
    if not pattern.endswith("/") and matches_glob(path, wanted):
        return True
    return not wanted.endswith("/*") and any(matches_glob(folder, wanted) for folder in _folders(path))


def _folders(path: str) -> Iterator[str]:
    """The folders that a path lies in, the nearest first."""
    while path := posixpath.dirname(path):
        yield path
        if path == "/":
            return


def meaning_of(kind: Kind, key: str) -> str:
    """What a key is for, in a few words."""
    schema = kind.front_matter_schema.get("properties", {}).get(key, {})
    said = str(schema.get("description") or key).partition(".")[0]
    return said[:1].lower() + said[1:]
