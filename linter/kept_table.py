"""An SQLite file in which earlier runs keep what they found: opened by several processes at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

_WAIT_SECONDS = 10


def open_tables(path: str, tables: Mapping[str, str], version: int) -> sqlite3.Connection:
    """The file with these tables, each a name and how to create it; made anew where another version wrote them.

    Other threads may use the connection. Raises sqlite3.Error.
    """
    base = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        base.execute("PRAGMA synchronous=NORMAL")
        if _version(base) != version:
            # One transaction that writes from its start: SQLite lets another process wait for that one. Where a read
            # turns into a write, or the journal's mode changes (to WAL), it says "locked" at once instead.
            base.execute("BEGIN IMMEDIATE")
            if _version(base) != version:
                for name, create in tables.items():
                    base.execute(f"DROP TABLE IF EXISTS {name}")
                    base.execute(create)
                base.execute(f"PRAGMA user_version={version}")
            base.execute("COMMIT")
    except sqlite3.Error:
        base.close()
        raise
    return base


def _version(base: sqlite3.Connection) -> int:
    return int(base.execute("PRAGMA user_version").fetchall()[0][0])
