"""A baseline keeps quiet what is known, wherever it went, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linter.baseline import Baseline, baseline_text, read_baseline
from linter.config import ConfigError
from linter.fingerprints import Identity, fingerprints
from tests.cli.run import run
from tests.conftest import lint_folder
from tests.project.test_history import Repository

FILE = ".runbook-linter-baseline.json"
PAGE = """# Disk full

## Meaning

See [the design](gone.md). TODO

## Mitigation

As everybody knows, you can obviously restart the database by hand. FIXME
"""


@pytest.fixture
def base(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "base")
    repository.write("runbook-linter.yml", f"baseline: {FILE}\n")
    repository.write("a.md", PAGE)
    repository.write("b.md", "# B\n\n[gone](nowhere.md)\n")
    repository.commit("2026-01-01")
    assert run("check", "--no-baseline", cwd=repository.folder).returncode == 1
    done = run("check", "--write-baseline", cwd=repository.folder)
    assert (done.returncode, "4 findings written" in done.stderr) == (0, True), done.stderr
    repository.commit("2026-01-02")
    return repository


def check(root: Path, *arguments: str) -> tuple[int, list[tuple[str, str, str]], dict[str, Any]]:
    done = run("check", *arguments, "--format", "json", cwd=root)
    data = json.loads(done.stdout)
    found = [(f["path"], f["name"], f["subject"]) for f in data["findings"] if f["state"] == "new"]
    return done.returncode, found, data


def test_what_is_known_is_quiet_and_counts_for_the_score(base: Repository) -> None:
    status, found, data = check(base.folder)
    assert (status, found, data["summary"]["states"]["baselined"]) == (0, [], 4)
    status, found, without = check(base.folder, "--no-baseline")
    assert (status, len(found)) == (1, 4)
    assert without["pages"] == data["pages"]
    assert "4 known already" in run("check", cwd=base.folder).stdout
    assert run("check", "--min-score", "99", cwd=base.folder).returncode == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Disk full\n", "# The disk is full\n\nSome words.\n\n- and\n- more\n"),
        ("## Meaning\n\nSee [the design](gone.md). TODO\n\n", ""),
        ("## Mitigation", "## Remediation"),
        ("See [the design](gone.md). TODO", "Please see, before you do anything, [our design](gone.md): TODO"),
        ("you can obviously restart", "one can obviously restart"),
        ("## Meaning\n\nSee [the design](gone.md). TODO\n", "## Meaning\n\nText.\n\n### More\n\n[x](gone.md) TODO\n"),
    ],
)
def test_lines_that_move_and_sentences_that_change_stay_known(base: Repository, old: str, new: str) -> None:
    assert old in PAGE
    base.write("a.md", PAGE.replace(old, new))
    assert check(base.folder)[:2] == (0, [])


@pytest.mark.parametrize(
    ("old", "new", "known"),
    [
        ("Dan forgot to renew the certificate", "Dan simply forgot to renew the old certificate", True),
        ("Dan forgot to renew the certificate", "Kim broke the build on the evening before", False),
    ],
)
def test_a_sentence_is_known_while_most_of_it_is_there(base: Repository, old: str, new: str, known: bool) -> None:
    text = "---\nkind: post-mortem\n---\n# Login down\n\n## Summary\n\nThen {}.\n"
    base.write("p.md", text.format(old))
    assert run("check", "--write-baseline", "--select", "W", cwd=base.folder).returncode == 2
    assert run("check", "--write-baseline", cwd=base.folder).returncode == 0
    base.write("p.md", text.format(new))
    assert [found[1] for found in check(base.folder)[1]] == ([] if known else ["blame-person"])


@pytest.mark.parametrize(
    ("added", "subject"),
    [("[other](other.md)", "other.md"), ("[another](gone2.md)", "gone2.md"), ("TBD", "TBD")],
)
def test_a_new_finding_beside_an_old_one_is_not_hidden(base: Repository, added: str, subject: str) -> None:
    base.write("a.md", PAGE + f"\n{added}\n")
    assert [found[2] for found in check(base.folder)[1]] == [subject]
    # Nor in the place of an old one that was mended.
    base.write("a.md", PAGE.replace("[the design](gone.md)", added).replace("TODO", "").replace("FIXME", ""))
    assert [found[2] for found in check(base.folder)[1]] == [subject]


@pytest.mark.parametrize("how", ["committed", "staged", "plain"])
def test_a_renamed_page_is_followed(base: Repository, how: str) -> None:
    if how == "plain":
        (base.folder / "sub").mkdir()
        (base.folder / "a.md").rename(base.folder / "sub/disk.md")
    else:
        (base.folder / "sub").mkdir()
        base.git("mv", "a.md", "sub/disk.md")
    base.write("sub/disk.md", PAGE + "\n[planted](planted.md)\n")
    if how == "committed":
        base.commit("2026-02-01")
    elif how == "staged":
        base.git("add", "-A")
    status, found, data = check(base.folder)
    assert (status, found) == (1, [("sub/disk.md", "dead-link", "planted.md")])
    assert data["summary"]["states"]["baselined"] == 4


def test_pruning_only_shrinks(base: Repository) -> None:
    base.write("b.md", "# B\n\nFine. TODO\n")
    done = run("check", cwd=base.folder)
    assert f"1 entry of {base.folder / FILE} no longer needed; --prune-baseline takes them out" in done.stderr
    assert "TODO" in done.stdout
    pruned = run("check", "--prune-baseline", cwd=base.folder)
    assert "1 entry taken out" in pruned.stderr
    known = read_baseline(base.folder / FILE).known
    assert sum(known.values()) == 3
    assert {entry.path for entry in known} == {"a.md"}
    assert [found[2] for found in check(base.folder)[1]] == ["TODO"]
    # A run over less says nothing of the rest, and takes nothing out.
    base.write("a.md", "# Disk full\n")
    for arguments in (["b.md"], ["--select", "L"]):
        assert "no longer needed" not in run("check", *arguments, cwd=base.folder).stderr
        refused = run("check", *arguments, "--prune-baseline", cwd=base.folder)
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
        written = run("check", *arguments, "--write-baseline", cwd=base.folder)
        assert (written.returncode, written.stderr.count("\n")) == (2, 1)
    assert sum(read_baseline(base.folder / FILE).known.values()) == 3


def test_the_hook_knows_the_baseline(base: Repository) -> None:
    base.write("a.md", PAGE.replace("# Disk full", "# Disk full\n\nMore."))
    base.git("add", "-A")
    assert run("check", "--affected", cwd=base.folder).returncode == 0
    base.write("a.md", PAGE + "\n[planted](planted.md)\n")
    base.git("add", "-A")
    done = run("check", "--affected", cwd=base.folder)
    assert (done.returncode, done.stdout.count("dead link")) == (1, 1)
    assert "no longer needed" not in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", f"{FILE}:1:2: not valid JSON"),
        ("[]", "not a baseline: `entries` is missing"),
        ('{"version": 7, "entries": []}', "a baseline of another version (7)"),
        ('{"version": 1, "entries": [{"path": "a.md"}]}', "not an entry of a baseline"),
        ("[" * 100_000, "nested too deeply"),
        (b"\xff", "it is not UTF-8 text"),
        (None, "is not there; --write-baseline writes it"),
    ],
)
def test_a_broken_file_is_one_line(base: Repository, text: str | bytes | None, said: str) -> None:
    file = base.folder / FILE
    file.unlink()
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = run("check", cwd=base.folder)
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (2, 1, "")
    assert said in done.stderr


def test_what_is_written_is_read(tmp_path: Path) -> None:
    known = {Identity("ü.md", "dead-link", ("a", 'b "c"'), "x\\y"): 2, Identity("a.md", "title", (), ""): 1}
    text = baseline_text(Baseline(known, frozenset({"git"})))
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert read_baseline(tmp_path / FILE) == Baseline(known, frozenset({"git"}))
    (tmp_path / FILE).write_text(text.replace('"count": 2', '"count": 0'), encoding="utf-8")
    with pytest.raises(ConfigError, match=f"{FILE}:6:3: not an entry"):
        read_baseline(tmp_path / FILE)
    assert read_baseline(_written(tmp_path / "empty.json", baseline_text(Baseline({})))).known == {}


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_fingerprints_differ_and_stay(tmp_path: Path) -> None:
    page = _written(tmp_path / "a.md", PAGE + "\n```sh\nkubectl exec pod-1 ls\nkubectl exec pod-1 ls\n```\n")
    before = lint_folder(tmp_path)
    marks = fingerprints(before.findings, before.project.text_of)
    assert len(set(marks)) == len(marks) > 3
    page.write_text("---\ntags: [disk]\n---\n\n" + page.read_text("utf-8"), encoding="utf-8")
    after = lint_folder(tmp_path)
    assert fingerprints(after.findings, after.project.text_of) == marks


def _plant(text: str, number: int) -> tuple[str, tuple[str, str]]:
    """A page with a defect that it had not, and the rule and subject that must be reported."""
    section = re.search(r"^## .*\n", text, re.MULTILINE)
    at = section.end() if section else len(text)
    kinds = (
        (f"\nSee [the other page](planted-{number}.md).\n", ("dead-link", f"planted-{number}.md")),
        ("\nTBD\n", ("placeholder", "TBD")),
        (f"\n```sh\nkubectl rollout statuss deploy/planted-{number}\n```\n", ("unknown-subcommand", "statuss")),
        (f"\n[here](#planted-{number})\n", ("dead-anchor", f"#planted-{number}")),
        ("\n```sh\nkubectl get componentstatuses\n```\n", ("deprecated-command", "componentstatuses")),
    )
    added, wanted = kinds[number % len(kinds)]
    return text[:at] + added + text[at:], wanted


def _edited(text: str, how: int) -> str:
    """The page after an edit that makes no defect: lines, sections and headings elsewhere, sentences reworded."""
    parts = re.split(r"(?m)^(?=## )", text)
    if how == 0:
        return parts[0] + "A few words of introduction.\n\nAnd some more.\n\n" + "".join(parts[1:])
    if how == 1 and len(parts) > 3:
        # Between two sections, another one that the kind says nothing of.
        return "".join(parts[:2]) + "## Background\n\nSome history, for those who like it.\n\n" + "".join(parts[2:])
    if how == 2:
        return text.replace("## Diagnosis", "## Investigation").replace("## Mitigation", "## Remediation")
    if how == 3:
        return re.sub(r"(?m)^(The|This) (\w+)", r"In most clusters \1 \2", text)
    return text.rstrip("\n") + "\n\n## Notes\n\nNothing further.\n"


@pytest.mark.parametrize("committed", [True, False])
def test_thirty_edited_pages_report_what_was_planted(
    corpus: Callable[[str], Path], tmp_path: Path, committed: bool
) -> None:
    root = tmp_path / "base"
    shutil.copytree(corpus("openshift+runbooks"), root)
    repository = Repository(root)
    repository.write("runbook-linter.yml", f"baseline: {FILE}\nkinds: {{runbook: {{profile: full}}}}\n")
    repository.commit("2026-01-01")
    assert run("check", "--write-baseline", cwd=root).returncode == 0
    repository.commit("2026-01-02")
    status, found, data = check(root)
    assert (status, found) == (0, [])
    assert data["summary"]["states"]["baselined"] > 1000
    pages = [row["path"] for row in data["pages"] if row["kind"] == "runbook"]
    linked = "\n".join(path.read_text("utf-8") for path in root.rglob("*.md"))
    free = [path for path in pages if f"{Path(path).name}" not in linked]
    planted = set()
    for number, path in enumerate(free[:: len(free) // 30][:30]):
        text = (root / path).read_text("utf-8")
        text = _edited(text, number % 5)
        here = path
        if number % 3 == 0:
            here = f"{Path(path).parent}/renamed-{number}.md"
            repository.git("mv", path, here) if number % 2 else (root / path).rename(root / here)
        if number % 2:
            text, wanted = _plant(text, number)
            planted.add((here, *wanted))
        repository.write(here, text)
    if committed:
        repository.commit("2026-02-01")
    status, found, after = check(root)
    assert len(planted) == 15
    assert set(found) == planted
    assert len(found) == len(planted)
    assert status == 1
    assert check(root, "--no-baseline")[2]["pages"] == after["pages"]
    if committed:
        # A branch is held against what it left in the same way, without a file.
        status, found, since = check(root, "--no-baseline", "--since", "HEAD~1")
        assert (status, set(found), len(found)) == (1, planted, len(planted))
        assert since["pages"] == after["pages"]
