"""What earlier runs found of each URL, kept in a file between runs: so that a site's bad hour is not taken for its end.

Written as the run goes: a run that is killed leaves what it had.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from linter.files import cache_folder
from linter.kept_table import open_tables
from linter.web.outcome import Verdict

_VERSION = 1
_KEPT = {"ok": 7 * 24.0, "moved": 7 * 24.0, "dead": 1.0, "unreachable": 1.0, "blocked": 24.0, "skipped": 24.0}
_FORGOTTEN = timedelta(days=180)
_TABLES = {
    "urls": """
CREATE TABLE urls (
  url TEXT PRIMARY KEY, verdict TEXT NOT NULL, reason TEXT NOT NULL, final_url TEXT NOT NULL, moved_since TEXT,
  likely_gone INTEGER NOT NULL, anchors TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,
  failing_since TEXT, failing_days TEXT NOT NULL, checked TEXT NOT NULL
) WITHOUT ROWID
"""
}
_COLUMNS = (
    "url, verdict, reason, final_url, moved_since, likely_gone, anchors, etag, last_modified,"
    " failing_since, failing_days, checked"
)


class StoreError(Exception):
    """The file cannot be used."""


class Record(NamedTuple):
    """What is kept of a URL. `anchors` says of each fragment that was asked for whether the page has it.

    `failing_since` is when it was first not reached, with no success since; `failing_days` the days of such runs.
    """

    url: str
    verdict: Verdict
    reason: str
    final_url: str
    moved_since: date | None
    likely_gone: bool
    anchors: Mapping[str, bool]
    etag: str
    last_modified: str
    failing_since: datetime | None
    failing_days: tuple[str, ...]
    checked: datetime

    def is_fresh(self, now: datetime, fragments: Iterable[str]) -> bool:
        """True while the answer need not be asked for again, for all of these fragments."""
        hours = _KEPT[self.verdict]
        if self.verdict in ("ok", "moved"):
            # Not all on one day: ± 20 %, the same for a URL each time.
            hours *= 0.8 + 0.4 * (zlib.crc32(self.url.encode("utf-8", "replace")) % 1000) / 1000
        age = now - self.checked
        is_recent = timedelta(0) <= age < timedelta(hours=hours)
        return is_recent and (self.verdict not in ("ok", "moved") or all(name in self.anchors for name in fragments))


class Store:
    """The file of records. Raises StoreError where it cannot be opened or is of no use."""

    def __init__(self, path: Path | None) -> None:
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._base = open_tables(str(path) if path else ":memory:", _TABLES, _VERSION)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{path}: cannot be used to keep what was found: {error}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._base.close()

    def get(self, urls: Iterable[str]) -> dict[str, Record]:
        """The records of these URLs, as far as there are any."""
        found: dict[str, Record] = {}
        for url in urls:
            row = self._base.execute(f"SELECT {_COLUMNS} FROM urls WHERE url = ?", (url,)).fetchone()
            if row:
                found[url] = _record(row)
        return found

    def put(self, records: Iterable[Record]) -> None:
        """Keep these records, all or none. Raises StoreError."""
        rows = [_row(record) for record in records]
        marks = ", ".join("?" * len(_COLUMNS.split(",")))
        try:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany(f"INSERT OR REPLACE INTO urls ({_COLUMNS}) VALUES ({marks})", rows)
            self._base.execute("COMMIT")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            raise StoreError(f"what was found cannot be kept: {error}") from None

    def forget(self, now: datetime) -> None:
        """Drop what nobody asked about for half a year."""
        with contextlib.suppress(sqlite3.Error):
            self._base.execute("DELETE FROM urls WHERE checked < ?", ((now - _FORGOTTEN).isoformat(),))


def place_of_store(root: Path, configured: str | None) -> Path:
    """Where results are kept: the file that the configuration names, relative to the root, else the user's cache."""
    if configured:
        return root / configured
    return cache_folder() / "links.sqlite"


def _row(record: Record) -> tuple[object, ...]:
    return (
        record.url,
        record.verdict,
        record.reason,
        record.final_url,
        record.moved_since.isoformat() if record.moved_since else None,
        int(record.likely_gone),
        json.dumps(dict(record.anchors)),
        record.etag,
        record.last_modified,
        record.failing_since.isoformat() if record.failing_since else None,
        " ".join(record.failing_days),
        record.checked.astimezone(UTC).isoformat(),
    )


def _record(row: tuple[object, ...]) -> Record:
    url, verdict, reason, final_url, moved, gone, anchors, etag, changed, since, days, checked = map(_text, row)
    return Record(
        url,
        verdict,  # type: ignore[arg-type]
        reason,
        final_url,
        date.fromisoformat(moved) if moved else None,
        gone == "1",
        json.loads(anchors),
        etag,
        changed,
        datetime.fromisoformat(since) if since else None,
        tuple(days.split()),
        datetime.fromisoformat(checked),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)
