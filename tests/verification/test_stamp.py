"""The stamp: where it goes in a page's front matter, and that nothing else changes."""

from __future__ import annotations

from datetime import date

import pytest

from linter.parsing import parse
from linter.verification.stamp import StampError, stamped

DAY = date(2026, 11, 23)


def stamp(text: str, by: str = "Dana", value: str = "0123456789abcdef") -> str:
    return stamped(parse(text), value, by, DAY)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "# A\n",
            '---\nlast_verified: 2026-11-23\nverified_by: Dana\nverified_commands: "0123456789abcdef"\n---\n\n# A\n',
        ),
        (
            "---\nkind: runbook # ours\nlast_verified: 2020-01-01\n---\n# A\n",
            "---\nkind: runbook # ours\nlast_verified: 2026-11-23\nverified_by: Dana\n"
            'verified_commands: "0123456789abcdef"\n---\n# A\n',
        ),
        (
            "---\r\nverified_by: old\r\ntags: [a]\r\n---\r\n# A\r\n",
            "---\r\nverified_by: Dana\r\ntags: [a]\r\nlast_verified: 2026-11-23\r\n"
            'verified_commands: "0123456789abcdef"\r\n---\r\n# A\r\n',
        ),
        (
            "---\nlast_verified:\nverified_by: 'x'\nverified_commands: abc\n...\n",
            '---\nlast_verified: 2026-11-23\nverified_by: Dana\nverified_commands: "0123456789abcdef"\n...\n',
        ),
    ],
)
def test_the_stamp_is_all_that_changes(before: str, after: str) -> None:
    assert stamp(before) == after


@pytest.mark.parametrize("by", ["Dana", "@dana", "null", "a: b", 'say "hi"', "back\\slash", "12", "Ü. Ö", "# x"])
def test_any_name_is_read_back_as_written(by: str) -> None:
    data = parse(stamp("---\nkind: runbook\n---\n# A\n", by)).front_matter.data
    assert data["verified_by"] == by
    assert data["last_verified"] == DAY
    assert data["verified_commands"] == "0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\na: [\n---\n# A\n", "its front matter cannot be read"),
        ("+++\na = 1\n+++\n# A\n", "its front matter is TOML"),
        (
            "---\nverified_by:\n  - a\n  - b\n---\n# A\n",
            "`verified_by` in its front matter is written over several lines",
        ),
    ],
)
def test_what_cannot_be_stamped_is_said(text: str, reason: str) -> None:
    with pytest.raises(StampError, match=reason):
        stamp(text)


def test_stamping_twice_changes_nothing_more() -> None:
    once = stamp("---\nkind: runbook\n---\n# A\n")
    assert stamp(once) == once
