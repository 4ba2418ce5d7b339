"""What earlier runs found of the past, kept in the user's cache: a page's results by its content, a commit's scores.

One SQLite file for each knowledge base; several processes may use it at once. It holds JSON and nothing that runs.
Whatever is wrong with it, the past is judged again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import zlib
from array import array
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from linter.files import cache_folder
from linter.kept_table import open_table
from linter.model.finding import Finding
from linter.model.span import Position, Span
from linter.run import PageResult
from linter.suppression import Ignore

_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (mark TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (mark, key))
WITHOUT ROWID
"""
_LONGEST = 50_000_000
_MOST_BYTES = 500_000_000


class Kept:
    """What is kept under one `mark`, which names everything that results depend on beside their key."""

    def __init__(self, path: Path | None, mark: str) -> None:
        self._mark = mark
        self._waiting: list[tuple[str, str, bytes]] = []
        self._base = _opened(path, mark) if path else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.write()
        if self._base:
            with contextlib.suppress(sqlite3.Error):
                self._base.close()

    def get(self, key: str) -> Any:
        """The JSON value kept for a key; None where there is none."""
        if self._base is None:
            return None
        try:
            row = self._base.execute("SELECT value FROM kept WHERE mark = ? AND key = ?", (self._mark, key)).fetchone()
            return json.loads(zlib.decompressobj().decompress(row[0], _LONGEST)) if row else None
        except (sqlite3.Error, zlib.error, ValueError, TypeError, RecursionError):
            return None

    def put(self, key: str, value: object) -> None:
        """Keep a JSON value; it is on disk after the next `write`."""
        if self._base is not None:
            text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
            self._waiting.append((self._mark, key, zlib.compress(text.encode("ascii"), 1)))

    def write(self) -> None:
        """Write what waits, all or none; where that cannot be, it is not kept."""
        if self._base is None or not self._waiting:
            return
        try:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", self._waiting)
            self._base.execute("COMMIT")
        except sqlite3.Error:
            with contextlib.suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
        self._waiting.clear()


def place_of(root: Path) -> Path:
    """The file for the knowledge base at `root`."""
    name = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:32]
    return cache_folder() / f"trend-{name}.sqlite"


def _opened(path: Path, mark: str) -> sqlite3.Connection | None:
    """The file, made anew where it is none of ours or has grown too large; None where it cannot be used."""
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.stat().st_size < _MOST_BYTES:
                base = open_table(str(path), "kept", _SCHEMA, _VERSION)
                # What other settings gave is of no use any more.
                base.execute("DELETE FROM kept WHERE mark != ?", (mark,))
                return base
        except sqlite3.OperationalError:
            return None
        except (sqlite3.Error, OSError):
            pass
        with contextlib.suppress(OSError):
            path.unlink()
    return None


def result_as_json(result: PageResult) -> dict[str, Any] | None:
    """A page's result as far as scores need it; None for one that JSON cannot give back as it was."""
    facts = {name: list(values) for name, values in result.facts.items()}
    try:
        if result.troubles or json.loads(json.dumps(facts)) != facts:
            return None
    except (TypeError, ValueError, RecursionError):
        return None
    return {
        "kind": result.kind,
        "profile": result.profile,
        "title": result.title,
        "report": result.report,
        "findings": [
            [f.code, f.name, f.severity, [*f.span], [*f.position], f.message, f.subject] for f in result.findings
        ],
        "facts": facts,
        "ignores": [[[*i.span], [*i.rules], [*i.lines], i.until, i.reason] for i in result.ignores],
        "rules": sorted(result.rules_on),
        "generator": result.generator,
        "starts": list(result.line_starts),
    }


def result_from_json(path: str, value: Any) -> PageResult | None:
    """The result of the page at `path`; None for what is no such value."""
    try:
        return PageResult(
            path,
            str(value["kind"]),
            str(value["profile"]),
            str(value["title"]),
            {},
            value["report"] is True,
            tuple(
                Finding(code, name, severity, path, Span(*span), Position(*position), message, subject)
                for code, name, severity, span, position, message, subject in value["findings"]
            ),
            _facts(value["facts"]),
            tuple(
                Ignore(Span(*span), tuple(rules), (lines[0], lines[1]), until, reason)
                for span, rules, lines, until, reason in value["ignores"]
            ),
            frozenset(map(str, value["rules"])),
            str(value["generator"]),
            array("I", value["starts"]),
        )
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError):
        return None


def _facts(value: Mapping[str, list[Any]]) -> dict[str, tuple[Any, ...]]:
    return {str(name): tuple(values) for name, values in value.items()}
