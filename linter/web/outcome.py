"""What is known of a URL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple
from urllib.parse import urldefrag, urlsplit, urlunsplit

Verdict = Literal["ok", "moved", "dead", "blocked", "unreachable", "skipped"]
VERDICTS: tuple[Verdict, ...] = ("dead", "moved", "unreachable", "blocked", "skipped", "ok")


class Outcome(NamedTuple):
    """The verdict on one URL.

    ok: it is there. moved: it is there, at another address for good. dead: 404, 410, no such anchor, or gone for days.
    blocked: the site does not let us look (401, 403, 429). unreachable: no answer, which may pass. skipped: not asked.
    `reason` says why in words; `final_url` is where redirects lead; `moved_since` is the first day on which a permanent
    redirect led there; `likely_gone` is true for a page that says "not found" and sends 200; `checked` is when.
    """

    verdict: Verdict
    reason: str = ""
    final_url: str = ""
    moved_since: date | None = None
    likely_gone: bool = False
    checked: datetime | None = None


UrlChecker = Callable[[Iterable[str]], Mapping[str, Outcome]]
"""Looks URLs up; asked again for the same ones it answers without looking."""


def request_url(url: str) -> str:
    """A URL as it is asked for and kept: no fragment, no user name and password."""
    bare = urldefrag(url).url
    parts = urlsplit(bare)
    if "@" in parts.netloc:
        bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return bare


def fragment_of(url: str) -> str:
    """The anchor in a URL, without the part of it that names a piece of text."""
    return urldefrag(url).fragment.partition(":~:")[0]
