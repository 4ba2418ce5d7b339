"""What a reader puts a value in for: `<pod-name>`, `{{ namespace }}`, `[INSTANCE]`, `…`."""

from __future__ import annotations

import re

PLACEHOLDER = re.compile(
    r"<[A-Za-z_][^<>\n|;&()'\"]{0,60}>"
    r"|\{\{[^{}\n]{0,60}\}\}"
    r"|\$\{\{[^{}\n]{0,60}\}\}"
    r"|(?<![\w\]\[])\[[A-Z][A-Z0-9_ -]{1,40}\](?![\w\[])"
    r"|\u2026"
)
_NOT_IN_WORDS = re.compile(r"[^A-Za-z0-9]")


def masked(text: str) -> str:
    """The text with each placeholder replaced by a word of the same length, so that all positions stay true."""
    if "<" not in text and "{{" not in text and "[" not in text and "\u2026" not in text:
        return text
    return PLACEHOLDER.sub(_word, text)


def _word(found: re.Match[str]) -> str:
    return _NOT_IN_WORDS.sub("x", found[0])
