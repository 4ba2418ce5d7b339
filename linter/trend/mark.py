"""A name for all that a page's result depends on beside the page: the linter, its rules, the configuration."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from linter import __version__
from linter.engine import Engine
from linter.kinds.load import schema_files
from linter.model.tools import Tools

_PACKAGE = Path(__file__).resolve().parent.parent


def mark_of(engine: Engine) -> str:
    """The same for equal settings; another one as soon as a file of the linter, a kind or a rule differs."""
    made = hashlib.sha256()
    for part in _parts(engine):
        made.update(len(part).to_bytes(8, "big") + part)
    return made.hexdigest()


def _parts(engine: Engine) -> Iterator[bytes]:
    request = engine.request
    config = request.config
    yield repr((__version__, sys.version_info, *_dependencies())).encode()
    yield repr(config._replace(path=None, lines={}, tools=Tools())).encode("utf-8", "surrogatepass")
    yield repr((config.tools.platform, request.selection)).encode()
    for name, use in sorted(config.tools.by_name.items()):
        yield repr((name, use.version, sorted(use.plugins), use.aliases, use.internal)).encode()
    files = sorted(path for suffix in ("py", "json") for path in _PACKAGE.rglob(f"*.{suffix}"))
    files += schema_files(request.root, config.schemas)
    files += sorted(engine.tools.learned.values())
    files += sorted({Path(found) for rule in engine.rules.values() if (found := _file_of(rule.__module__))})
    for path in files:
        with suppress(OSError):
            yield path.read_bytes()


def _file_of(module: str) -> str | None:
    """The file of a rule that does not ship with the linter."""
    return None if module.startswith("linter.") else getattr(sys.modules.get(module), "__file__", None)


def _dependencies() -> list[tuple[str, str]]:
    """The packages that read pages, with their versions."""
    from importlib.metadata import PackageNotFoundError, requires, version

    try:
        needed = requires("runbook-linter") or []
    except PackageNotFoundError:
        return []
    found = []
    for requirement in needed:
        if "extra ==" not in requirement:
            name = next(iter(requirement.replace("[", " ").replace(">", " ").replace("<", " ").split()))
            with suppress(PackageNotFoundError):
                found.append((name, version(name)))
    return sorted(found)
