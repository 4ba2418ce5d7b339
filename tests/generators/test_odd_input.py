"""Odd input to the commands that write: one clear line, exit 2, and nothing half written."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
import yaml

from linter.cli.main import main
from linter.cli.post_mortem_generator import main as post_mortem_generator

LONG = "a" * 300


def refused(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> str:
    """What is said of arguments that are refused: in `folder` nothing is there then that was not there before."""
    before = sorted(folder.rglob("*"))
    with contextlib.chdir(folder):
        status = main(arguments)
    said = capsys.readouterr()
    assert (status, said.out, said.err.count("\n")) == (2, "", 1), said
    assert sorted(folder.rglob("*")) == before
    return said.err.removeprefix("runbook-linter: ").removesuffix("\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("runbook", ""), "the name of the file is empty"),
        (("runbook", "docs"), "docs: a folder: say what the file in it is called"),
        (("runbook", "new/"), "new/: a folder: say what the file in it is called"),
        (("runbook", ".."), "..: a folder: say what the file in it is called"),
        (("runbook", "a\nb.md"), "a b.md: a name with a line break"),
        (("runbook", f"{LONG}.md"), f"{LONG}.md: cannot be written: File name too long"),
        (("runbook", "file/x.md"), "file/x.md: cannot be written"),
        (("rul", "x.md"), "no kind is called `rul`; did you mean `rule`?"),
        (("runbook", "x.md", "--set", "kind=playbook"), "--set kind: a new runbook is of the kind runbook"),
        (("runbook", "x.md", "--set", "profile=huge"), "runbook has no profile `huge`"),
        (("runbook", "x.md", "--set", "status=nearly"), "--set status: must be one of draft, published, retired"),
        (("runbook", "x.md", "--set", "owner="), "--set owner: is empty"),
        (("runbook", "x.md", "--set", "owner=&a [*a]"), "--set owner: holds an item that must be text"),
        (("alert", "-"), "new alert -: say with --title what the alert is called"),
        (("alert", "x.yml", "--set", "severity=a: b"), "is no severity for an alert"),
        (("alert", "9.yml"), "`9` is no name for an alert"),
        (("kind", "page"), "`page` is what pages of no kind are called"),
        (("rule", "rules/"), "rules/: a folder: say what the file in it is called"),
    ],
)
def test_what_cannot_be_made_is_one_line(
    arguments: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "file").write_text("x\n", encoding="utf-8")
    assert said in refused(capsys, tmp_path, "new", *arguments)


def test_files_that_belong_together_are_written_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/runbooks").write_text("x\n", encoding="utf-8")
    with contextlib.chdir(tmp_path):
        assert main(["new", "alert", "disk-full.yml"]) == 2
        assert not (tmp_path / "disk-full.yml").exists()
        (tmp_path / "schemas").write_text("x\n", encoding="utf-8")
        assert main(["init"]) == 2
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"runbooks", "schemas"}
    assert capsys.readouterr().err.count("\n") == 2


def test_a_name_that_yaml_reads_as_something_else(tmp_path: Path) -> None:
    for name in (": {x", "no", "# 7"):
        root = tmp_path / name / "@docs"
        root.mkdir(parents=True)
        (root / "a.md").write_text("# A\n", encoding="utf-8")
        assert main(["init", str(root.parent)]) == 0
        site = yaml.load((root.parent / "mkdocs.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
        assert (site["site_name"].casefold(), site["docs_dir"]) == (name, "@docs")
        assert yaml.safe_load((root.parent / "runbook-linter.yml").read_text("utf-8"))["docs"] == "@docs"


def test_a_path_with_blanks_can_be_pasted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with contextlib.chdir(tmp_path):
        assert main(["new", "runbook", "my docs/Ünï 日本"]) == 0
        assert post_mortem_generator(["--incident-id", "INC-1", "--summary", "x", "--output", "my docs/p.md"]) == 0
    said = capsys.readouterr().out
    assert "`runbook-linter 'my docs/Ünï 日本.md'` finds" in said
    assert "`runbook-linter 'my docs/p.md'` finds" in said


def test_the_profile_may_be_set_too(tmp_path: Path) -> None:
    with contextlib.chdir(tmp_path):
        assert main(["new", "runbook", "a.md", "--set", "profile=full"]) == 0
        assert main(["new", "runbook", "b.md", "--profile", "full"]) == 0
    assert (tmp_path / "a.md").read_text("utf-8").replace("# A", "# B") == (tmp_path / "b.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere", "--kind", "x"), "nowhere: no such folder"),
        (("one", "--kind", "x"), "one: one page; a kind is learned from two pages at least"),
        (("loop", "--kind", "x"), "loop: no page; a kind is learned from two pages at least"),
        (("bare", "--kind", "x"), "bare: these pages have no sections in common"),
        (("fine", "--kind", "page"), "`page` is what pages of no kind are called"),
        (("fine", "--kind", "x", "--write", ""), "the name of the file is empty"),
        (("fine", "--kind", "x", "--write", "x.txt"), "x.txt: a schema ends in .yml"),
        (("fine", "--kind", "x", "--write", "fine/1.md/x.yml"), "fine/1.md/x.yml: cannot be written"),
    ],
)
def test_what_cannot_be_learned_is_one_line(
    arguments: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("one", "loop", "bare", "fine"):
        (tmp_path / folder).mkdir()
    (tmp_path / "loop/loop").symlink_to(tmp_path / "loop")
    (tmp_path / "one/a.md").write_text("# A\n", encoding="utf-8")
    for number in range(2):
        (tmp_path / f"bare/{number}.md").write_text(f"# A {number}\n", encoding="utf-8")
        (tmp_path / f"fine/{number}.md").write_text("# A\n\n## Setup\n\nX.\n", encoding="utf-8")
    assert said in refused(capsys, tmp_path, "learn", *arguments)


def test_any_title_makes_a_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = ("Play: a `b` & <c> [x](y)", "日本", "…", "'\"", "{{ x }}", "- [ ] a", "#hash: yes", "Setup", "2) 1 @a", "A")
    for number in range(3):
        text = "".join(f"## {title}\n\nX.\n\n" for title in odd)
        (tmp_path / f"{number}.md").write_text(f"# A {number}\n\n{text}", encoding="utf-8")
    (tmp_path / "binary.md").write_bytes(b"a\0b")
    with contextlib.chdir(tmp_path):
        assert main(["learn", ".", "--kind", "x", "--write", "schemas/x.yml"]) == 0
        assert "binary.md: a binary file" in capsys.readouterr().err
        assert main(["new", "x", "new.md"]) == 0
        assert main(["check", "new.md"]) == 0
