"""Values in JSON that others have made: what is not of the expected type is not there."""

from __future__ import annotations

from typing import Any

from linter.incidents.control_characters import without_control_characters


def text_at(value: Any, *keys: str) -> str:
    """The text at a path of keys, on one line, without what a terminal would obey; empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return on_one_line(str(value)) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def on_one_line(text: str) -> str:
    """A text as a record holds it: without line breaks and control characters."""
    return without_control_characters(" ".join(text.split()))


def items_at(value: Any, *keys: str) -> list[dict[str, Any]]:
    """The mappings in the list at a path of keys."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
