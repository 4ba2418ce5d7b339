"""Files that commands make: whole, with the folders they lie in, or one clear line."""

from __future__ import annotations

from pathlib import Path

from linter.config import ConfigError


def refuse_existing(place: Path, *, force: bool) -> None:
    """Raise ConfigError where a file stands already and nobody said to write over it."""
    if not force and (place.exists() or place.is_symlink()):
        raise ConfigError(f"{place}: is there already (--force writes over it)")


def write_new_file(place: Path, text: str, shown: str = "") -> None:
    """Write a file and make its folders. Raises ConfigError, which names it as `shown`, else by its path."""
    from linter.files import write_new

    try:
        write_new(place, text)
    except OSError as error:
        raise ConfigError(f"{shown or place}: cannot be written: {error.strerror}") from None
