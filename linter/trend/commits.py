"""Which commits of the past are judged: the last one of each day, week or month."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from linter.project.git import run_git
from linter.project.history import git_state

_SHALLOW = (
    "Git's history is cut off here (a shallow clone), so the scores of the past are unknown;"
    " fetch all of it (actions/checkout: `fetch-depth: 0`)"
)

Every = Literal["commit", "day", "week", "month"]
PERIODS: tuple[Every, ...] = ("commit", "day", "week", "month")


class PastError(Exception):
    """The past cannot be read. The text says why, and what to do."""


class Commit(NamedTuple):
    """A commit by its full name, and the day (UTC) on which it was committed."""

    id: str
    day: date


class Question(NamedTuple):
    """Which commits to judge: the last of each period, of `branch`, from the day `since` on, `limit` at most."""

    every: Every = "week"
    since: date | None = None
    limit: int = 52
    branch: str = "HEAD"


def commits_asked_for(root: Path, question: Question) -> list[Commit]:
    """The commits to judge, the oldest first. Raises PastError.

    Only those on the branch itself: what a merge brought in was not there before. Commits that change nothing
    below the root are passed over.
    """
    state = git_state(root)
    if state == "none":
        raise PastError(f"{root} is in no Git repository, so it has no history")
    if state == "shallow":
        raise PastError(_SHALLOW)
    name = question.branch
    found = run_git(root, "rev-parse", "--verify", "-q", "--end-of-options", f"{name}^{{commit}}")
    if found is None:
        raise PastError("there is no commit yet" if name == "HEAD" else f"there is no branch or commit `{name}`")
    tip = found.decode("ascii", "replace").strip()
    output = run_git(root, "log", "--first-parent", "--no-color", "--format=%H %ct", tip, "--", ".")
    if output is None:
        raise PastError(f"Git cannot list the commits of `{name}`")
    chosen: list[Commit] = []
    last: tuple[int, ...] | None = None
    for line in output.decode("ascii", "replace").splitlines():
        commit, _, written = line.partition(" ")
        day = _day(written)
        if day is None or (question.since and day < question.since):
            continue
        period = _period(day, question.every)
        # A commit dated before those it follows stands for no period of its own.
        if question.every != "commit" and last is not None and period >= last:
            continue
        last = period
        chosen.append(Commit(commit, day))
        if len(chosen) == question.limit:
            break
    return chosen[::-1]


def _day(written: str) -> date | None:
    """The day of a time in seconds; None for one that no calendar has, as a forged commit can carry."""
    try:
        return datetime.fromtimestamp(int(written), UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _period(day: date, every: Every) -> tuple[int, ...]:
    if every == "week":
        return day.isocalendar()[:2]
    return (day.year, day.month) if every == "month" else (day.year, day.month, day.day)
