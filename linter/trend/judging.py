"""The commits of the past, linted one after another: a page whose content stayed the same keeps its result."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar

from linter.engine import Engine, run_engine
from linter.project.discovery import ALERT_SUFFIXES, pages_among
from linter.project.history import GrowingHistory
from linter.run import PageResult, Request
from linter.scoring import score_pages
from linter.trend.blobs import Blobs
from linter.trend.commits import Commit, Question, commits_asked_for
from linter.trend.trees import PastFiles, entries_of, files_of
from linter.trend.trend import Sample, Trend

T = TypeVar("T")
Progress = Callable[[int, int], None]


def read_trend(
    request: Request,
    question: Question,
    folders: Sequence[str] = ("",),
    *,
    today: date | None = None,
    all_projects: bool = False,
    use_cache: bool = True,
    progress: Progress | None = None,
) -> Trend:
    """The scores of the commits asked for, as `request` would give them if each were checked out.

    All commits are judged by the settings of now: a rule that came later counts against old pages, too. A commit is
    judged on its own day, so that a page that was verified in time then is not overdue in hindsight; `today` is
    another day for all of them. `folders` are those whose pages count, relative to the root, files among them; commits
    without pages are left out. Raises PastError; ConfigError or SchemaError for settings that cannot be used.
    """
    commits = commits_asked_for(request.root, question)
    request = request._replace(suggest=False, check_urls=None, render=False, progress=None)
    with Blobs(request.root) as blobs:
        engine = _PastEngine(request._replace(use_cache=use_cache), blobs)
        with engine.opened_cache() as kept:
            history = GrowingHistory(request.root)
            asked = json.dumps([list(folders), all_projects, request.whole, request.all_runbooks])
            samples: list[Sample] = []
            pairs = zip(commits, entries_of(request.root, commits), strict=True)
            for number, (commit, entries) in enumerate(pairs, 1):
                day = today or commit.day
                key = f"scores {commit.id} {day} {asked}"
                sample = _sample_from_json(commit, kept.values.get(key)) if kept.values else None
                if sample is None:
                    files = files_of(entries, blobs.target)
                    pages = _pages(files, folders, request.config.exclude, all_projects=all_projects)
                    sample = engine.sample(commit, day, pages, files, history)
                    if kept.values:
                        kept.values.put(key, {"scores": sample.scores, "troubles": sample.troubles})
                        kept.values.write()
                if sample.scores:
                    samples.append(sample)
                if progress:
                    progress(number, len(commits))
    return Trend(question.every, tuple(samples))


class _PastEngine(Engine):
    """An engine that reads a commit's files from Git, and the results of pages it has seen from memory or the cache."""

    def __init__(self, request: Request, blobs: Blobs) -> None:
        super().__init__(request)
        self._blobs = blobs
        self._of: Mapping[str, str] = {}
        self._known: dict[tuple[str, str], PageResult] = {}
        self._made: dict[str, dict[Hashable, Any]] = {}

    def sample(
        self, commit: Commit, day: date, pages: Sequence[str], files: PastFiles, history: GrowingHistory
    ) -> Sample:
        """The scores of a commit's pages."""
        self._of = files.blobs
        self.request = self.request._replace(
            pages=tuple(pages),
            tree=files.tree,
            read=self._text_at,
            memory=self._made_of,
            today=day,
            history=partial(history.at, commit.id),
        )
        run = run_engine(self)
        scores = score_pages((page.path for page in run.pages), run.findings, run.config.score)
        self._forget_others(files.blobs)
        return Sample(commit.id, commit.day, {path: score.value for path, score in scores.items()}, run.troubles)

    def result_of(self, path: str) -> PageResult:
        """What the page gives, parsed only where no earlier commit or run had the same content at this path."""
        blob = self._of.get(path, "")
        known = self._known.get((path, blob))
        if known is None:
            known = self.kept_or_made(path, blob, lambda: self.page_result(path, self.read(path)))
        self._known[path, blob] = known
        return known

    def _text_at(self, path: str) -> str | None:
        blob = self._of.get(path)
        return None if blob is None else self._blobs.text(blob)

    def _made_of(self, path: str, name: Hashable, make: Callable[[str], T]) -> T | None:
        made = self._made.setdefault(self._of.get(path, ""), {})
        if name not in made:
            text = self._text_at(path)
            made[name] = None if text is None else make(text)
        value: T | None = made[name]
        return value

    def _forget_others(self, blobs: Mapping[str, str]) -> None:
        """Drop what only other commits have: the next one is most like this one."""
        self._known = {key: result for key, result in self._known.items() if blobs.get(key[0]) == key[1]}
        there = set(blobs.values())
        self._made = {blob: made for blob, made in self._made.items() if blob in there}


def _pages(files: PastFiles, folders: Sequence[str], exclude: Sequence[str], *, all_projects: bool) -> list[str]:
    """The pages that a run over these folders and files would find in the commit."""
    found: set[str] = set()
    for folder in folders:
        if folder in files.listed:
            found.update([folder] if not folder.endswith(ALERT_SUFFIXES) else [])
        else:
            inside = [path for path in files.listed if not folder or path.startswith(f"{folder}/")]
            found.update(pages_among(inside, folder, exclude, {}, all_projects=all_projects))
    return sorted(found)


def _sample_from_json(commit: Commit, value: Any) -> Sample | None:
    """The sample kept of a commit; None where there is none."""
    try:
        scores = {str(path): float(score) for path, score in value["scores"].items()}
        return Sample(commit.id, commit.day, scores, tuple(map(str, value["troubles"])))
    except (TypeError, ValueError, KeyError, AttributeError):
        return None
