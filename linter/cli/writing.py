"""Files that commands make: whole, with the folders they lie in, or one clear line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from linter.config import ConfigError


def file_named(written: str) -> Path:
    """The file that an argument names. Raises ConfigError for a folder, and for a name that cannot be shown."""
    place = Path(written)
    if not written.isprintable():
        raise ConfigError(f"{written}: a name with a line break or another control character is none for a file")
    if not written:
        raise ConfigError("the name of the file is empty")
    if place.name in ("", "..") or written.endswith(("/", os.sep)) or os.path.isdir(place):
        raise ConfigError(f"{written}: a folder: say what the file in it is called")
    return place


def refuse_existing(place: Path, *, force: bool) -> None:
    """Raise ConfigError where a file stands already and nobody said to write over it."""
    if not force and os.path.lexists(place):
        raise ConfigError(f"{_shown(place)}: is there already (--force writes over it)")


def write_new_file(place: Path, text: str, shown: str = "") -> None:
    """Write a file and make its folders. Raises ConfigError, which names it as `shown`, else by its path."""
    from linter.files import write_new

    try:
        write_new(place, text)
    except OSError as error:
        raise ConfigError(f"{shown or _shown(place)}: cannot be written: {error.strerror}") from None


def write_new_files(texts: Mapping[Path, str]) -> None:
    """Write files that belong together: where one cannot be written, the new ones go again. Raises ConfigError."""
    made: list[Path] = []
    for place, text in texts.items():
        is_new = not os.path.lexists(place)
        try:
            write_new_file(place, text)
        except ConfigError:
            for file in made:
                with suppress(OSError):
                    file.unlink()
            raise
        if is_new:
            made.append(place)


def _shown(place: Path) -> str:
    """The path as somebody in this folder writes it: from here where it lies below, else as it is."""
    below = os.path.relpath(place)
    return str(place) if below.startswith("..") else below
