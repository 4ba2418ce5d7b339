"""An incident is declared also where its record cannot be written: on a disk that is full, or read-only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from linter.incidents.record_file import read_record
from tests.conftest import ROOT
from tests.incidents.declaring import DECLARE, ID, TOKENS, Place, place_with
from tests.incidents.zygote import Zygote

PROC = Path("/proc/self")


@pytest.fixture
def place(tmp_path: Path, zygote: Zygote) -> Iterator[Place]:
    with place_with(tmp_path / "base", zygote) as made:
        yield made


def _declare(place: Place, *arguments: str, code: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    environment: Mapping[str, str] = {**os.environ, **TOKENS, "PYTHONPATH": str(ROOT), **more}
    code = f"{code}; from linter.cli.incident_initiator import entry; entry()".strip("; ")
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=place.folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not PROC.exists(), reason="this system has no /proc, in which nobody can write")
def test_the_record_is_written_elsewhere_and_everything_is_done(place: Place, tmp_path: Path) -> None:
    (place.folder / "incidents").symlink_to(PROC)
    done = _declare(place, *DECLARE, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert (done.returncode, done.stderr) == (3, "")
    lines = done.stdout.splitlines()
    assert re.fullmatch(
        r"/.*/incidents: cannot be written: .*: the record lies in .*/runbook-linter/incident-\w+ for now", lines[0]
    )
    # The last line puts it where it belongs.
    (place.folder / "incidents").unlink()
    subprocess.run(lines[-1].strip(), shell=True, cwd=place.folder, check=True)
    assert read_record(place.record_path).id == ID
    assert place.run("--resume", ID) == 0
    place.assert_everything_once()


def test_where_nothing_can_be_written_at_all_it_says_what_to_do(place: Place) -> None:
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"
    done = _declare(place, *DECLARE, code=full)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(
        r"incident-initiator: /.*/incidents: cannot be written: .*; nor can anything be written elsewhere on this "
        r"machine: wake who is on call by phone\n",
        done.stderr,
    )
    assert place.pagerduty.pages == 0


def test_a_record_that_became_read_only_goes_on_elsewhere(place: Place, tmp_path: Path) -> None:
    assert place.run(*DECLARE, "--only", "ticket") == 0
    folder = place.record_path.parent
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        pytest.skip("nothing is read-only to this user")
    done = _declare(place, "--resume", ID, "--only", "page,channel", XDG_CACHE_HOME=str(tmp_path / "cache"))
    folder.chmod(0o755)
    assert done.returncode == 3, done.stderr
    assert place.pagerduty.pages == 1
    subprocess.run(done.stdout.splitlines()[-1].strip(), shell=True, cwd=place.folder, check=True)
    place.assert_everything_once()


@pytest.mark.skipif(not PROC.exists(), reason="this system has no /proc, in which nobody can write")
def test_where_no_file_can_be_made_for_a_lock_everything_is_done_all_the_same(place: Place) -> None:
    code = f"import tempfile; tempfile.tempdir = {str(PROC)!r}"
    assert _declare(place, *DECLARE, code=code, XDG_CACHE_HOME=os.devnull).returncode == 0
    place.assert_everything_once()


def test_a_system_without_such_locks_is_told_so_in_one_line(place: Place) -> None:
    done = _declare(place, *DECLARE, code="import sys; sys.modules['fcntl'] = None")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "incident-initiator: this system lacks the locks that incidents are written under (Windows?): "
        "run the command in WSL\n"
    )
    assert place.pagerduty.pages == 0
