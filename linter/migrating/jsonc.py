"""JSON with comments and trailing commas, as configurations are written."""

from __future__ import annotations

import json
import re
from typing import Any

# What is not closed is one token, too: no character is looked at twice.
_TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*+"?|//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)|,')
_CLOSING = re.compile(r"\s*[\]}]")
MOST_CHARACTERS = 1_000_000


def read_jsonc(text: str) -> Any:
    """The values. Raises ValueError, for broken JSON the JSONDecodeError with its position in the text."""
    if len(text) > MOST_CHARACTERS:
        raise ValueError("larger than 1 MB")
    # Blanks in place of what is taken out: positions in the text stay true.
    text = _TOKEN.sub(lambda found: _blank(found[0]) if found[0][0] == "/" else found[0], text)
    text = _TOKEN.sub(lambda found: " " if _is_trailing(found) else found[0], text)
    return json.loads(text.removeprefix("\ufeff"))


def _blank(comment: str) -> str:
    return re.sub(r"[^\n]", " ", comment)


def _is_trailing(token: re.Match[str]) -> bool:
    return token[0] == "," and _CLOSING.match(token.string, token.end()) is not None
