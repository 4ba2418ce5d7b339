"""`check --stdin-filename PATH -`: what an editor asks for while its user types."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.cli.run import findings
from tests.conftest import ROOT

Writer = Callable[[Mapping[str, str]], Path]


def check(root: Path, text: str | bytes, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "linter", "check", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=text if isinstance(text, bytes) else text.encode("utf-8"),
        capture_output=True,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_unsaved_text_counts_and_other_pages_are_read_on_demand(knowledge_base: Writer) -> None:
    root = knowledge_base({"docs/a.md": "# Old\n\n[x](old.md)\n", "docs/b.md": "# B\n\n## Steps\n\nText.\n"})
    text = "# New\r\n\r\n[b](b.md#steps) [b](b.md#gone) [self](a.md#new) [x](nowhere.md)\r\n"
    done = check(root, text, "--stdin-filename", "docs/a.md", "-", "--format", "json")
    assert done.returncode == 1
    assert {(f["path"], f["name"], f["subject"], f["line"]) for f in findings(done)} == {
        ("docs/a.md", "dead-anchor", "b.md#gone", 3),
        ("docs/a.md", "dead-link", "nowhere.md", 3),
    }
    assert (root / "docs/a.md").read_text(encoding="utf-8") == "# Old\n\n[x](old.md)\n"
    shown = check(root, text, "--stdin-filename", str(root / "docs/a.md"), "-")
    assert "3 | [b](b.md#steps)" in shown.stdout


def test_a_page_that_is_nowhere_yet(knowledge_base: Writer) -> None:
    config = "overrides: [{paths: ['books/**'], kind: runbook}]\n"
    root = knowledge_base({"runbook-linter.yml": config, "b.md": "# B\n"})
    text = "# A\n\n[self](new.md#a) [b](../b.md) [x](new.md#z)\n"
    done = check(root, text, "--stdin-filename", "books/new.md", "-", "--format", "json", "--select", "L")
    assert [(f["path"], f["subject"]) for f in findings(done)] == [("books/new.md", "new.md#z")]
    assert '"kind": "runbook"' in done.stdout


def test_records_and_alert_rules(knowledge_base: Writer) -> None:
    root = knowledge_base({"README.md": "# A\n"})
    record = "id: INC-1\ntitle: Disk full\nseverity: P9\nstatus: what\n"
    done = check(root, record, "--stdin-filename", "docs/incidents/INC-1.yml", "-", "--format", "json")
    assert "N101" in {finding["code"] for finding in findings(done)}
    rules = "groups:\n- name: a\n  rules:\n  - alert: DiskFull\n    expr: up ==\n    for: soon\n"
    done = check(root, rules, "--stdin-filename", "rules.yml", "-", "--format", "json")
    assert {finding["code"][0] for finding in findings(done)} == {"A"}


@pytest.mark.parametrize(
    ("arguments", "text", "said"),
    [
        (("-",), "# A\n", "standard input needs `--stdin-filename PATH -`"),
        (("--stdin-filename", "a.md"), "# A\n", "standard input needs `--stdin-filename PATH -`"),
        (("--stdin-filename", "a.md", "-", "b.md"), "# A\n", "and no other path"),
        (("--stdin-filename", "a.md", "-", "--fix"), "# A\n", "--fix works on files, not on standard input"),
        (("--stdin-filename", ".", "-"), "# A\n", "no page of the knowledge base"),
        (("--stdin-filename", "a.md", "-"), b"# \xff\n", "a.md: standard input cannot be read: not UTF-8 at line 1"),
    ],
)
def test_wrong_use(knowledge_base: Writer, arguments: tuple[str, ...], text: str | bytes, said: str) -> None:
    root = knowledge_base({"b.md": "# B\n"})
    done = check(root, text, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_closed_streams(knowledge_base: Writer) -> None:
    root = knowledge_base({"page.md": "# A\n"})
    command = f"{sys.executable} -m linter check --stdin-filename page.md - <&-"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", command], cwd=root, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (2, "runbook-linter: page.md: standard input is closed\n")
    command = f"{sys.executable} -m linter check . >&-"
    done = subprocess.run(["bash", "-c", command], cwd=root, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
