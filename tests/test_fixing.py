"""Fixes change what they say and not a byte more."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from linter.cli.fix import fix_pages
from linter.config import Config
from linter.files import write_atomically
from linter.fixing import apply_fixes
from linter.model.finding import Edit, Finding, Fix
from linter.model.span import Position, Span
from linter.run import Request

Writer = Callable[[Mapping[str, str]], Path]
SITE = "site_name: x\ndocs_dir: .\n"


def _finding(fix: Fix) -> Finding:
    start = min(edit.start for edit in fix.edits)
    return Finding("X1", "x", "warning", "a.md", Span(start, start), Position(1, 1, 1, 1), "m", fix=fix)


def _request(root: Path) -> Request:
    pages = tuple(sorted(path.relative_to(root).as_posix() for path in root.rglob("*.md")))
    return Request(root, Config(), pages, True, date(2026, 11, 23))


@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.text(max_size=4)), max_size=6)
)
def test_edits_never_overlap_and_the_rest_stays(text: str, drawn: list[tuple[int, int, str]]) -> None:
    fixes = [
        Fix((Edit(min(start, len(text)), min(start + length, len(text)), new),), safe=True)
        for start, length, new in drawn
    ]
    fixed = apply_fixes(text, [_finding(fix) for fix in fixes])
    applied = sorted(edit for finding in fixed.applied if finding.fix for edit in finding.fix.edits)
    applied = sorted(set(applied))
    expected, at = "", 0
    for edit in applied:
        assert edit.start >= at
        expected += text[at : edit.start] + edit.text
        at = edit.end
    assert fixed.text == expected + text[at:]


def test_a_second_run_changes_nothing_and_line_breaks_stay(knowledge_base: Writer) -> None:
    text = "\ufeff# Disk full\r\n\r\nSee https://example.com/a and https://example.com/b.\r\n\tTab\r\n"
    root = knowledge_base({"mkdocs.yml": SITE, "page.md": text})
    os.chmod(root / "page.md", 0o640)
    result = fix_pages(_request(root), unsafe=False, write=True)
    assert (result.applied, result.files) == (1, 1)
    expected = text.replace("https://example.com/a", "<https://example.com/a>")
    expected = expected.replace("https://example.com/b", "<https://example.com/b>")
    assert (root / "page.md").read_bytes() == expected.encode("utf-8")
    assert (root / "page.md").stat().st_mode & 0o777 == 0o640
    assert fix_pages(_request(root), unsafe=False, write=True).files == 0


def test_a_diff_writes_nothing(knowledge_base: Writer) -> None:
    root = knowledge_base({"mkdocs.yml": SITE, "page.md": "# A\n\nSee https://example.com/a now.\n"})
    result = fix_pages(_request(root), unsafe=False, write=False)
    assert "+See <https://example.com/a> now." in result.diff
    assert "<" not in (root / "page.md").read_text(encoding="utf-8")


def test_unsafe_fixes_wait_to_be_asked_for(knowledge_base: Writer) -> None:
    text = (
        "# A\n\n## Overview\n\n[g](https://g.example.com/d?from=1599013800000&to=1599017400000)\n\n## Impact\n\nNone.\n"
    )
    root = knowledge_base({"runbooks/page.md": text})
    assert fix_pages(_request(root), unsafe=False, write=True).files == 0
    # Nor is anything changed by guess for a finding that nobody is shown.
    assert fix_pages(_request(root), unsafe=True, write=True, least="error").files == 0
    fix_pages(_request(root), unsafe=True, write=True, least="warning")
    assert "from=now-1h&to=now" in (root / "runbooks/page.md").read_text(encoding="utf-8")


def test_writing_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old", encoding="utf-8")
    write_atomically(tmp_path / "a.md", "neu ü\r\n")
    assert (tmp_path / "a.md").read_bytes() == "neu ü\r\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
