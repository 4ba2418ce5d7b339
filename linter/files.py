"""Writing files: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_temporary: list[Path] = []


def write_atomically(path: Path, text: str) -> None:
    """Make or replace a file: written beside its place, then renamed; an old file's mode is kept. Raises OSError.

    What is no text in a file's name is written as `\\udcff`, which in JSON means the same.
    """
    write_bytes_atomically(path, text.encode("utf-8", "backslashreplace"))


def write_bytes_atomically(path: Path, data: bytes) -> None:
    """The same for bytes. Raises OSError."""
    target = Path(os.path.realpath(path))
    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def write_new(path: Path, text: str) -> None:
    """Write a file, and make the folders that it lies in. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text)


def cache_folder() -> Path:
    """Where this program may keep what it can find out again, for the user who runs it."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "runbook-linter"


def temporary_folder() -> Path:
    """An empty folder of this process alone, which `remove_temporary_folders` takes away at its end."""
    folder = Path(tempfile.mkdtemp(prefix="runbook-linter-"))
    _temporary.append(folder)
    return folder


def remove_temporary_folders() -> None:
    """Take away the folders that `temporary_folder` made."""
    import shutil

    while _temporary:
        shutil.rmtree(_temporary.pop(), ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
