"""The fixes of the structure rules: what they write, and that a second run has nothing to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.fixing import apply_fixes, fixable
from tests.conftest import lint_folder

HEAD = "---\nkind: runbook\n---\n# NodeDown\n\n"


def fixed(folder: Path, text: str, *rules: str, unsafe: bool) -> str:
    """The text after as many passes as change something."""
    for _ in range(10):
        (folder / "page.md").write_bytes(text.encode())
        new = apply_fixes(text, fixable(lint_folder(folder, *rules).findings, unsafe=unsafe)).text
        if new == text:
            return text
        text = new
    raise AssertionError(f"no end of fixes:\n{text}")


def sections(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Only prose.",
        "## Impact\n\nNone.\n",
        "## Mitigation\n\n1. Reboot.\n\n\n",
        "## Meaning\n\nDown.\n\n## Mitigation\n\nReboot.",
        "## Diagnosis\n\n```bash\nuptime\n```\n",
        "## Meaning\n\n> quoted\n\n## Mitigation\n\n- a\n  - b\n",
    ],
)
def test_missing_sections_are_inserted_in_order(tmp_path: Path, body: str) -> None:
    text = fixed(tmp_path, HEAD + body, "missing-section", unsafe=True)
    titles = sections(text)
    assert len(titles) == 5
    assert [title.replace("Meaning", "Overview") for title in titles[1:]] == [
        "## Overview",
        "## Impact",
        "## Diagnosis",
        "## Mitigation",
    ]
    at = 0
    for line in (HEAD + body).splitlines():
        at = text.index(line, at)


def test_inserted_lines_end_as_the_page_does(tmp_path: Path) -> None:
    text = fixed(tmp_path, (HEAD + "## Impact\n\nNone.\n").replace("\n", "\r\n"), "missing-section", unsafe=True)
    assert text.count("\n") == text.count("\r\n")


def test_nothing_is_inserted_into_an_open_fence(tmp_path: Path) -> None:
    text = HEAD + "## Meaning\n\n## Impact\n\n## Diagnosis\n\n```bash\nuptime\n"
    assert fixed(tmp_path, text, "missing-section", unsafe=True) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "## Mitigation\n\nb\n\n## Impact\n\na\n\n## Diagnosis\n\nd\n",
            "## Impact\n\na\n\n## Diagnosis\n\nd\n\n## Mitigation\n\nb\n",
        ),
        (
            "## Impact\n\na\n\n## Diagnosis\n\nd\n\n## Meaning\n\nm",
            "## Meaning\n\nm\n\n## Impact\n\na\n\n## Diagnosis\n\nd",
        ),
        (
            "## Diagnosis\n\nd\n\n### More\n\nx\n\n## Meaning\n\nm\n\n## Impact\n\na\n\n## Notes\n\nn\n",
            "## Meaning\n\nm\n\n## Impact\n\na\n\n## Diagnosis\n\nd\n\n### More\n\nx\n\n## Notes\n\nn\n",
        ),
        (
            "## Escalation\n\ne\n\n## Impact\n\ni\n\n## Diagnosis\n\nd\n\n## Mitigation\n\nm\n\n## Overview\n\no\n",
            "## Overview\n\no\n\n## Impact\n\ni\n\n## Diagnosis\n\nd\n\n## Mitigation\n\nm\n\n## Escalation\n\ne\n",
        ),
    ],
)
def test_sections_move_whole(tmp_path: Path, before: str, after: str) -> None:
    assert fixed(tmp_path, HEAD + before, "section-order", unsafe=True) == HEAD + after
    assert fixed(tmp_path, HEAD + before, "section-order", unsafe=False) == HEAD + before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## 2. Mitigaton (Linux):\n", "## 2. Mitigation (Linux):\n"),
        ("## **Mitigaton**\n", "## **Mitigation**\n"),
        ("## MITIGATON ##\n", "## MITIGATION ##\n"),
        ("Mitigaton\n---\n", "Mitigation\n---\n"),
        ("## Mitigaton {#fix}\n", "## Mitigation {#fix}\n"),
        ("[there](#mitigaton)\n\n## Mitigaton\n", "[there](#mitigaton)\n\n## Mitigaton\n"),
    ],
)
def test_typos_are_respelled(tmp_path: Path, before: str, after: str) -> None:
    assert fixed(tmp_path, HEAD + before, "unknown-section", unsafe=False) == HEAD + after
