"""Committing the record, for whoever asks for it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from linter.reporting.incidents import printable

_SECONDS = 60
_LINES = 2


def commit(place: Path, message: str) -> str:
    """Commit a file and nothing else, with the repository's hooks; why it did not work, empty where it did."""
    name = place.name
    for arguments in (("add", "--", name), ("commit", "--quiet", "-m", message, "--only", "--", name)):
        try:
            done = subprocess.run(
                ["git", *arguments],
                cwd=place.parent,
                env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as error:
            return f"git {arguments[0]}: {error}"
        if done.returncode:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
            told = " ".join([line for line in said if not line.startswith("hint:")][-_LINES:])
            return f"git {arguments[0]}: {printable(told) or f'status {done.returncode}'}"
    return ""
