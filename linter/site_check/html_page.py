"""One HTML file to its links and anchors, in one pass of one regular expression.

The expression follows the tokenizer of the HTML standard as far as links need it: comments, the bodies of scripts and
styles, quoted and unquoted values. Every repetition in it is possessive: the time is linear in whatever a page holds.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from linter.project.reading import MAX_BYTES
from linter.site_check.dead_target import EngineError

_ATTRIBUTE = (
    r"[^\s/>][^\s/>=]*+"
    r"""(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+)?+"""
)
_ATTRIBUTES = rf"(?:[\s/]++|{_ATTRIBUTE})*+"
_TAG = re.compile(
    r"<(?:"
    r"!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+)"
    rf"|(script|style|textarea|title)(?=[\s/>])({_ATTRIBUTES})>?+[^<]*+(?:<(?!/\1[\s/>])[^<]*+)*+"
    rf"|([a-zA-Z][^\s/>]*+)({_ATTRIBUTES})"
    r")",
    re.IGNORECASE,
)
_NAME_AND_VALUE = re.compile(
    r"""([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)(?:"|\Z)|'([^']*+)(?:'|\Z)|([^\s>"'][^\s>]*+))?+)?+"""
)
_CANDIDATE = re.compile(r"[\s,]*+(\S*[^\s,])(?:,+(?=\s|\Z)|[^,]*+,?+)")
# What a browser drops from a URL before it reads it.
_DROPPED = str.maketrans("", "", "\t\n\r")

_LINKING = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "base": (),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
# These relations open a connection and load no page.
_NO_PAGE = frozenset({"preconnect", "dns-prefetch"})


class HtmlPage(NamedTuple):
    """What a page links to and can be linked at.

    `links` gives for each URL the offset of the first tag that has it. `base` is what `<base href>` says,
    `canonical` the page's own address as it tells search engines, both empty where nothing says so.
    """

    links: dict[str, int]
    anchors: frozenset[str]
    base: str = ""
    canonical: str = ""


def read_html(path: Path) -> str:
    """The text of an HTML file. Raises EngineError where it cannot be read.

    What is no text is read all the same, as a browser does: bytes that are no UTF-8 hide no link.
    """
    try:
        if not path.is_file():
            raise EngineError(f"{path}: not a regular file")
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise EngineError(f"{path}: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise EngineError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB")
    is_utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return data.decode("utf-16" if is_utf16 else "utf-8", "replace")


def parse_html(text: str) -> HtmlPage:
    """The links and anchors of a page's text. Never raises for what is in it."""
    links: dict[str, int] = {}
    anchors: set[str] = set()
    base = canonical = ""
    for tag in _TAG.finditer(text):
        name, attributes = tag[3] or tag[1], tag[4] or tag[2]
        if not attributes:
            continue
        name = name.lower()
        linking = _LINKING.get(name)
        if linking is None and "id" not in attributes.lower():
            continue
        values = _values(attributes)
        if "id" in values:
            anchors.add(values["id"])
        if linking is None:
            continue
        if name == "a" and "name" in values:
            anchors.add(values["name"])
        if name == "base":
            base = base or _clean(values.get("href", ""))
            continue
        if name == "link":
            relations = values.get("rel", "").lower().split()
            if not _NO_PAGE.isdisjoint(relations):
                continue
            if "canonical" in relations:
                canonical = canonical or _clean(values.get("href", ""))
        for attribute in linking:
            if attribute in values:
                for url in _urls(attribute, values[attribute]):
                    links.setdefault(url, tag.start())
    return HtmlPage(links, frozenset(anchors), base, canonical)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def html_files(folder: Path) -> Iterator[str]:
    """The HTML files below a folder, sorted, relative to it; linked folders are not entered, so no loop is."""
    for at, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith((".html", ".htm")):
                yield os.path.relpath(os.path.join(at, name), folder).replace(os.sep, "/")


def _values(attributes: str) -> dict[str, str]:
    """The attributes by name in lower case; of one given twice the first counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _NAME_AND_VALUE.findall(attributes):
        value = double or single or bare
        found.setdefault(name.lower(), html.unescape(value) if "&" in value else value)
    return found


def _urls(attribute: str, value: str) -> Iterator[str]:
    if attribute != "srcset":
        yield _clean(value)
        return
    # Not `finditer`: where nothing more is found that looks again from every character.
    candidate = _CANDIDATE.match(value)
    while candidate:
        yield candidate[1]
        candidate = _CANDIDATE.match(value, candidate.end())


def _clean(url: str) -> str:
    return url.strip(" \t\n\r\f").translate(_DROPPED)
