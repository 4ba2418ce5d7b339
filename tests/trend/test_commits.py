"""Which commits stand for a day, a week, a month."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from linter.config import Config
from linter.run import Request
from linter.trend.commits import Every, PastError, Question, commits_asked_for
from linter.trend.judging import read_trend
from tests.conftest import TODAY
from tests.project.test_history import TEXT, Repository

DAYS = ("2026-01-05", "2026-01-05", "2026-01-07", "2026-01-12", "2026-02-02", "2026-01-20", "2026-02-03")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    for number, day in enumerate(DAYS):
        made.write("a.md", f"# {number}\n")
        made.commit(day)
    return made


@pytest.mark.parametrize(
    ("every", "numbers"),
    [
        ("commit", [0, 1, 2, 3, 4, 5, 6]),
        # The sixth commit is dated before the fifth: no period of its own stands between the two.
        ("day", [1, 2, 3, 5, 6]),
        ("week", [2, 3, 5, 6]),
        ("month", [5, 6]),
    ],
)
def test_the_last_commit_of_each_period(repository: Repository, every: Every, numbers: list[int]) -> None:
    names = repository.git("rev-list", "--reverse", "HEAD").split()
    found = commits_asked_for(repository.folder, Question(every))
    assert [names.index(commit.id) for commit in found] == numbers
    assert [commit.day.isoformat() for commit in found] == [DAYS[number] for number in numbers]


def test_since_limit_and_branch(repository: Repository) -> None:
    repository.git("branch", "older", "HEAD~3")
    folder = repository.folder
    assert len(commits_asked_for(folder, Question("commit", limit=2))) == 2
    assert len(commits_asked_for(folder, Question("commit", since=date(2026, 2, 1)))) == 2
    assert [c.day.day for c in commits_asked_for(folder, Question("month", branch="older"))] == [12]
    for name in ("nowhere", "--all", "HEAD:a.md"):
        with pytest.raises(PastError, match="no branch or commit"):
            commits_asked_for(folder, Question(branch=name))


def test_a_merged_branch_counts_from_its_merge_on(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "side")
    repository.write("b.md", "# B\n")
    repository.commit("2026-02-10")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side", day="2026-03-10")
    days = [commit.day.isoformat() for commit in commits_asked_for(repository.folder, Question("week"))]
    assert days[-2:] == ["2026-02-03", "2026-03-10"]


def test_what_lies_elsewhere_is_no_commit_of_ours(repository: Repository) -> None:
    repository.write("kb/a.md", "# A\n")
    repository.commit("2026-03-01")
    repository.write("elsewhere.md", "# E\n")
    repository.commit("2026-04-01")
    assert [commit.day.month for commit in commits_asked_for(repository.folder / "kb", Question())] == [3]


def test_no_repository_no_commit_and_a_shallow_clone_say_so(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    with pytest.raises(PastError, match="in no Git repository"):
        commits_asked_for(tmp_path / "plain", Question())
    with pytest.raises(PastError, match="no commit yet"):
        commits_asked_for(Repository(tmp_path / "empty").folder, Question())
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", repository.folder.as_uri(), str(clone)], check=True)
    with pytest.raises(PastError, match="fetch-depth: 0"):
        commits_asked_for(clone, Question())


def test_a_clone_without_older_contents_says_so(repository: Repository, tmp_path: Path) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    url = repository.folder.as_uri()
    subprocess.run(["git", "clone", "-q", "--filter=blob:none", url, str(clone)], check=True)
    with pytest.raises(PastError, match="partial clone"):
        read_trend(Request(clone, Config(), (), True, TODAY), Question("commit"))
    subprocess.run(["git", "-C", str(clone), "fetch", "-q", "--refetch", "--no-filter"], check=True)
    trend = read_trend(Request(clone, Config(), (), True, TODAY), Question("commit"))
    assert len(trend.samples) == len(DAYS)


def test_a_page_of_many_words_is_read_whole(repository: Repository) -> None:
    repository.write("long.md", f"# Long\n\n{TEXT * 2000}")
    repository.write("z.md", "# Z\n\nSee [none](none.md).\n")
    repository.commit("2026-05-01")
    scores = read_trend(Request(repository.folder, Config(), (), True, TODAY), Question()).samples[-1].scores
    assert set(scores) == {"a.md", "long.md", "z.md"}
    assert scores["z.md"] == 90.0
