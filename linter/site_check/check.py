"""The links of a built site, as findings in the files that somebody can mend."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from linter.project.site import Site
from linter.site_check.address import Address
from linter.site_check.crawl import crawl, list_pages, read_site_address
from linter.site_check.dead_target import DeadTarget, EngineError
from linter.site_check.engines import run_linkchecker, run_lychee
from linter.site_check.sources import Sources

ENGINES: Mapping[str, Callable[[Path, Address], list[DeadTarget]]] = {
    "built-in": crawl,
    "linkchecker": run_linkchecker,
    "lychee": run_lychee,
}
_MOST_SHOWN = 200


class SiteFinding(NamedTuple):
    """A link of the built site that leads nowhere.

    `path` is the file it is written in, relative to the root; where no source of a page has it, an HTML file of the
    site that does. `line` and `column` start at 1.
    """

    path: str
    line: int
    column: int
    message: str


def check_site(folder: Path, engine: str, site: Site, root: Path, site_root: str | None = None) -> list[SiteFinding]:
    """The dead links of the site built in `folder` from the knowledge base at `root`, one for each place.

    A link that no page's source has is told once for the site. `engine` is one of ENGINES; `site_root` is the
    configuration's `links.site_root`. Raises EngineError where the site cannot be checked.
    """
    run = ENGINES.get(engine)
    if run is None:
        raise EngineError(f"no engine is called `{engine}`: choose one of {', '.join(ENGINES)}")
    dead = run(folder, read_site_address(folder, site.url))
    if not dead:
        return []
    sources = Sources(root, site, list_pages(folder), site_root)
    found: set[SiteFinding] = set()
    elsewhere: dict[tuple[str, str], list[DeadTarget]] = {}
    for target in dead:
        places = sources.places(target)
        found.update(SiteFinding(*place, _message(target)) for place in places)
        if not places:
            elsewhere.setdefault((target.target, target.reason), []).append(target)
    for targets in elsewhere.values():
        found.update(_once(targets, sources, folder, root))
    return sorted(found)


def _once(targets: list[DeadTarget], sources: Sources, folder: Path, root: Path) -> list[SiteFinding]:
    """One link of many pages: the file that they all include, else an example among them."""
    example = targets[0]
    pages = len({target.page for target in targets})
    count = f"{pages} page" if pages == 1 else f"{pages} pages"
    included = sources.included_places(next((each for each in targets if sources.page_of(each.page)), example))
    if included:
        return [SiteFinding(*place, f"{_message(example)}; included in {count}") for place in included]
    message = f"{_message(example)}; in the theme or navigation: {count}"
    return [SiteFinding(_shown_path(folder / example.page, root), example.line, example.column, message)]


def _message(dead: DeadTarget) -> str:
    path, _, fragment = dead.target.partition("#")
    url = _printable(dead.url)
    if dead.reason == "missing anchor":
        return f"dead link: `{url}`: `{_printable(path)}` has no anchor `{_printable(fragment)}`"
    if path.startswith("/"):
        return f"dead link: `{url}` leads out of the site, to `{_printable(path)}`"
    return f"dead link: `{url}`: the site has no `{_printable(path)}`"


def _printable(text: str) -> str:
    """Short, and without control characters: a page must not drive the reader's terminal."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in text[:_MOST_SHOWN])
    return shown if len(text) <= _MOST_SHOWN else f"{shown}…"


def _shown_path(path: Path, root: Path) -> str:
    full, top = os.path.realpath(path), os.path.realpath(root)
    return os.path.relpath(full, top).replace(os.sep, "/") if full.startswith(top + os.sep) else path.as_posix()
