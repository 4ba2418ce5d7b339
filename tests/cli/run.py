"""Runs the real command in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import ROOT


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`runbook-linter` with these arguments in `cwd`."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **environment}
    return subprocess.run(
        [sys.executable, "-m", "linter", *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


def findings(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The findings of a run with `--format json`."""
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found
