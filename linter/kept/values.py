"""Values kept in the user's cache under names: the results of pages, the scores of commits.

One SQLite file for each knowledge base; several processes may use it at once. It holds JSON and nothing that runs.
Whatever is wrong with it, it is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import zlib
from pathlib import Path
from typing import Any

from linter.files import cache_folder
from linter.kept_table import open_tables

_VERSION = 2
_TABLES = {
    "kept": "CREATE TABLE kept (mark TEXT, key TEXT, value BLOB NOT NULL, PRIMARY KEY (mark, key)) WITHOUT ROWID",
    "marks": "CREATE TABLE marks (mark TEXT PRIMARY KEY, used INTEGER NOT NULL) WITHOUT ROWID",
}
_MOST_MARKS = 4
_LONGEST = 50_000_000
_MOST_BYTES = 300_000_000


class KeptValues:
    """What is kept under one `mark`, which names everything that values depend on beside their key.

    Where the file cannot be used, nothing is kept.
    """

    def __init__(self, path: Path, mark: str) -> None:
        self._mark = mark
        self._waiting: list[tuple[str, str, bytes]] = []
        self._base = _opened(path, mark)

    def close(self) -> None:
        """Write what waits, and let go of the file."""
        self.write()
        if self._base:
            with contextlib.suppress(sqlite3.Error):
                self._base.close()
            self._base = None

    def get(self, key: str) -> Any:
        """The JSON value kept for a key; None where there is none."""
        if self._base is None:
            return None
        try:
            rows = self._base.execute(
                "SELECT value FROM kept WHERE mark = ? AND key = ?", (self._mark, _text(key))
            ).fetchall()
            return json.loads(zlib.decompressobj().decompress(rows[0][0], _LONGEST)) if rows else None
        except (sqlite3.Error, zlib.error, ValueError, TypeError, RecursionError):
            return None

    def put(self, key: str, value: object) -> None:
        """Keep a JSON value; it is on disk after `write` or `close`."""
        if self._base is not None:
            text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
            self._waiting.append((self._mark, _text(key), zlib.compress(text.encode("ascii"), 1)))

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
    return cache_folder() / f"pages-{name}.sqlite"


def _text(key: str) -> str:
    """A key as SQLite takes it: a path may hold bytes that are no text."""
    return key if key.isascii() else key.encode("utf-8", "backslashreplace").decode("utf-8")


def _opened(path: Path, mark: str) -> sqlite3.Connection | None:
    """The file, made anew where it is none of ours or has grown too large; None where it cannot be used."""
    for _ in range(2):
        try:
            # Only for who runs it: findings quote the pages.
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists() or path.stat().st_size < _MOST_BYTES:
                base = open_tables(str(path), _TABLES, _VERSION)
                _note_use(base, mark)
                return base
        except sqlite3.OperationalError:
            return None
        except (sqlite3.Error, OSError):
            pass
        with contextlib.suppress(OSError):
            path.unlink()
            # A journal that was left behind is not this file's any more.
            path.with_name(f"{path.name}-journal").unlink()
    return None


def _note_use(base: sqlite3.Connection, mark: str) -> None:
    """Remember that a mark is in use, and drop what belongs to marks that have not been for long."""
    last = [found for (found,) in base.execute("SELECT mark FROM marks ORDER BY used DESC").fetchall()]
    if last[:1] == [mark]:
        return
    base.execute("BEGIN IMMEDIATE")
    base.execute("INSERT OR REPLACE INTO marks VALUES (?, (SELECT coalesce(max(used), 0) + 1 FROM marks))", (mark,))
    base.execute(f"DELETE FROM marks WHERE mark NOT IN (SELECT mark FROM marks ORDER BY used DESC LIMIT {_MOST_MARKS})")
    base.execute("DELETE FROM kept WHERE mark NOT IN (SELECT mark FROM marks)")
    base.execute("COMMIT")
