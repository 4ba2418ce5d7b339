"""`check --watch`, in a process of its own, while files change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from tests.cli.run import run
from tests.conftest import ROOT

_PATIENCE = 60


class Watching:
    """A run that goes on; `until` reads what it prints."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "linter", "check", "--watch"],
            *(-1, None, None, subprocess.PIPE, subprocess.STDOUT),
            cwd=folder,
            env=environment,
            text=True,
        )
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)

    def report(self) -> str:
        """What it prints up to the end of a report."""
        said = ""
        while "watching; Ctrl-C ends it" not in said:
            said += self._lines.get(timeout=_PATIENCE)
        return said


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    (tmp_path / "a.md").write_text("# A\n\nText.\n", encoding="utf-8")
    started = Watching(tmp_path)
    yield started
    started.process.kill()
    started.process.wait()


def test_each_change_is_reported(watching: Watching, tmp_path: Path) -> None:
    assert "nothing to mend in 1 page" in watching.report()
    (tmp_path / "a.md").write_text("# A\n\n[b](b.md)\n", encoding="utf-8")
    assert "dead link: `b.md` is not there" in watching.report()
    (tmp_path / "b.md").write_text("# B\n\nText.\n", encoding="utf-8")
    assert "nothing to mend in 2 pages" in watching.report()
    (tmp_path / "runbook-linter.yml").write_text("rulez: {}\n", encoding="utf-8")
    assert "runbook-linter.yml:1: unknown key" in watching.report()
    # It is looked at again meanwhile, and said once.
    time.sleep(1.5)
    (tmp_path / "runbook-linter.yml").unlink()
    (tmp_path / "b.md").unlink()
    # Both may be seen at once, or one after the other.
    said = watching.report()
    while "dead link" not in said:
        said += watching.report()
    assert "unknown key" not in said
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(_PATIENCE) == 1


def test_wrong_use(tmp_path: Path) -> None:
    done = run("check", "--watch", "--fix", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "runbook-linter: --watch and --fix do not go together\n")
