"""What a reader sees of an inline content: markup gone, words kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linter.parsing.inline import Piece

_EMPHASIS = re.compile(r"(?<![\w\\])(\*{1,3}|_{1,3}|~~)(?=\S)([^*_~\n]*+)\1(?!\w)|(\*{1,3})(?=\S)([^*\n]*+)\3")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain_text(content: str, pieces: Sequence[Piece]) -> str:
    """The text of a heading or cell without its markup; line breaks become blanks."""
    if not pieces:
        return _without_emphasis(content).replace("\n", " ").strip()
    parts: list[str] = []
    at = 0
    for piece in pieces:
        if piece.start < at or piece.type == "undefined":
            continue
        parts.append(_without_emphasis(content[at : piece.start]))
        if piece.type in ("code", "link", "autolink"):
            parts.append(piece.text)
        at = piece.end
    parts.append(_without_emphasis(content[at:]))
    return "".join(parts).replace("\n", " ").strip()


def _without_emphasis(text: str) -> str:
    if "*" in text or "_" in text or "~" in text:
        text = _EMPHASIS.sub(lambda found: found[2] if found[2] is not None else found[4], text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return unescape(text) if "&" in text else text
