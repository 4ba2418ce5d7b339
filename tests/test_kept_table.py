"""The file of kept results: several processes open it and write to it at once."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from linter.kept_table import open_tables

ROOT = Path(__file__).resolve().parents[1]
TABLES = {"kept": "CREATE TABLE kept (key TEXT PRIMARY KEY)"}
# Each opens the file anew for every row, at the same moment as the others: that is where SQLite may refuse to wait.
WRITER = """
import json, sys
from linter.kept_table import open_tables
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    base = open_tables(sys.argv[1], json.loads(sys.argv[2]), 1)
    base.execute("INSERT INTO kept VALUES (?)", (f"{sys.argv[3]} {number}",))
    base.close()
"""


@pytest.mark.parametrize("attempt", range(6))
def test_processes_that_open_it_at_once_all_write(tmp_path: Path, attempt: int) -> None:
    place = str(tmp_path / "kept.sqlite")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, place, json.dumps(TABLES), name],
            env={"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in "abc"
    ]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    base = open_tables(place, TABLES, 1)
    assert {key for (key,) in base.execute("SELECT key FROM kept")} == {f"{n} {k}" for n in "abc" for k in range(20)}
    base.close()


def test_another_versions_table_is_made_anew(tmp_path: Path) -> None:
    place = str(tmp_path / "kept.sqlite")
    base = open_tables(place, TABLES, 1)
    base.execute("INSERT INTO kept VALUES ('old')")
    base.close()
    for version, rows in ((1, [("old",)]), (2, [])):
        base = open_tables(place, TABLES, version)
        assert base.execute("SELECT key FROM kept").fetchall() == rows
        base.close()


def test_a_file_of_something_else_is_refused_and_left(tmp_path: Path) -> None:
    place = tmp_path / "notes.txt"
    place.write_text("not a database, but somebody's notes\n" * 100, encoding="utf-8")
    with pytest.raises(sqlite3.DatabaseError):
        open_tables(str(place), TABLES, 1)
    assert place.read_text(encoding="utf-8").startswith("not a database")
