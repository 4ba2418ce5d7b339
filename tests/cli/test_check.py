"""`check` as its users run it: planted defects, exit status, bad input."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.cli.run import findings, run

Writer = Callable[[Mapping[str, str]], Path]

FIVE_DEFECTS = """\
---
kind: runbook
---
# Disk full

## Overview

The volume `data` of naïve-日本 is full. See [the team](team.md).

## Impact

Writes fail: orders are lost.

## Diagnosis

Look at [usage](#used) with `df -h /data`:

```bash
df -h /data
```

TODO and ![graph](graph.png)

## Mitigation

"""
EXPECTED = [
    ("L101", 8, 55, "error"),
    ("L102", 16, 17, "warning"),
    ("W101", 22, 1, "warning"),
    ("L103", 22, 19, "error"),
    ("S103", 24, 1, "warning"),
]


def test_five_planted_defects_in_json_and_text(knowledge_base: Writer) -> None:
    root = knowledge_base({"page.md": FIVE_DEFECTS})
    done = run("check", ".", "--format", "json", cwd=root)
    assert done.returncode == 1
    assert done.stderr == ""
    found = [(f["code"], f["line"], f["column"], f["severity"]) for f in findings(done)]
    assert sorted(found) == sorted(EXPECTED)
    text = run("check", ".", cwd=root)
    assert text.stdout.splitlines()[0] == "1 runbook"
    lines = text.stdout.splitlines()
    for code, line, column, severity in EXPECTED:
        at = next(
            i for i, shown in enumerate(lines) if shown.startswith(f"  {line}:{column} {severity} ") and code in shown
        )
        source, caret = lines[at + 1], lines[at + 2]
        assert source.split("| ", 1)[1].startswith(FIVE_DEFECTS.splitlines()[line - 1][:20])
        assert caret.index("^") - caret.index("|") == column + 1


def test_the_json_contract(knowledge_base: Writer) -> None:
    root = knowledge_base({"page.md": FIVE_DEFECTS, "team2.md": "# Team\n"})
    report = json.loads(run("check", ".", "--format", "json", "--severity", "info", cwd=root).stdout)
    assert report["version"] == 1
    assert report["summary"]["git"] == "none"
    keys = ["code", "name", "severity", "state", "path", "line", "column", "end_line", "end_column"]
    keys += ["message", "subject", "suggestions", "fix"]
    assert all(list(finding) == keys for finding in report["findings"])
    dead = next(finding for finding in report["findings"] if finding["code"] == "L101")
    assert (dead["subject"], dead["suggestions"], dead["end_column"]) == ("team.md", ["team2.md"], 62)
    page = next(page for page in report["pages"] if page["path"] == "page.md")
    assert set(page) == {"path", "kind", "profile", "score", "grade"}
    assert page["kind"] == "runbook"
    assert 0 <= page["score"] < 80


def test_exit_status(knowledge_base: Writer) -> None:
    root = knowledge_base({"bad.md": "# A\n\n[x](gone.md)\n", "warn.md": "# A\n\nTODO\n", "good.md": "# A\n\nText.\n"})
    assert run("good.md", cwd=root).returncode == 0
    assert run("check", "warn.md", cwd=root).returncode == 0
    assert run("check", "warn.md", "--fail-on", "warning", cwd=root).returncode == 1
    assert run("--path", "bad.md", cwd=root).returncode == 1
    assert run("check", "bad.md", "--fail-on", "off", cwd=root).returncode == 0
    quiet = run("check", "-q", "bad.md", cwd=root)
    assert (quiet.returncode, quiet.stdout) == (1, "")
    assert run("check", "bad.md", "--min-score", "99", "--fail-on", "off", cwd=root).returncode == 1
    assert run("check", "bad.md", "--ignore", "dead-link", cwd=root).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "nowhere.md"), "nowhere.md: no such file or folder"),
        (("check", "--select", "dead-lnk", "."), "unknown rule `dead-lnk`; did you mean `dead-link`?"),
        (("check", "--today", "soon", "."), "--today soon: not a date"),
        (("check", "--colour"), "unrecognized arguments: --colour; see `runbook-linter check --help`"),
        (("check", "--min-score", "high"), "argument --min-score: invalid float value: 'high'"),
        (("check", "a\nb\x1b[31m.md"), "no such file or folder"),
        (("score", "--worst"), "argument --worst: expected one argument; see `runbook-linter score --help`"),
        (("incident", "nope"), "argument COMMAND: invalid choice: 'nope'"),
        (("rule", "L999"), "unknown rule `L999`"),
        (("check", "--config", "gone.yml", "."), "gone.yml: cannot read the configuration"),
        (("check", "--unsafe-fixes", "."), "--unsafe-fixes goes with --fix"),
        (("config", "gone.md"), "gone.md: no such file or folder"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(knowledge_base: Writer, arguments: tuple[str, ...], said: str) -> None:
    root = knowledge_base({"page.md": "# A\n"})
    done = run(*arguments, cwd=root)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr
    assert "\x1b" not in done.stderr


def test_bad_input_is_named_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "binary.md").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "latin.md").write_bytes("# A\n\ncaf\u00e9\n".encode("latin-1"))
    (tmp_path / "utf16.md").write_bytes("# A\n".encode("utf-16"))
    (tmp_path / "deep.md").write_text(">" * 100_000 + "\n" + "- " * 50_000 + "\n", encoding="utf-8")
    (tmp_path / "deep-yaml.md").write_text("---\na: " + "[" * 100_000 + "\n---\n# A\n", encoding="utf-8")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "out.md").symlink_to("/etc/hostname")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "again").symlink_to("..")
    (tmp_path / "good.md").write_text("# A\n\n[x](gone.md)\n", encoding="utf-8")
    done = run("check", ".", "--format", "json", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    said = sorted(line.removeprefix("runbook-linter: ") for line in done.stderr.splitlines())
    assert said == [
        "binary.md: cannot be read: a binary file, not text",
        "latin.md: cannot be read: not UTF-8 at line 3, column 4; save it as UTF-8",
        "loop.md: cannot be read: Too many levels of symbolic links",
        "out.md: cannot be read: a symbolic link that leads out of the knowledge base",
        "utf16.md: cannot be read: encoded as UTF-16; save it as UTF-8",
    ]
    codes = {(finding["path"], finding["code"]) for finding in findings(done)}
    assert {("good.md", "L101"), ("deep-yaml.md", "M101")} <= codes


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file(knowledge_base: Writer) -> None:
    root = knowledge_base({"page.md": "# A\n"})
    (root / "page.md").chmod(0)
    done = run("check", ".", cwd=root)
    assert (done.returncode, done.stderr) == (2, "runbook-linter: page.md: cannot be read: Permission denied\n")


def test_a_page_of_ten_megabytes(tmp_path: Path) -> None:
    unit = "A line of text with `code` and more.\nAnother line of it.\n\n" * 40 + "## Part\n\n"
    (tmp_path / "big.md").write_text(unit * (10_000_000 // len(unit)), encoding="utf-8")
    done = run("check", "big.md", cwd=tmp_path)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr


def test_a_rule_that_raises_is_one_line_and_the_rest_goes_on(knowledge_base: Writer) -> None:
    rule = (
        "from linter import PageRule\n\n\nclass Broken(PageRule):\n    code = 'ACME001'\n    name = 'broken'\n"
        "    severity = 'warning'\n\n    def check(self, page):\n        raise ValueError('no\\nway')\n"
    )
    root = knowledge_base(
        {"runbook-linter.yml": "rule_files: [broken.py]\n", "broken.py": rule, "page.md": "# A\n\n[x](gone.md)\n"}
    )
    done = run("check", ".", "--format", "json", cwd=root)
    assert done.returncode == 2
    assert [finding["code"] for finding in findings(done)] == ["L101"]
    expected = "runbook-linter: page.md: the rule broken (ACME001) raised ValueError at broken.py:10: no\n"
    assert done.stderr == expected


def test_broken_schema_is_one_line_with_its_place(knowledge_base: Writer) -> None:
    root = knowledge_base({"schemas/mine.yml": "kind: mine\nsectoins: []\n", "page.md": "# A\n"})
    done = run("check", ".", cwd=root)
    assert done.returncode == 2
    assert "mine.yml:2:1" in done.stderr
    assert "sections" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_control_characters_do_not_reach_the_terminal(knowledge_base: Writer) -> None:
    root = knowledge_base({"page.md": "# A\n\n[\x1b[31mred](gone\x1b]0;x.md)\n"})
    assert "\x1b" not in run("check", ".", cwd=root).stdout


def test_silent_pages_are_scored_and_not_reported(knowledge_base: Writer) -> None:
    root = knowledge_base(
        {
            "runbook-linter.yml": "overrides: [{paths: [poor.md], report: false}]\n",
            "poor.md": "# A\n\n[x](gone.md)\n",
        }
    )
    done = run("check", ".", "--format", "json", cwd=root)
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report["findings"] == []
    assert report["pages"][0]["score"] < 100


def test_nested_knowledge_bases_are_passed_over_with_a_note(knowledge_base: Writer) -> None:
    root = knowledge_base({"a.md": "# A\n", "inner/runbook-linter.yml": "{}\n", "inner/b.md": "# B\n\n[x](gone.md)\n"})
    done = run("check", ".", cwd=root)
    assert done.returncode == 0
    assert "inner: has a configuration of its own and is passed over" in done.stderr
    assert run("check", ".", "--all-projects", cwd=root).returncode == 1


def test_score_find_checklist_and_show_config(knowledge_base: Writer) -> None:
    root = knowledge_base(
        {
            "runbook-linter.yml": "rules:\n  vague-step: warning\n",
            "page.md": FIVE_DEFECTS.replace("kind: runbook", "kind: runbook\nalerts: [DiskFull]\nowner: storage"),
        }
    )
    score = run("score", "page.md", cwd=root)
    assert score.returncode == 0
    assert "what would gain most:" in score.stdout
    found = run("find", "DiskFull", cwd=root)
    assert found.stdout.startswith("page.md\n  Disk full; storage; score ")
    assert run("find", "Nothing", cwd=root).returncode == 1
    assert "[ ] Do its links lead somewhere?" in run("check", "--checklist", "page.md", cwd=root).stdout
    shown = run("check", "--show-config", "page.md", cwd=root).stdout
    assert "kind: runbook (named, front matter)" in shown
    assert "vague-step                   warning  runbook-linter.yml:2" in shown


def test_a_built_site_is_no_page(tmp_path: Path) -> None:
    for path in ("docs/a.md", "public/b.md", "public/sub/c.md", "other/d.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("# A\n\n[gone](gone.md)\n", encoding="utf-8")
    for path in ("public/sitemap.xml.gz", "public/404.html", "other/404.html"):
        (tmp_path / path).write_text("", encoding="utf-8")
    assert {f["path"] for f in findings(run("check", ".", "--format", "json", cwd=tmp_path))} == {
        "docs/a.md",
        "other/d.md",
    }


def test_pages_of_another_program_are_named(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# A\n\nText.\n", encoding="utf-8")
    for number in range(3):
        (tmp_path / f"{number}.html.md.erb").write_text("# A\n\n<%= partial 'x' %>\n", encoding="utf-8")
    done = run("check", ".", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        0,
        "runbook-linter: not read, as another program makes pages of them: 3 .md.erb files\n",
    )
