"""A process that has loaded the command and forks for each run: real processes, to be killed, that start at once."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.conftest import ROOT


class Zygote:
    """Runs `incident-initiator`, one process after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.incidents.zygote"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.running: int | None = None

    def run(self, folder: Path, arguments: list[str], environment: Mapping[str, str]) -> tuple[int, str]:
        """The exit status of a run, negative for the signal that ended it, and what it printed."""
        assert self._process.stdin
        assert self._process.stdout
        output = folder / ".output"
        order = {"folder": str(folder), "arguments": arguments, "environment": dict(environment), "output": str(output)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self.running = int(self._process.stdout.readline())
        status = int(self._process.stdout.readline())
        self.running = None
        return status, output.read_text(encoding="utf-8")

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def _run(main: Callable[[list[str]], int], order: Mapping[str, str]) -> None:
    status = 70
    try:
        os.chdir(order["folder"])
        os.environ.update(order["environment"])
        output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        status = main(list(order["arguments"]))
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _serve() -> None:
    from linter.cli.incident_initiator import main

    # A run of its own loads everything that a run needs.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        main(["--severity", "P1", "--summary", "Nothing", "--sandbox"])

    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run(main, order)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    _serve()
