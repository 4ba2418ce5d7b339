"""The skill for assistants: our linter passes on it, its commands are there, its scripts run as people write them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import run
from tests.conftest import ROOT

SKILL = ROOT / "skills" / "incident-response-management"
SCRIPTS = SKILL / "scripts"
PROGRAMS = Path(sys.executable).parent


def _call(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def test_our_own_linter_passes_on_it() -> None:
    done = run("check", "skills", cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 page" in done.stdout


def test_the_scripts_run_as_people_write_them(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "runbooks" / "api-service-runbook.md"
    page.parent.mkdir(parents=True)
    (tmp_path / "runbook-linter.yml").write_text("docs: docs\n", encoding="utf-8")
    page.write_text("# API service\n\nSee [the other](gone.md).\n", encoding="utf-8")
    linted = _call(sys.executable, str(SCRIPTS / "runbook-linter.py"), "--path", str(page), cwd=tmp_path)
    assert linted.returncode == 1
    assert "gone.md" in linted.stdout
    words = ["--severity", "P1", "--summary", "Database connection issues affecting API", "--id", "INC-123"]
    declared = _call(sys.executable, str(SCRIPTS / "incident-initiator.py"), *words, cwd=tmp_path)
    assert (declared.returncode, declared.stderr) == (0, "")
    generator = str(SCRIPTS / "post-mortem-generator.py")
    begun = _call(
        *(sys.executable, generator, "--incident-id", "INC-123", "--summary", "API Latency Spike"),
        *("--date", "2025-10-20"),
        cwd=tmp_path,
    )
    assert begun.returncode == 0
    assert (tmp_path / "docs" / "post-mortems" / "2025-10-20-inc-123.md").is_file()
    told = _call(
        *(str(SCRIPTS / "send-incident-update.sh"), "--incident-id", "INC-123", "--status", "Investigating"),
        *("--message", "Team is actively debugging database connection issues."),
        cwd=tmp_path,
    )
    assert told.returncode in (0, 3), told.stderr
    assert "Team is actively debugging" in (tmp_path / "docs" / "incidents" / "INC-123.yml").read_text(encoding="utf-8")


def test_a_script_without_its_program_says_what_to_install(tmp_path: Path) -> None:
    for name in ("incident-initiator.py", "send-incident-update.sh"):
        command = ["/bin/sh"] if name.endswith(".sh") else [sys.executable, "-S"]
        copy = "import sys; sys.executable = '/nowhere/python'; exec(open(sys.argv[1]).read())"
        given = [str(SCRIPTS / name)] if name.endswith(".sh") else ["-c", copy, str(SCRIPTS / name)]
        done = subprocess.run([*command, *given], env={"PATH": "/nowhere"}, capture_output=True, text=True, check=False)
        assert done.returncode != 0
        assert "is not installed: pip install 'runbook-linter[incident]'" in done.stderr


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"`((?:runbook-linter|[a-z]+-[a-z]+-[a-z]+|incident-initiator) [^`]*)`",
                                     (SKILL / "SKILL.md").read_text(encoding="utf-8"))))
)  # fmt: skip
def test_each_command_is_there(command: str) -> None:
    words = command.split()
    program, rest = words[0], [word for word in words[1:] if not word.startswith("-")]
    depth = 2 if rest[:1] == ["incident"] else 1
    names = rest[:depth] if program == "runbook-linter" and "--path" not in words else []
    done = _call(program, *names, "--help", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    for option in re.findall(r"(--[a-z-]+)", command):
        assert option in done.stdout or option == "--path"
