"""`incident actions`: the action items of all post-mortems."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.run import run

PAGE = """---
kind: post-mortem
---
# INC-1

## Timeline

- 2026-01-01 10:00 UTC: Started

## Root cause

Text.

## Action items

- Alert earlier (owner: Ana, due 2026-01-31), see OPS-1
- Write it down
- [x] Renew it
- Buy a pager (won't do)
"""


def test_action_items_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PAGE, encoding="utf-8")
    done = run("incident", "actions", "--format", "json", "--today", "2026-03-01", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    nobody = {"owner": None, "due": None, "link": None, "path": "a.md"}
    assert json.loads(done.stdout)["actions"] == [
        {
            "text": "Alert earlier (owner: Ana, due 2026-01-31), see OPS-1",
            "owner": "Ana",
            "due": "2026-01-31",
            "link": "OPS-1",
            "status": "overdue",
            "closed": False,
            "path": "a.md",
            "line": 16,
        },
        {**nobody, "text": "Write it down", "status": None, "closed": False, "line": 17},
        {**nobody, "text": "Renew it", "status": "done", "closed": True, "line": 18},
        {**nobody, "text": "Buy a pager (won't do)", "status": "won't do", "closed": True, "line": 19},
    ]
    late = run("incident", "actions", "--overdue", "--today", "2026-03-01", cwd=tmp_path)
    assert late.stdout.endswith("1 action item, 1 open, 1 overdue\n")
    assert run("incident", "actions", "nowhere.md", cwd=tmp_path).returncode == 2
