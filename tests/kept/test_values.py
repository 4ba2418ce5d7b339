"""What is kept between runs: as it was, or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from linter.kept.values import KeptValues


def keep(place: Path, mark: str, **values: object) -> None:
    kept = KeptValues(place, mark)
    for key, value in values.items():
        kept.put(key, value)
    kept.close()


def look_up(place: Path, mark: str, key: str) -> object:
    kept = KeptValues(place, mark)
    value = kept.get(key)
    kept.close()
    return value


def test_values_come_back_under_their_mark_only(tmp_path: Path) -> None:
    place = tmp_path / "folder" / "kept.sqlite"
    kept = KeptValues(place, "one")
    kept.put("key", {"a": [1, "ü", None]})
    assert kept.get("key") is None
    kept.write()
    assert kept.get("key") == {"a": [1, "ü", None]}
    kept.close()
    assert look_up(place, "one", "key") == {"a": [1, "ü", None]}
    assert look_up(place, "one", "other") is None
    assert look_up(place, "two", "key") is None
    assert look_up(place, "one", "key") == {"a": [1, "ü", None]}


def test_what_long_unused_settings_gave_is_dropped(tmp_path: Path) -> None:
    place = tmp_path / "kept.sqlite"
    for mark in ("one", "two", "one", "three", "four", "five"):
        keep(place, mark, key=mark)
    assert [look_up(place, mark, "key") for mark in ("one", "three", "four", "five")] == [
        "one",
        "three",
        "four",
        "five",
    ]
    with sqlite3.connect(place) as base:
        assert base.execute("SELECT count(*) FROM kept").fetchone() == (4,)
    base.close()


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_none_of_ours_is_replaced(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "kept.sqlite"
    place.write_bytes(content)
    keep(place, "one", key=1)
    assert look_up(place, "one", "key") == 1


@pytest.mark.parametrize("value", [b"\x80\x04gone", 3, "text", b""])
def test_a_broken_value_is_none(tmp_path: Path, value: object) -> None:
    place = tmp_path / "kept.sqlite"
    keep(place, "one", key=1)
    with sqlite3.connect(place) as base:
        base.execute("UPDATE kept SET value = ?", (value,))
    base.close()
    assert look_up(place, "one", "key") is None


def test_a_file_of_another_version_is_emptied(tmp_path: Path) -> None:
    place = tmp_path / "kept.sqlite"
    keep(place, "one", key=1)
    with sqlite3.connect(place) as base:
        base.execute("PRAGMA user_version=1000")
    base.close()
    assert look_up(place, "one", "key") is None


def test_where_nothing_can_be_kept_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "file" / "kept.sqlite", tmp_path / "folder"):
        keep(place, "one", key=1)
        assert look_up(place, "one", "key") is None
    assert (tmp_path / "folder").is_dir()
