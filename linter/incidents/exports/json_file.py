"""JSON that another tool has written: one clear line where it is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_LONGEST = 50_000_000


class ExportError(Exception):
    """An export that cannot be read. The text is one line with file and position."""


def read_json(path: Path) -> Any:
    """The values of a file. Raises ExportError."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST + 1)
    except OSError as error:
        raise ExportError(f"{path}: cannot be read: {error.strerror}") from None
    return values_of(data, str(path))


def values_of(data: bytes, shown: str) -> Any:
    """The values of the bytes of a file that is shown as `shown`. Raises ExportError."""
    if len(data) > _LONGEST:
        raise ExportError(f"{shown}: larger than {_LONGEST // 1_000_000} MB")
    try:
        return json.loads(data)
    except json.JSONDecodeError as error:
        raise ExportError(f"{shown}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}") from None
    except (UnicodeDecodeError, RecursionError):
        raise ExportError(f"{shown}: not valid JSON") from None
