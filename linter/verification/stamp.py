"""What `runbook-linter verify` stamps a page with: who tried it, when, and which commands it had then."""

from __future__ import annotations

import re
from datetime import date

from linter.model.document import Document
from linter.model.page import Page

STAMP_KEY = "verified_commands"
_LENGTH = 16
# A text that YAML would read as something else (a number, a date, true) is quoted.
_PLAIN = re.compile(r"[A-Za-z@][\w@./ +-]*")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


class StampError(Exception):
    """The page cannot be stamped. The text is one line."""


def stamp_of(page: Page) -> str:
    """A hash of the page's commands, blanks and everything around them aside; empty for a page without any."""
    texts = [command.text for command in page.commands if command.depth == 0]
    if not texts:
        return ""
    # Only a stamped page pays for the import.
    import hashlib

    return hashlib.sha256("\n".join(texts).encode("utf-8")).hexdigest()[:_LENGTH]


def stamped(document: Document, stamp: str, by: str, today: date) -> str:
    """The page's text with `last_verified`, `verified_by` and the stamp in its front matter, all else untouched.

    Raises StampError where the front matter is broken, or is not YAML.
    """
    front = document.front_matter
    text = document.text
    if front.error is not None:
        raise StampError(f"its front matter cannot be read: {front.error}")
    values = {"last_verified": today.isoformat(), "verified_by": _scalar(by)}
    if stamp:
        # Quoted, because sixteen digits would be a number to YAML, and 12e4 too.
        values[STAMP_KEY] = f'"{stamp}"'
    newline = "\r\n" if "\r\n" in text else "\n"
    if front.span.end == front.span.start:
        lines = [f"{key}: {value}" for key, value in values.items()]
        at = front.span.start
        return text[:at] + newline.join(["---", *lines, "---", "", ""]) + text[at:].lstrip("\r\n")
    if text[front.span.start : front.span.start + 3] != "---":
        raise StampError("its front matter is TOML; set last_verified, verified_by and verified_commands by hand")
    edits: list[tuple[int, int, str]] = []
    missing: list[str] = []
    for key, value in values.items():
        place = front.values.get(key)
        if place is None:
            missing.append(f"{key}: {value}{newline}")
        elif "\n" in text[place.start : place.end]:
            raise StampError(f"`{key}` in its front matter is written over several lines")
        else:
            edits.append((place.start, place.end, value if place.end > place.start else f" {value}"))
    if STAMP_KEY in front.values and not stamp:
        edits.append((front.values[STAMP_KEY].start, front.values[STAMP_KEY].end, '""'))
    inside = text[front.span.start : front.span.end].rstrip("\r\n")
    closing = front.span.start + max(inside.rfind("\n---"), inside.rfind("\n...")) + 1
    edits.append((closing, closing, "".join(missing)))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS and not text.startswith("@"):
        return text.strip()
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
