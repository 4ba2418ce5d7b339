"""The rules about blame on labelled sentences: what they must find, and what they must leave alone."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.conftest import ROOT, lint_folder, no_hang

LABELS: dict[str, list[tuple[str, str]]] = yaml.safe_load(
    (ROOT / "tests" / "labels" / "blame.yml").read_text(encoding="utf-8")
)
SENTENCES = [(label, sentence) for rows in LABELS.values() for label, sentence in rows]
PAGE = """---
kind: post-mortem
---
# Orders down

## Root cause

{sentence}

## Responders

- Ana Lopez (IC)
- Yaw Boateng
- @raj
"""


def test_every_sentence_is_judged_as_labelled(tmp_path: Path) -> None:
    for number, (_, sentence) in enumerate(SENTENCES):
        (tmp_path / f"{number:03}.md").write_text(PAGE.format(sentence=sentence), encoding="utf-8")
    run = lint_folder(tmp_path, "W105", "W106", "W107")
    assert run.troubles == ()
    found: dict[str, set[str]] = {}
    for finding in run.findings:
        found.setdefault(finding.path, set()).add(f"{finding.code} {finding.severity}")
    wrong = [
        f"{sentence}\n  expected {label}, found {sorted(got) or 'none'}"
        for number, (label, sentence) in enumerate(SENTENCES)
        if (got := found.get(f"{number:03}.md", set())) != (set() if label == "none" else {label})
    ]
    assert not wrong, "\n".join(wrong)


def test_there_are_enough_sentences_and_half_of_them_are_innocent() -> None:
    innocent = sum(label == "none" for label, _ in SENTENCES)
    assert len(SENTENCES) >= 140
    assert innocent >= len(SENTENCES) / 2
    assert len({sentence for _, sentence in SENTENCES}) == len(SENTENCES)


def test_hostile_pages_take_no_time(tmp_path: Path) -> None:
    hostile = [
        '"' * 50_001,
        "“" * 50_000,
        '"a" b ' * 15_000,
        "Ana deployed " * 10_000,
        "a" + "-" * 50_000,
        "human " * 15_000 + "error",
        "should " * 15_000 + "have",
        "> Ana\n\nx\n\n" * 3_000,
    ]
    for text in hostile:
        (tmp_path / "page.md").write_text(PAGE.format(sentence=text), encoding="utf-8")
        with no_hang():
            assert lint_folder(tmp_path, "W104", "W105", "W106", "W107").troubles == ()
