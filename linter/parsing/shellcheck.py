"""ShellCheck's word on whether shell code can be read: the program, where it is installed."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

_TIMEOUT_SECONDS = 10
# Its codes below 2000 are about what the parser cannot read; these are about style or files it was not given.
_SYNTAX = range(1000, 2000)
_NO_SYNTAX = frozenset({1090, 1091, 1017, 1071, 1008, 1128, 1113, 1114, 1115, 1127, 1007, 1010, 1035, 1068, 1069})


class ShellcheckError(Exception):
    """ShellCheck cannot be asked. The text is one line."""


class SyntaxProblem(NamedTuple):
    """What ShellCheck cannot read; line and column count from 1 within the code."""

    line: int
    column: int
    message: str


def syntax_problems(code: str) -> list[SyntaxProblem]:
    """What ShellCheck says of the code's syntax; it reads it, and runs nothing. Raises ShellcheckError."""
    # Asked for by few, and dear to import.
    import json
    import shutil
    import subprocess

    # pip puts the program beside Python's, which need not be on the PATH.
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", os.defpath)])
    program = shutil.which("shellcheck", path=path)
    if program is None:
        raise ShellcheckError("`shellcheck` is not installed: pip install 'runbook-linter[shellcheck]'")
    try:
        done = subprocess.run(
            [program, "--norc", "--shell=bash", "--severity=error", "--format=json", "-"],
            input=code.encode("utf-8"),
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
        said = json.loads(done.stdout or b"[]")
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise ShellcheckError(f"`shellcheck` failed: {error}") from None
    return [
        SyntaxProblem(entry["line"], entry["column"], entry["message"])
        for entry in said
        if entry["code"] in _SYNTAX and entry["code"] not in _NO_SYNTAX
    ]
