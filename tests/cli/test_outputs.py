"""`check --format` and `--output` as users run them."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.cli.run import run

Writer = Callable[[Mapping[str, str]], Path]
BAD = {"page.md": "# A\n\n[x](gone.md) and [y](#nowhere)\n\nTODO\n"}


def test_several_reports_of_one_run(knowledge_base: Writer) -> None:
    root = knowledge_base(BAD)
    files = {"sarif": "out/lint.sarif", "junit": "lint.xml", "gitlab": "quality.json", "json": "all.json"}
    wanted = [part for format, file in files.items() for part in ("--output", f"{format}={file}")]
    done = run("check", ".", *wanted, "-q", cwd=root)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    for format, file in files.items():
        alone = run("check", ".", "--format", format, cwd=root)
        assert (root / file).read_text(encoding="utf-8") == alone.stdout
        assert alone.returncode == 1
    assert len(json.loads((root / "quality.json").read_text(encoding="utf-8"))) == 3


def test_what_is_shown_is_written(knowledge_base: Writer) -> None:
    root = knowledge_base(BAD)
    done = run("check", ".", "--severity", "error", "--output", "gitlab=q.json", "--format", "github", cwd=root)
    assert done.stdout.startswith("::error file=page.md,line=3,endLine=3,col=5,endColumn=12,title=L101 dead-link::")
    assert [issue["check_name"] for issue in json.loads((root / "q.json").read_text())] == ["dead-link"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "xml"), "--format xml: no such format; there are text, json, sarif"),
        (("--output", "lint.sarif"), "--output lint.sarif: not FORMAT=FILE with one of text, json"),
        (("--output", "sarif="), "--output sarif=: not FORMAT=FILE"),
        (("--output", "xml=a.xml"), "--output xml=a.xml: not FORMAT=FILE"),
        (("--output", "json=a", "--output", "sarif=a"), "--output sarif=a: another report goes into this file"),
        (("--output", "json=page.md/a.json"), "page.md/a.json: cannot be written"),
    ],
)
def test_wrong_use_is_one_line(knowledge_base: Writer, arguments: tuple[str, ...], said: str) -> None:
    root = knowledge_base(BAD)
    done = run("check", ".", *arguments, cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"runbook-linter: {said}")
    assert len(done.stderr.splitlines()) == 1
    assert sorted(path.name for path in root.iterdir()) == ["page.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to(knowledge_base: Writer) -> None:
    root = knowledge_base(BAD)
    (root / "shut").mkdir()
    (root / "shut").chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert "shut/a.json: cannot be written" in run("check", ".", "--output", "json=shut/a.json", cwd=root).stderr


def test_a_broken_page_is_in_the_reports(knowledge_base: Writer) -> None:
    root = knowledge_base(BAD)
    (root / "bytes.md").write_bytes(b"# A \xff\n")
    done = run("check", ".", "--output", "sarif=lint.sarif", "-q", cwd=root)
    assert done.returncode == 2
    call = json.loads((root / "lint.sarif").read_text(encoding="utf-8"))["runs"][0]["invocations"][0]
    assert call["executionSuccessful"] is False
    assert "bytes.md: cannot be read: not UTF-8" in call["toolExecutionNotifications"][0]["message"]["text"]


def test_statistics(knowledge_base: Writer) -> None:
    root = knowledge_base({**BAD, "b.md": "# B\n\n[x](gone.md) [y](other.md)\n\n```bash\nkubectl logs pod a\n```\n"})
    done = run("check", ".", "--statistics", cwd=root)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[:2] == ["2 pages", "3  L101    dead-link"]
    assert "1  C121    type-apart-from-name  [1 with --fix]" in lines
    assert lines[-1] == "6 findings of 4 rules"
    rows = json.loads(run("check", ".", "--statistics", "--format", "json", cwd=root).stdout)
    assert rows[0] == {"code": "L101", "name": "dead-link", "findings": 3, "fixable": 0, "unsafe": 0}


@pytest.mark.parametrize("encoding", ["utf-8:strict", "cp1252"])
def test_any_name_and_text_in_any_format(encoding: str, tmp_path: Path) -> None:
    name = os.fsdecode(b"bad\xff\x1b[31m\xf0\x9f\x98\x80.md")
    text = '---\nowner: "\\e[31mred"\n---\n# \U0001f600 ‹a› \u202e\n\n[x](go\u200bne\U0001f600.md)\n'
    (tmp_path / name).write_text(text, encoding="utf-8")
    for format in ("text", "json", "sarif", "github", "gitlab", "junit", "csv"):
        output = f"{format}=report.{format}"
        done = run("check", ".", "--format", format, "--output", output, cwd=tmp_path, PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (1, ""), format
        written = (tmp_path / f"report.{format}").read_text(encoding="utf-8")
        assert done.stdout == written
        assert "\x1b" not in written
        assert "\U0001f600.md" in written
    known = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [page["path"] for page in known["pages"]] == [name]
    assert [finding["column"] for finding in known["findings"] if finding["code"] == "L101"] == [5]


def test_a_baseline_of_what_cannot_be_read_is_not_written(knowledge_base: Writer) -> None:
    root = knowledge_base(BAD)
    (root / "bytes.md").write_bytes(b"# A \xff\n")
    done = run("check", ".", "--write-baseline", cwd=root)
    assert (done.returncode, "no baseline is written" in done.stderr) == (2, True)
    assert not (root / ".runbook-linter-baseline.json").exists()
