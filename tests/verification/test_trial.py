"""Trying marked blocks: what is not on the list cannot run, however it is written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from linter.cli.main import main
from tests.cli.run import run

MARK = "<!-- runbook-linter: verify -->"


def page(folder: Path, code: str, mark: str = MARK, language: str = "bash") -> Path:
    path = folder / "page.md"
    path.write_text(f"# A\n\n{mark}\n\n```{language}\n{code}\n```\n", encoding="utf-8")
    return path


def verify(folder: Path, *allow: str, timeout: str = "20", **environment: str) -> tuple[int, str, str]:
    options = [part for words in allow for part in ("--allow", words)]
    done = run("verify", "page.md", "--by", "Dana", "--run", "--timeout", timeout, *options, cwd=folder, **environment)
    return done.returncode, done.stdout, done.stderr


def test_an_allowed_command_runs_and_the_page_is_stamped(tmp_path: Path) -> None:
    written = page(tmp_path, "$ echo all is well\nall is well\n$ echo 'a b' \"c d\"", language="console")

    status, output, errors = verify(tmp_path, "echo")

    assert status == 0, errors
    assert "$ echo all is well\nall is well\n" in output
    assert "a b c d\n" in output
    assert "verified_by: Dana" in written.read_text(encoding="utf-8")


def test_only_marked_blocks_run(tmp_path: Path) -> None:
    page(tmp_path, f"touch {tmp_path}/touched", mark="No mark.")
    status, output, _ = verify(tmp_path, "touch")
    assert (status, (tmp_path / "touched").exists()) == (1, False)
    assert "no block is marked" in output


@pytest.mark.parametrize(
    "code",
    [
        "touch {0}",
        "echo a; touch {0}",
        "echo a && touch {0}",
        "echo a || touch {0}",
        "echo a | touch {0}",
        "echo a & touch {0}",
        "echo a\ntouch {0}",
        "echo a\r\ntouch {0}",
        "echo $(touch {0})",
        "echo `touch {0}`",
        'echo "$(touch {0})"',
        'echo "`touch {0}`"',
        "echo <(touch {0})",
        "echo a > {0}",
        "echo a >> {0}",
        "echo a >| {0}",
        "(touch {0})",
        "{{ touch {0}; }}",
        "if true; then touch {0}; fi",
        "for x in a; do touch {0}; done",
        "function echo {{ touch {0}; }}\necho a",
        "echo() {{ touch {0}; }}; echo a",
        "alias echo='touch {0}'\necho a",
        "env touch {0}",
        "sudo touch {0}",
        "sh -c 'touch {0}'",
        "bash -c 'touch {0}'",
        "xargs touch {0}",
        "find . -exec touch {0} ;",
        'python3 -c \'open("{0}", "w")\'',
        "awk 'BEGIN {{ system(\"touch {0}\") }}'",
        "nohup touch {0}",
        "eval touch {0}",
        ". {0}.sh",
        "PATH={1} echo a",
        "A=1 touch {0}",
        "\\touch {0}",
        "'touch' {0}",
        '"tou"ch {0}',
        "$TOUCH {0}",
        "t?uch {0}",
        "/usr/bin/touch {0}",
        "./echo {0}",
        "echo ${{x:=$(touch {0})}}",
        "echo a # b\ntouch {0}",
        "echo a \\\n; touch {0}",
        "echo <<EOF\n$(touch {0})\nEOF",
        "echo a\u2028touch {0}",
        "!! touch {0}",
        "coproc touch {0}",
        "time touch {0}",
        "exec touch {0}",
        "command touch {0}",
    ],
)
def test_nothing_that_is_not_on_the_list_can_run(code: str, tmp_path: Path) -> None:
    victim = tmp_path / "touched"
    evil = tmp_path / "evil"
    evil.mkdir()
    for name in ("echo", "touched.sh"):
        (evil / name).write_text(f"#!/bin/sh\ntouch {victim}\n", encoding="utf-8")
        (evil / name).chmod(0o755)
    (tmp_path / "touched.sh").write_text(f"touch {victim}\n", encoding="utf-8")
    written = page(tmp_path, code.format(victim, evil))
    before = written.read_bytes()
    # Allowed are `echo` and all those that start others: the list must not be a way around itself.
    others = ("env", "sudo", "sh", "bash", "xargs", "find", "python3", "awk", "nohup", "eval", ".", "time", "exec")

    status, output, errors = verify(tmp_path, "echo", *others)

    assert not victim.exists()
    assert status == 1, output + errors
    assert "not run:" in output
    assert written.read_bytes() == before


def test_a_program_in_the_working_folder_is_not_taken(tmp_path: Path) -> None:
    page(tmp_path, "echo a")
    fake = tmp_path / "echo"
    fake.write_text(f"#!/bin/sh\ntouch {tmp_path}/touched\n", encoding="utf-8")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)

    status, output, _ = verify(tmp_path, "echo", PATH=f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")

    assert (status, (tmp_path / "touched").exists()) == (0, False)
    assert "\na\n" in output


def test_the_words_of_the_list_are_whole_words(tmp_path: Path) -> None:
    page(tmp_path, "echo delete all")
    for allowed in ("ech", "echo del", "echo delete all now", ""):
        assert verify(tmp_path, allowed)[0] == 1, allowed
    assert verify(tmp_path, "echo delete")[0] == 0


def test_a_command_that_fails_or_hangs_leaves_the_page_as_it_was(tmp_path: Path) -> None:
    written = page(tmp_path, "ls /nowhere-at-all")
    before = written.read_bytes()
    status, output, _ = verify(tmp_path, "ls")
    assert (status, written.read_bytes()) == (1, before)
    assert "failed: exit status 2" in output
    page(tmp_path, "sleep 60")
    status, output, _ = verify(tmp_path, "sleep", timeout="0.3")
    assert status == 1
    assert "took longer than 0.3 seconds" in output


def test_a_page_can_allow_nothing_itself(tmp_path: Path) -> None:
    (tmp_path / "runbook-linter.yml").write_text("tools:\n  touch: internal\n", encoding="utf-8")
    page(tmp_path, f"touch {tmp_path}/touched", mark='<!-- runbook-linter: verify allow="touch" -->')
    assert verify(tmp_path)[0] == 1
    assert not (tmp_path / "touched").exists()


def test_commands_run_in_an_empty_folder(tmp_path: Path) -> None:
    page(tmp_path, "ls")
    status, output, _ = verify(tmp_path, "ls")
    assert status == 0
    assert "page.md:" in output
    assert "\npage.md\n" not in output


def test_without_run_nothing_runs_and_the_page_is_stamped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = page(tmp_path, f"touch {tmp_path}/touched")
    assert main(["verify", str(written), "--by", "Dana", "--today", "2026-11-23"]) == 0
    assert not (tmp_path / "touched").exists()
    assert "verified by Dana on 2026-11-23" in capsys.readouterr().out
    assert main(["check", str(written), "--select", "verification-outdated"]) == 0


def test_wrong_input_is_one_line(tmp_path: Path) -> None:
    missing = run("verify", "nowhere.md", "--by", "Dana", cwd=tmp_path)
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)
    (tmp_path / "broken.md").write_text("---\na: [\n---\n# A\n", encoding="utf-8")
    broken = run("verify", "broken.md", "--by", "Dana", cwd=tmp_path)
    assert broken.returncode == 2
    assert "broken.md: its front matter cannot be read" in broken.stderr
