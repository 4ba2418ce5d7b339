"""The notice below a page's title: what keeps a reader from the wrong way comes first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linter.site.knowledge_base import KnowledgeBase
from linter.site.page_parts import Look, before_page
from tests.conftest import lint_folder
from tests.site.test_dashboards import NoLinks

Write = Callable[[Mapping[str, str]], Path]

RETIRED = "---\nkind: runbook\nservice: volumes\nstatus: retired\nsuccessor: {successor}\n---\n# Old\n"
RECORD = "id: INC-7\ntitle: Volumes are full\nseverity: P1\nstatus: identified\nservice: volumes\n"


@pytest.mark.parametrize(
    ("successor", "said"),
    [
        ("new.md", 'This page is retired. Use <a href="/runbooks/new.md">Disk &amp; volume full</a> instead.'),
        ("gone.md", 'This page is retired. Use <a href="/runbooks/gone.md">gone.md</a> instead.'),
        ("", "This page is retired."),
    ],
)
def test_a_retired_page_names_its_successor_before_anything_else(
    knowledge_base: Write, successor: str, said: str
) -> None:
    pages = {
        "runbooks/old.md": RETIRED.format(successor=successor),
        "runbooks/new.md": "---\nkind: runbook\n---\n# Disk & volume full\n",
        "incidents/INC-7.yml": RECORD,
    }
    base = KnowledgeBase(lint_folder(knowledge_base(pages)))
    look = Look("panel", {}, datetime(2026, 11, 23, tzinfo=UTC))
    shown = before_page(base.by_path["runbooks/old.md"], base, NoLinks(), look)
    notices = re.findall(r"<p>(.*?)</p>", shown)
    assert notices[0] == said
    assert notices[1].startswith("Open incident, P1 identified: ")
