"""The one place that starts Git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_TIMEOUT_SECONDS = 60


def run_git(root: Path, *arguments: str, input: bytes | None = None) -> bytes | None:
    """Git's standard output for a command run in `root`; None where Git is missing, fails or takes too long.

    Nothing of the repository's own configuration may start a program: no pager, no file system monitor,
    no external diff, no text conversion.
    """
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.quotepath=off", "--no-pager", *arguments]
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat", "GIT_EXTERNAL_DIFF": ""}
    del environment["GIT_EXTERNAL_DIFF"]
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, input=input, capture_output=True, timeout=_TIMEOUT_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
