"""Where is the runbook: the pages that answer to the name of a service or an alert."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from linter.run import PageResult

_NO_MATCH = 9


def pages_about(pages: Iterable[PageResult], wanted: str) -> list[PageResult]:
    """The pages that answer to a name, best first."""
    ranked = sorted(((_rank(page, wanted), page.path, page) for page in pages), key=lambda row: row[:2])
    return [page for rank, _, page in ranked if rank < _NO_MATCH]


def near_names(pages: Iterable[PageResult], wanted: str) -> str:
    """What to add where no page answers: names that are like the one wanted."""
    from difflib import get_close_matches

    names = {name for page in pages for name in (page.title, PurePosixPath(page.path).stem) if name}
    near = get_close_matches(wanted, names, 3)
    return f"; near names: {', '.join(near)}" if near else ""


def _rank(page: PageResult, wanted: str) -> int:
    """0 for the alert itself, then aliases, service, title, file name; 9 for no match. Runbooks before the rest."""
    key = _folded(wanted)
    names = [
        [*_texts(page.data.get("alerts"))],
        [*_texts(page.data.get("aliases"))],
        [page.title, PurePosixPath(page.path).stem],
        [*_texts(page.data.get("service"))],
    ]
    for rank, group in enumerate(names):
        if any(_folded(name) == key for name in group):
            return rank
    if any(key in _folded(name) for group in names for name in group if name):
        return 5 if page.kind == "runbook" else 6
    return _NO_MATCH


def _folded(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return [value] if isinstance(value, str) else []
