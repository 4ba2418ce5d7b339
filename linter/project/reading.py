"""Files to text. What is not text gets one clear line."""

from __future__ import annotations

import os
from pathlib import Path

MAX_BYTES = 50_000_000


class UnreadableError(Exception):
    """A file that cannot be linted. The text is the reason in words, with line and column where there is one."""


def decode(data: bytes) -> str:
    """The text of a file's bytes, byte order mark and line breaks kept. Raises UnreadableError."""
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"larger than {MAX_BYTES // 1_000_000} MB")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise UnreadableError("encoded as UTF-16; save it as UTF-8") from None
        if b"\0" in data[:8192]:
            raise UnreadableError("a binary file, not text") from None
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
        raise UnreadableError(f"not UTF-8 at line {line}, column {column}; save it as UTF-8") from None
    if "\0" in text[:8192]:
        raise UnreadableError("a binary file, not text")
    return text


def read_text(root: Path, path: str) -> str:
    """The text of the file at `path` below `root`. Raises UnreadableError; never follows a link out of the root."""
    full = os.path.join(root, path)
    try:
        if os.path.islink(full):
            real, top = os.path.realpath(full), os.path.realpath(root)
            if not real.startswith(top + os.sep):
                raise UnreadableError("a symbolic link that leads out of the knowledge base")
        if os.path.exists(full) and not os.path.isfile(full):
            raise UnreadableError("not a regular file")
        with open(full, "rb") as file:
            return decode(file.read(MAX_BYTES + 1))
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from None
