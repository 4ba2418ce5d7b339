"""What goes wrong with a document kind's schema file."""

from __future__ import annotations

from pathlib import Path


class SchemaError(Exception):
    """A schema file is unusable. `line` and `column` count from 1 in the file at `path`."""

    def __init__(self, path: Path, line: int, column: int, message: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {message}")
        self.path = path
        self.line = line
        self.column = column
        self.message = message
