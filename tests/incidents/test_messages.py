"""Promises and vague words, beyond the pages of their rules; nothing hangs on a long message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from linter.parsing.incident_records import read_incident_file
from linter.parsing.promises import promises_in
from linter.parsing.update_parts import missing_parts
from tests.conftest import lint_folder, no_hang

HEAD = "id: INC-1\ntitle: T\nseverity: P1\nstatus: monitoring\ntimes: {started: 2026-10-20T06:00:00Z}\n"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("fixed in ten minutes", ["fixed in ten minutes"]),
        ("We guarantee recovery within 2 hours.", ["recovery within 2 hours"]),
        ("It will be back up by noon! We are sure.", ["back up by noon"]),
        ("The pool was restored in 10 minutes.", []),
        ("Resolved within 10 minutes by restarting the pod.", []),
        ("The replica will be restored from the backup taken at 03:00 UTC.", []),
        ("We are deploying a fix. ETA 15 minutes.", ["ETA 15 minutes"]),
        ("No ETA yet. The ETA is unknown, next update in 30 minutes.", []),
        ("We'll be back with you in 10 minutes.", []),
        ("If this fails, it will not be fixed in an hour.", []),
        ("Version 2.1.3 will be restored in ten minutes.", ["restored in ten minutes"]),
    ],
)
def test_promises(message: str, words: list[str]) -> None:
    assert list(promises_in(message)) == words


@pytest.mark.parametrize(
    "message", ["will be " * 40_000, "fixed in " * 40_000, "ETA " * 20_000, "a-" * 100_000, "1" * 200_000]
)
def test_no_message_hangs(message: str) -> None:
    with no_hang():
        record = read_incident_file("INC-1.yml", HEAD).record
        assert record is not None
        update = read_incident_file("a", f"updates: [{{message: {message}the}}]\n").record
        assert update is not None
        list(promises_in(message))
        missing_parts(record, update.updates[0])


@pytest.mark.parametrize(
    "text", ["{% raw %}{{ a }}{% endraw %}" * 10_000, "{{ a " * 40_000, "{{ 'a }}" * 20_000, "{#" * 90_000]
)
def test_no_template_hangs(text: str, knowledge_base: Callable[[Mapping[str, str]], Path]) -> None:
    root = knowledge_base({"notice.md": f"---\nkind: communication\n---\n# Notice\n\n{text}\n"})
    with no_hang():
        assert lint_folder(root, "unknown-template-field").troubles == ()
