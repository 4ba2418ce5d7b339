"""Linting the same knowledge base again and again: pages that did not change keep their result."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from pathlib import Path

from linter.engine import Engine, run_engine
from linter.kinds.load import schema_files
from linter.model.page import Page
from linter.project.git import run_git
from linter.project.history import History, read_history
from linter.run import PageResult, Request, Run

_Stamp = tuple[int, int, int]
"""When a file was written, its size, its number: what changes when its content does."""


class Relinter:
    """Keeps an engine and each page's result between runs, for as long as the settings stay the same.

    What depends on other pages, the date or Git is judged anew in every run. `collect` takes a text from each page
    while it is parsed.
    """

    def __init__(self, collect: Callable[[Page], str] | None = None) -> None:
        self._collect = collect
        self._engine: _Remembering | None = None
        self._settings: Hashable = None
        self._commit: bytes | None = None
        self._history: History | None = None

    def lint(self, request: Request) -> Run:
        """As `lint`. Raises ConfigError or SchemaError."""
        settings = _settings_of(request)
        if self._engine is None or settings != self._settings:
            self._engine = _Remembering(request, self._collect)
            self._settings = settings
        self._engine.request = request._replace(history=self._history_of(request.root))
        run = run_engine(self._engine)
        self._engine.forget_others(set(request.pages))
        return run

    def collected(self, path: str) -> str | None:
        """What `collect` gave for the page at `path` in the last run."""
        return self._engine.collected.get(path) if self._engine else None

    def forget(self) -> None:
        """Let go of the results of pages, where no further run will come; what was collected stays."""
        if self._engine:
            self._engine.known.clear()

    def _history_of(self, root: Path) -> History:
        commit = run_git(root, "rev-parse", "HEAD")
        if self._history is None or commit != self._commit:
            self._commit, self._history = commit, read_history(root)
        return self._history


def _settings_of(request: Request) -> Hashable:
    """What results depend on beside the pages: the configuration, and the files of kinds and rules it names."""
    folder = request.settings_folder
    files = schema_files(folder, request.config.schemas)
    files += [folder / name for name in request.config.rule_files]
    files += (folder / "schemas" / "tools").glob("*.json")
    return (
        request.root,
        repr(request.config),
        repr(request.selection),
        tuple(sorted((str(path), path.stat().st_mtime_ns) for path in files if path.is_file())),
    )


class _Remembering(Engine):
    """An engine that gives the result it has where a page's file is the same."""

    def __init__(self, request: Request, collect: Callable[[Page], str] | None) -> None:
        super().__init__(request, collect)
        self.collected: dict[str, str] = {}
        self.known: dict[str, tuple[_Stamp | None, PageResult]] = {}

    def result_of(self, path: str) -> PageResult:
        stamp = self._stamp(path)
        known = self.known.get(path)
        if known is None or stamp is None or known[0] != stamp:
            known = self.known[path] = (stamp, super().result_of(path))
            self.collected[path] = known[1].collected
        return known[1]

    def _stamp(self, path: str) -> _Stamp | None:
        try:
            found = os.stat(self.request.root / path)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def forget_others(self, paths: set[str]) -> None:
        """Drop the results of pages that are gone."""
        for path in self.known.keys() - paths:
            del self.known[path]
            self.collected.pop(path, None)
