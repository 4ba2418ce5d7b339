"""Where sentences end: abbreviations, versions, file names, URLs and ellipses are no ends."""

from __future__ import annotations

import pytest

from linter.model.span import Span
from linter.parsing.sentences import sentences
from tests.conftest import no_hang


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "whole",
    [
        "We use e.g. Kafka and i.e. Redpanda.",
        "Upgraded from v1.13.2 to v. 1.14 without a stop.",
        "Open config.yaml and values.prod.yaml first.",
        "See https://example.com/a.b/c.html for more.",
        "It waited... and then failed.",
        "Dr. Smith and J. Doe joined.",
        "On Monday 3. February 2020, it began.",
        "It took approx. 40 min. in all.",
        "Memory, CPU, disk etc. were fine.",
        "At 9 a.m. the alert fired.",
        "no mark at the end",
    ],
)
def test_one_sentence(whole: str) -> None:
    assert split(whole) == [whole]


@pytest.mark.parametrize(
    "parts",
    [
        ("It failed.", "It was restarted."),
        ("Did it fail?", "Yes!", "Twice."),
        ('He said "it broke."', "Then he left."),
        ("We checked disk, CPU, etc.", "Nothing was full."),
        ("The count was 5.", "Then it grew."),
        ("It is in **main.py.**", "Look there."),
        ("One line\nand its end.", "The\nnext."),
        ("It waited…", "Then it failed."),
    ],
)
def test_several_sentences(parts: tuple[str, ...]) -> None:
    assert split(" ".join(parts)) == list(parts)


def test_only_the_span_is_read() -> None:
    text = "Not this. But this. Not that."
    assert [text[span.start : span.end] for span in sentences(text, Span(10, 19))] == ["But this."]


@pytest.mark.parametrize("text", ["." * 100_000 + "a", '."' * 50_000 + "a", "a. " * 50_000, "!?" * 50_000])
def test_hostile_text_takes_no_time(text: str) -> None:
    with no_hang():
        split(text)
