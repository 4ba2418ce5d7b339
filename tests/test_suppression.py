"""Suppressions hide what they name, where they say, for as long as they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.conftest import lint_folder

Writer = Callable[[Mapping[str, str]], Path]


def _states(root: Path) -> dict[tuple[str, int], str]:
    return {(f.name, f.position.line): f.state for f in lint_folder(root).findings if f.severity != "info"}


def test_the_block_below_is_covered_and_no_more(knowledge_base: Writer) -> None:
    text = (
        "# Disk full\n\n"
        '<!-- runbook-linter: ignore[dead-link] reason="moves next week" -->\n\n'
        "A paragraph that wraps and\nholds [one](gone.md) here.\n\n"
        "And [another](gone-too.md).\n"
    )
    states = _states(knowledge_base({"page.md": text}))
    assert states == {("dead-link", 6): "suppressed", ("dead-link", 8): "new"}


def test_a_comment_on_the_line_covers_that_line(knowledge_base: Writer) -> None:
    text = '# Disk full\n\n[one](gone.md) <!-- runbook-linter: ignore[L101] reason="x" -->\n[two](gone-too.md)\n'
    states = _states(knowledge_base({"page.md": text}))
    assert states == {("dead-link", 3): "suppressed", ("dead-link", 4): "new"}


def test_ignore_file_covers_the_page(knowledge_base: Writer) -> None:
    text = '# A\n\n[one](gone.md)\n\n<!-- runbook-linter: ignore-file[dead-link] reason="x" -->\n\n[two](gone-too.md)\n'
    assert set(_states(knowledge_base({"page.md": text})).values()) == {"suppressed"}


def test_an_expired_one_hides_nothing_and_is_an_error(knowledge_base: Writer) -> None:
    text = '# A\n\n<!-- runbook-linter: ignore[dead-link] until=2026-11-22 reason="x" -->\n[one](gone.md)\n'
    assert _states(knowledge_base({"page.md": text})) == {("dead-link", 4): "new", ("expired-ignore", 3): "new"}


def test_an_unused_one_is_reported_only_where_its_rule_ran(knowledge_base: Writer) -> None:
    text = '# A\n\n<!-- runbook-linter: ignore[dead-link, orphan-page] reason="x" -->\nText.\n'
    root = knowledge_base({"page.md": text})
    messages = [f.message for f in lint_folder(root).findings if f.name == "unused-ignore"]
    assert messages == ["`dead-link` finds nothing here any more: remove it from this comment"]


def test_a_comment_in_code_suppresses_nothing(knowledge_base: Writer) -> None:
    text = "# A\n\n```html\n<!-- runbook-linter: ignore[dead-link] -->\n```\n\n[one](gone.md)\n"
    assert _states(knowledge_base({"page.md": text})) == {("dead-link", 7): "new"}
