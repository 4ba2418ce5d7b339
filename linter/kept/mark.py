"""A name for all that a page's result depends on beside the page: the linter, its rules, the configuration."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from linter import __version__
from linter.kinds.load import schema_files
from linter.model.page import Page
from linter.model.tools import Tools
from linter.rules.rule import Rule
from linter.run import Request

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_INSTALLED = (".dist-info", ".egg-info", ".egg-link")


def mark_of(
    request: Request, rules: Mapping[str, type[Rule]], tools: Tools, collect: Callable[[Page], str] | None
) -> str:
    """The same for equal settings; another one as soon as a file of the linter, a kind or a rule differs.

    `collect` is what takes more from each page.
    """
    made = hashlib.sha256(repr(collect and (collect.__module__, collect.__qualname__)).encode())
    for part in _parts(request, rules, tools):
        made.update(len(part).to_bytes(8, "big") + part)
    return made.hexdigest()


def _parts(request: Request, rules: Mapping[str, type[Rule]], tools: Tools) -> Iterator[bytes]:
    config = request.config
    yield repr((__version__, sys.version_info, _PACKAGE, request.selection)).encode("utf-8", "surrogatepass")
    yield repr(config._replace(path=None, lines={}, tools=Tools())).encode("utf-8", "surrogatepass")
    yield repr(config.tools.platform).encode()
    for name, use in sorted(config.tools.by_name.items()):
        yield repr((name, use.version, sorted(use.plugins), use.aliases, use.internal)).encode()
    yield repr(sorted(_stamps(_PACKAGE))).encode("utf-8", "surrogatepass")
    yield repr(_packages()).encode("utf-8", "surrogatepass")
    files = schema_files(request.settings_folder, config.schemas)
    files += sorted(tools.learned.values())
    for path in files:
        with suppress(OSError):
            yield path.read_bytes()
    for file in sorted({found for rule in rules.values() for found in _files_of(rule.__module__)}):
        with suppress(OSError):
            yield file.read_bytes()


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    """Each file of the linter, with its size and when it was written: to read them all takes longer than a page."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".json")):
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _stamps(entry.path)


def _files_of(module: str) -> list[Path]:
    """The files of a rule that does not ship with the linter: its package's, or those it lies among."""
    place = getattr(sys.modules.get(module.partition(".")[0]), "__file__", None)
    if module.startswith("linter.") or not place:
        return []
    file = Path(place)
    return sorted(file.parent.rglob("*.py") if file.name == "__init__.py" else file.parent.glob("*.py"))


def _packages() -> list[str]:
    """What is installed where the packages that read pages are, as their folders are named: with their versions."""
    found: list[str] = []
    for folder in {entry for entry in sys.path if entry.endswith("-packages")}:
        with suppress(OSError):
            found += [name for name in os.listdir(folder) if name.endswith(_INSTALLED)]
    return sorted(found)
