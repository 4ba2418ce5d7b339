"""What all tests share: where the corpus lies and how to make a knowledge base."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from linter import testing
from linter.run import Run

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)

# How long an example takes depends on what else the machine does.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


def lint_folder(folder: Path, *select: str, render: bool = False) -> Run:
    """Lint a folder as a knowledge base of its own, with these rules only, or all."""
    return testing.lint_folder(folder, select, today=TODAY, render=render)


@contextmanager
def no_hang(seconds: int = 60) -> Iterator[None]:
    """Fail where what is done within would go on for ever; however slow the machine is, it need not take so long."""

    def give_up(*_: object) -> None:
        pytest.fail(f"no end after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True, scope="session")
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the tests make the program remember is nobody else's."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def corpus() -> Callable[[str], Path]:
    """The folder of one corpus; the test is skipped where it is not there."""

    def find(name: str) -> Path:
        folder = ROOT.parent / "shared" / "corpus" / name
        if not folder.is_dir():
            pytest.skip(f"the corpus {name} is not beside the project")
        return folder

    return find


@pytest.fixture
def knowledge_base(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Writes files, path to text, into a fresh folder and returns it."""

    def write(files: Mapping[str, str]) -> Path:
        for path, text in files.items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode("utf-8"))
        return tmp_path

    return write
