"""What is kept between runs: as it was, or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from linter.trend.kept import Kept, result_as_json, result_from_json
from tests.conftest import lint_folder


def test_values_come_back_under_their_mark_only(tmp_path: Path) -> None:
    place = tmp_path / "folder" / "kept.sqlite"
    with Kept(place, "one") as kept:
        kept.put("key", {"a": [1, "ü", None]})
        assert kept.get("key") is None
    with Kept(place, "one") as kept:
        assert kept.get("key") == {"a": [1, "ü", None]}
        assert kept.get("other") is None
    with Kept(place, "two") as kept:
        assert kept.get("key") is None
    with Kept(place, "one") as kept:
        assert kept.get("key") is None  # What other settings gave is dropped.


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_none_of_ours_is_replaced(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "kept.sqlite"
    place.write_bytes(content)
    with Kept(place, "one") as kept:
        kept.put("key", 1)
    with Kept(place, "one") as kept:
        assert kept.get("key") == 1


def test_a_value_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    place = tmp_path / "kept.sqlite"
    with Kept(place, "one") as kept:
        kept.put("key", 1)
    with sqlite3.connect(place) as base:
        base.execute("UPDATE kept SET value = ?", (b"\x80\x04gone",))
    base.close()
    with Kept(place, "one") as kept:
        assert kept.get("key") is None


def test_where_nothing_can_be_kept_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "file" / "kept.sqlite", tmp_path / "folder", None):
        with Kept(place, "one") as kept:
            kept.put("key", 1)
            kept.write()
            assert kept.get("key") is None
    assert (tmp_path / "folder").is_dir()


def test_a_page_comes_back_as_far_as_scores_need_it(tmp_path: Path) -> None:
    text = (
        "---\nowner: ana\n---\n# A\n\nSee [x](x.md#y).\n\n"
        '<!-- runbook-linter: ignore[vague-step] until=2026-12-31 reason="later" -->\n1. Check it, maybe.\n\n'
        "```bash\nkubectl delete pod --all\n```\n"
    )
    (tmp_path / "runbooks").mkdir()
    (tmp_path / "runbooks" / "a.md").write_text(text, encoding="utf-8")
    (result,) = lint_folder(tmp_path).pages
    assert result.findings
    assert result.facts
    assert result.ignores
    value = result_as_json(result)
    back = result_from_json(result.path, value)
    plain = tuple(finding._replace(fix=None, suggestions=()) for finding in result.findings)
    assert back == result._replace(data={}, findings=plain, facts={n: tuple(v) for n, v in result.facts.items()})


def test_what_json_cannot_give_back_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n", encoding="utf-8")
    (result,) = lint_folder(tmp_path).pages
    assert result_as_json(result._replace(facts={"own": (("a", "tuple"),)})) is None
    assert result_as_json(result._replace(facts={"own": ({1, 2},)})) is None
    assert result_as_json(result._replace(troubles=("a.md: a rule raised",))) is None


@pytest.mark.parametrize("value", [None, 1, [], {}, {"kind": "x"}, {"findings": 3}])
def test_what_is_no_result_is_none(value: object) -> None:
    assert result_from_json("a.md", value) is None
