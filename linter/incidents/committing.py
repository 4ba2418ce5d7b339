"""Committing the record, for whoever asks for it."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from linter.project.git import run_git
from linter.reporting.incidents import printable

_SECONDS = 30.0
_TO_TIDY_UP = 2.0
_LINES = 2
_LONGEST = 100_000


def commit(place: Path, message: str, seconds: float = _SECONDS) -> str:
    """Commit a file and nothing else, with the repository's hooks; why it did not work, empty where it did."""
    folder, name = place.parent, place.name
    is_new = run_git(folder, "ls-files", "--error-unmatch", "--", name) is None
    trouble = _tried(folder, ("add", "--", name), seconds) if is_new else ""
    if trouble:
        return trouble
    trouble = _tried(folder, ("commit", "--quiet", "-m", message, "--only", "--", name), seconds)
    if trouble and is_new:
        # A new file that stays staged in a merge would be deleted by whoever aborts that.
        _tried(folder, ("rm", "--quiet", "--cached", "--", name), seconds)
    return trouble


def branch_of(place: Path) -> str:
    """The branch that a file is committed on; empty where it is none, as in a rebase."""
    name = run_git(place.parent, "symbolic-ref", "--short", "-q", "HEAD")
    return printable((name or b"").decode("utf-8", "replace"))


def _tried(folder: Path, arguments: tuple[str, ...], seconds: float) -> str:
    """Run Git; why it did not work, empty where it did."""
    try:
        status, said = _git(folder, arguments, seconds)
    except subprocess.TimeoutExpired:
        return f"git {arguments[0]} did not end within {seconds:.0f} s: it waits for a hook, a signature or a lock"
    except OSError as error:
        return f"git cannot be run: {error.strerror}"
    if status:
        return f"git {arguments[0]}: {_reason(said) or f'status {status} without a word, perhaps of a hook'}"
    return ""


def _git(folder: Path, arguments: tuple[str, ...], seconds: float) -> tuple[int, str]:
    """The exit status and what was said. Raises OSError, subprocess.TimeoutExpired."""
    # Not a pipe: what a hook starts in the background keeps one open for as long as it likes.
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            ["git", *arguments],
            cwd=folder,
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Without a terminal nobody can be asked for a passphrase, and what a hook has started can be ended as well.
            start_new_session=True,
        )
        try:
            status = process.wait(seconds)
        except BaseException:
            _end(process)
            raise
        output.seek(0)
        return status, output.read(_LONGEST).decode("utf-8", "replace")


def _reason(said: str) -> str:
    """What Git says of its failure, else the end of what a hook says."""
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith("hint:")]
    telling = [line.removeprefix("fatal: ") for line in lines if line.startswith(("fatal: ", "error: "))]
    return printable(" ".join(telling[:_LINES] or lines[-_LINES:]))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End Git and what it has started. Asked to, it takes its locks away; killed, it would leave them to others."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_TO_TIDY_UP)
