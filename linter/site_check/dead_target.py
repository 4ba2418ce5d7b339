"""What every engine finds, and how it fails."""

from __future__ import annotations

from typing import Literal, NamedTuple

Reason = Literal["missing file", "missing anchor"]


class EngineError(Exception):
    """A site that cannot be checked: no site, no program, no result. The text is the reason in words."""


class DeadTarget(NamedTuple):
    """A link of a built page that leads nowhere, once for each page and URL.

    `page` is the HTML file relative to the site's folder, `url` the link as the browser gets it. `target` is where it
    leads: a path relative to the folder, with a leading slash where it lies outside of the site, and the fragment.
    `line` and `column` are the first tag with that URL, from 1.
    """

    page: str
    url: str
    target: str
    reason: Reason
    line: int
    column: int
