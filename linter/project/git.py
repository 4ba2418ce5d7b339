"""The one place that starts Git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from linter.project.root import git_top

_TIMEOUT_SECONDS = 60

# The repository may be anybody's, and its configuration can name programs that even `log` and `ls-files` start.
_SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=" + os.devnull,
    "core.quotepath=off",
    "log.showSignature=false",
    "log.showRoot=true",
    "safe.bareRepository=explicit",
)
_COMMAND = ("git", *(part for setting in _SETTINGS for part in ("-c", setting)), "--no-pager")
_KEPT = frozenset(
    {
        *("GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"),
        *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT"),
    }
)
_KEPT_PREFIXES = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
_READ_ONLY = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # What a partial clone left out stays out: to fetch it would start whatever its remote names.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
}


def run_git(root: Path, *arguments: str, input: bytes | None = None) -> bytes | None:
    """Git's standard output for a command run in `root`; None where Git is missing, fails or takes too long.

    Meant for commands that only read: nothing of the repository's own configuration starts a program,
    and nothing goes over the network.
    """
    done = _done(root, arguments, input)
    return done.stdout if done is not None and done.returncode == 0 else None


def refusal(root: Path) -> str:
    """Why Git says nothing of a folder that lies in a repository, in one line; empty where it does."""
    top = git_top(root) or root
    done = _done(root, ("rev-parse", "--git-dir"), None)
    if done is None:
        return "Git cannot be started here"
    if done.returncode == 0:
        return ""
    if b"dubious ownership" in done.stderr:
        return (
            f"Git reads nothing here, because {top} belongs to another user;"
            f" if you trust it: git config --global --add safe.directory '{top}'"
        )
    first = (done.stderr.decode("utf-8", "replace").splitlines() or [""])[0]
    return f"Git cannot read {top}: {first.removeprefix('fatal: ')}"


def _done(root: Path, arguments: Sequence[str], input: bytes | None) -> subprocess.CompletedProcess[bytes] | None:
    try:
        return subprocess.run(
            [*_COMMAND, *arguments],
            cwd=root,
            env=_environment(root),
            input=b"" if input is None else input,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None


def start_git(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A Git process that answers what is written to it; as careful as `run_git`. Raises OSError."""
    return subprocess.Popen(
        [*_COMMAND, *arguments],
        cwd=root,
        env=_environment(root),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _environment(root: Path) -> dict[str, str]:
    """Our environment without what a hook's Git says about *its* repository, which need not be this one.

    The index is the exception: for `git commit FILE` it is a temporary one, and that is what is committed.
    """
    ours = os.environ
    kept = {
        name: value
        for name, value in ours.items()
        if not name.startswith("GIT_") or name in _KEPT or name.startswith(_KEPT_PREFIXES)
    }
    kept.update(_READ_ONLY)
    top = git_top(root)
    if top is None:
        work_tree = ours.get("GIT_WORK_TREE")
        if work_tree and "GIT_DIR" in ours and _is_below(root, work_tree):
            names = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
            kept.update({name: os.path.abspath(ours[name]) for name in names if name in ours})
        return kept
    index = ours.get("GIT_INDEX_FILE")
    if index:
        index = os.path.join(top, index)
        if os.path.realpath(os.path.dirname(index)) == os.path.realpath(git_folder(top)):
            kept["GIT_INDEX_FILE"] = index
    return kept


def _is_below(path: Path, folder: str) -> bool:
    real, top = os.path.realpath(path), os.path.realpath(folder)
    return real == top or real.startswith(top.rstrip(os.sep) + os.sep)


def git_folder(top: Path) -> str:
    """Where Git keeps its data on a work tree: `.git`, or what that file names."""
    found = os.path.join(top, ".git")
    if os.path.isfile(found):
        try:
            with open(found, encoding="utf-8") as file:
                key, _, value = file.read(4096).partition(":")
        except (OSError, UnicodeDecodeError):
            return found
        if key == "gitdir":
            return os.path.join(top, value.strip())
    return found
