"""Fixes of post-mortems change what they say they change, and nothing else in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from linter.fixing import apply_fixes
from tests.conftest import lint_folder

Write = Callable[[Mapping[str, str]], Path]

PAGE = """---\r
kind: post-mortem\r
---\r
# INC-7\r
\r
## Timeline\r
\r
All times in UTC.\r
\r
| Time | Event |\r
| --- | --- |\r
| 2025-10-20 13:50 | Started: x |\r
| 2025-10-20 14:20 | Resolved: all is well |\r
| 2025-10-20 14:03 | Detected: `y`  |\r
\r
## Root cause\r
\r
Text.\r
\r
## Action items\r
\r
- Text.\r
\r
## Metrics\r
\r
- MTTD: 13 minutes; **MTTR: 2 hours**, of 3 hours\r
"""


def fixed(root: Path, rule: str) -> str:
    text = (root / "a.md").read_bytes().decode()
    return apply_fixes(text, [f for f in lint_folder(root, rule).findings if f.fix]).text


def test_a_wrong_metric_is_computed_anew(knowledge_base: Write) -> None:
    root = knowledge_base({})
    (root / "a.md").write_bytes(PAGE.encode())
    assert fixed(root, "metric-mismatch") == PAGE.replace("MTTR: 2 hours", "MTTR: 30 minutes")


def test_rows_are_sorted(knowledge_base: Write) -> None:
    root = knowledge_base({})
    (root / "a.md").write_bytes(PAGE.encode())
    last = "| 2025-10-20 14:20 | Resolved: all is well |\r\n"
    late = "| 2025-10-20 14:03 | Detected: `y`  |\r\n"
    assert fixed(root, "timeline-order") == PAGE.replace(last + late, late + last)
