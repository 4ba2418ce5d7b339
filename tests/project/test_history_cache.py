"""A kept log says what Git says, whatever happened since."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.project import history_cache
from linter.project.history import read_history
from tests.project.test_history import TEXT, Repository


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(history_cache, "_WORTH_KEEPING", 1)
    return Repository(tmp_path / "base")


def kept(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "cache").rglob("history-*"))


def test_what_came_since_is_added(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("a.md", TEXT)
    repository.commit("2026-01-01")
    read_history(repository.folder)
    assert len(kept(tmp_path)) == 1
    repository.git("mv", "a.md", "b.md")
    repository.commit("2026-02-01")
    repository.git("mv", "b.md", "c.md")
    repository.write("c.md", TEXT + "More.\n")
    repository.commit("2026-03-01")
    with_kept = read_history(repository.folder)
    again = read_history(repository.folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert with_kept == again == read_history(repository.folder)
    assert with_kept.renames["a.md"].path == "c.md"


def test_what_a_merge_brought_in_stands_where_its_time_is(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository.write("a.md", TEXT)
    repository.commit("2026-01-01")
    repository.git("checkout", "-q", "-b", "side")
    repository.write("a.md", f"First.\n{TEXT}")
    repository.commit("2026-01-05")
    repository.git("checkout", "-q", "main")
    repository.write("a.md", f"{TEXT}Last.\n")
    repository.commit("2026-01-20")
    read_history(repository.folder)
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side", day="2026-02-10")
    with_kept = read_history(repository.folder)
    assert with_kept.changed["a.md"].day == 20
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert with_kept == read_history(repository.folder)


def test_a_rewritten_history_is_read_anew(repository: Repository) -> None:
    repository.write("a.md", TEXT)
    repository.commit("2026-01-01")
    repository.write("gone.md", TEXT * 2)
    repository.commit("2026-02-01")
    read_history(repository.folder)
    repository.git("reset", "-q", "--hard", "HEAD~1")
    assert set(read_history(repository.folder).changed) == {"a.md"}


@pytest.mark.parametrize("content", [b"", b"no line", b"abc\nno zlib", b"\xff\xfe\n"])
def test_a_broken_file_is_no_trouble(repository: Repository, tmp_path: Path, content: bytes) -> None:
    repository.write("a.md", TEXT)
    repository.commit("2026-01-01")
    read_history(repository.folder)
    (place,) = kept(tmp_path)
    place.write_bytes(content)
    assert set(read_history(repository.folder).changed) == {"a.md"}


def test_short_histories_are_not_kept(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_cache, "_WORTH_KEEPING", 200_000)
    repository.write("a.md", TEXT)
    repository.commit("2026-01-01")
    read_history(repository.folder)
    assert kept(tmp_path) == []
