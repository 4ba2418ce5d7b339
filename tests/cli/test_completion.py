"""Completion, in the shells themselves."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from linter.cli.main import COMMANDS
from tests.cli.run import run

BASH = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
"$(complete -p "$1" | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
printf '%s\\n' "${COMPREPLY[@]}"
"""
ZSH = 'autoload -U compinit; compinit -D -u; eval "$(cat "$1")"; print $_comps[runbook-linter]'


@pytest.fixture(scope="session")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("completion")


@cache
def script(shell: str, folder: Path) -> str:
    done = run("completion", shell, cwd=folder)
    assert done.returncode == 0, done.stderr
    (folder / shell).write_text(done.stdout, encoding="utf-8")
    return str(folder / shell)


def said(*command: str, cwd: Path) -> list[str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not here")
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("runbook-linter", "che"), {"check"}),
        (("runbook-linter", ""), {*COMMANDS}),
        (("runbook-linter", "check", "--stat"), {"--statistics"}),
        (("runbook-linter", "check", "--format", "s"), {"sarif"}),
        (("runbook-linter", "incident", ""), {"list", "show", "metrics", "actions"}),
        (("runbook-linter", "check", "pa"), {"page.md"}),
        (("post-mortem-generator", "--incid"), {"--incident-id"}),
    ],
)
def test_bash_completes(typed: tuple[str, ...], offered: set[str], scripts: Path, tmp_path: Path) -> None:
    (tmp_path / "page.md").touch()
    found = said("bash", "--norc", "-c", BASH, "bash", script("bash", scripts), *typed, cwd=tmp_path)
    assert offered <= set(found)
    assert len(offered) > 1 or set(found) == offered


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("runbook-linter che", "check"),
        ("runbook-linter check --format s", "sarif"),
        ("runbook-linter inci", "incident"),
    ],
)
def test_fish_completes(typed: str, offered: str, scripts: Path, tmp_path: Path) -> None:
    found = said("fish", "--no-config", "-c", f"source {script('fish', scripts)}; complete -C '{typed}'", cwd=tmp_path)
    assert offered in [line.split("\t")[0] for line in found]


def test_zsh_takes_it(scripts: Path, tmp_path: Path) -> None:
    assert said("zsh", "-f", "-c", ZSH, "zsh", script("zsh", scripts), cwd=tmp_path) == ["_shtab_runbook_linter"]
