"""An SQLite file in which earlier runs keep what they found: opened by several processes at once."""

from __future__ import annotations

import sqlite3

_WAIT_SECONDS = 10


def open_table(path: str, table: str, schema: str, version: int) -> sqlite3.Connection:
    """The file with this table, made where it is not there, made anew where another version wrote it.

    Other threads may use the connection. Raises sqlite3.Error.
    """
    base = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        base.execute("PRAGMA synchronous=NORMAL")
        # One transaction that writes from its start: SQLite lets another process wait for that one. Where a read turns
        # into a write, or the journal's mode changes (to WAL), it says "locked" at once instead.
        base.execute("BEGIN IMMEDIATE")
        if base.execute("PRAGMA user_version").fetchone()[0] not in (0, version):
            base.execute(f"DROP TABLE IF EXISTS {table}")
        base.execute(schema)
        base.execute(f"PRAGMA user_version={version}")
        base.execute("COMMIT")
    except sqlite3.Error:
        base.close()
        raise
    return base
