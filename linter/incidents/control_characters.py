"""Texts without what a terminal would obey, whoever wrote them."""

from __future__ import annotations

from unicodedata import category


def without_control_characters(text: str) -> str:
    """A text without control characters (Unicode's Cc) but for line breaks and tabs."""
    return "".join(sign for sign in text if sign in "\n\t" or category(sign) != "Cc")
