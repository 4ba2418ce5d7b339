"""`score --history` as a user runs it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.run import run
from tests.project.test_history import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.write("docs/a.md", "# A\n\nSee [b](b.md) and [c](c.md).\n")
    made.commit("2026-01-05")
    made.write("docs/b.md", "# B\n")
    made.commit("2026-01-12")
    made.write("docs/c.md", "# C\n")
    made.commit("2026-02-16")
    return made


def test_the_table_says_from_where_to_where(repository: Repository) -> None:
    done = run("score", "--history", cwd=repository.folder)
    assert done.returncode == 0, done.stderr
    names = repository.git("rev-list", "--reverse", "HEAD").split()
    assert done.stdout.splitlines() == [
        "mean 80 -> 100 over 3 commits, by week",
        "▁▆█  lowest 80, highest 100",
        "",
        "date        commit       mean change pages     A     B     C     D     F",
        f"2026-01-05  {names[0][:10]}     80            1     0     1     0     0     0",
        f"2026-01-12  {names[1][:10]}     95  +15.0     2     2     0     0     0     0",
        f"2026-02-16  {names[2][:10]}    100   +5.0     3     3     0     0     0     0",
    ]
    assert not done.stderr


def test_json_and_csv_say_the_same(repository: Repository) -> None:
    done = run("score", "--history", "--every", "month", "--format", "json", "docs", cwd=repository.folder)
    value = json.loads(done.stdout)
    assert (value["version"], value["every"]) == (1, "month")
    assert [sample["mean"] for sample in value["samples"]] == [95.0, 100.0]
    assert value["samples"][0]["scores"] == {"docs/a.md": 90.0, "docs/b.md": 100.0}
    done = run("score", "--history", "--every", "month", "--format", "csv", cwd=repository.folder)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["date"], row["mean"], row["pages"], row["A"]) for row in rows] == [
        ("2026-01-12", "95", "2", "2"),
        ("2026-02-16", "100", "3", "3"),
    ]
    assert [row["commit"] for row in rows] == [sample["commit"] for sample in value["samples"]]


def test_the_time_asked_for(repository: Repository) -> None:
    done = run("score", "--history", "--since", "2026-01-10", "--format", "csv", cwd=repository.folder)
    assert len(done.stdout.splitlines()) == 3
    done = run("score", "--history", "--limit", "1", "--branch", "main", "--format", "csv", cwd=repository.folder)
    assert len(done.stdout.splitlines()) == 2
    done = run("score", "--history", "--since", "2027-01-01", cwd=repository.folder)
    assert done.stdout == "no commit of this time has pages here\n"
    assert done.returncode == 0


def test_pages_that_cannot_be_read_are_told(repository: Repository) -> None:
    (repository.folder / "docs" / "latin.md").write_bytes("# Büro\n".encode("latin-1"))
    repository.commit("2026-03-02")
    repository.git("rm", "-q", "docs/latin.md")
    repository.commit("2026-03-16")
    done = run("score", "--history", cwd=repository.folder)
    assert done.returncode == 0
    assert done.stderr.count("docs/latin.md: cannot be read") == 1
    assert done.stderr.startswith("runbook-linter: 2026-03-02 ")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--history", "--since", "soon"), "--since soon: not a date"),
        (("--history", "--limit", "0"), "--limit 0"),
        (("--history", "--branch", "nowhere"), "there is no branch or commit `nowhere`"),
        (("--history", "--min-score", "80"), "--min-score is for the pages as they are now"),
        (("--history", "docs/none.md"), "docs/none.md: no such file or folder"),
        (("--format", "csv"), "--format csv is for --history"),
    ],
)
def test_bad_options_are_one_line(repository: Repository, options: tuple[str, ...], said: str) -> None:
    done = run("score", *options, cwd=repository.folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_shallow_clone_names_what_to_do(repository: Repository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", repository.folder.as_uri(), str(clone)], check=True)
    done = run("score", "--history", cwd=clone)
    assert done.returncode == 2
    assert "fetch-depth: 0" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_dashboards_are_written_with_the_past(repository: Repository, tmp_path: Path) -> None:
    done = run("score", "--history", "--write-pages", str(tmp_path / "out"), cwd=repository.folder)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out" / "scores.md").read_text(encoding="utf-8")
    assert "## Mean score over time" in text
    assert "(scores-trend.svg)" in text
    picture = (tmp_path / "out" / "scores-trend.svg").read_text(encoding="utf-8")
    assert picture.startswith("<svg ")
    assert "2026-01-05" in picture
    assert "| +20 " in text
