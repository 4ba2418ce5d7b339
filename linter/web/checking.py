"""Checking many URLs: what is known still, what must be asked, what is passed over; and what is kept of it."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from linter.web.answer import Answer
from linter.web.fetching import PATIENCE, Fetcher
from linter.web.hosts import GAP
from linter.web.judging import judge, outcome
from linter.web.lycheeignore import is_ignored
from linter.web.outcome import Outcome, fragment_of, request_url
from linter.web.store import Record, Store, StoreError

_BATCH = 20
_FEWEST_HOSTS = 3
_PLACEHOLDER = re.compile(r"[<>{}$\s]|%7[BbDd]|%3[CcEe]|\.\.\.|…")
# RFC 2606 and RFC 6761: names that are nobody's.
_RESERVED = re.compile(
    r"(?:.+\.)?(?:example(?:\.(?:com|net|org))?|test|invalid|localhost|local|internal)", re.IGNORECASE
)


class Settings(NamedTuple):
    """How URLs are checked.

    `ignore` has pairs of a pattern (`https://x.org/*`) and the reason; `left_out` are the expressions of
    `.lycheeignore`; `tokens` hosts and bearer tokens. `deadline` is in seconds, for the whole run; `offline` asks
    nobody; `store` keeps what was found, None for this run alone.
    """

    allow_private: tuple[str, ...] = ()
    ignore: tuple[tuple[str, str], ...] = ()
    left_out: tuple[re.Pattern[str], ...] = ()
    tokens: Mapping[str, str] = {}
    deadline: float = 300.0
    offline: bool = False
    store: Path | None = None
    agent: str = "runbook-linter"
    gap: float = GAP
    patience: float = PATIENCE


class Checker:
    """Looks URLs up. `notes` has what the reader should know of the run; `asked` counts the URLs that were asked for.

    Raises StoreError where the file of earlier results cannot be used.
    """

    def __init__(self, settings: Settings, now: datetime, progress: Callable[[int, int], None] | None = None) -> None:
        self._settings = settings
        self._now = now
        self._progress = progress or (lambda done, total: None)
        self._known: dict[str, Outcome] = {}
        self.notes: list[str] = []
        self.asked = 0

    def __call__(self, urls: Iterable[str]) -> Mapping[str, Outcome]:
        """The outcome of each URL."""
        wanted = list(dict.fromkeys(urls))
        new = [url for url in wanted if url not in self._known]
        if new:
            self._known.update(self._look_up(new))
        return {url: self._known[url] for url in wanted}

    def _look_up(self, urls: Sequence[str]) -> dict[str, Outcome]:
        found: dict[str, Outcome] = {}
        fragments: dict[str, set[str]] = defaultdict(set)
        for url in urls:
            why = self._passed_over(url)
            if why:
                found[url] = Outcome("skipped", why)
            else:
                fragments[request_url(url)] |= {fragment_of(url)} - {""}
        with Store(self._settings.store) as store:
            old = store.get(fragments)
            records = {url: record for url, record in old.items() if record.is_fresh(self._now, fragments[url])}
            asked = {url: names for url, names in fragments.items() if url not in records}
            if asked and not self._settings.offline:
                records.update(_run(self._ask_all(asked, old, store)))
            store.forget(self._now)
        for url in urls:
            if url not in found:
                record = records.get(request_url(url))
                late = "not asked: offline" if self._settings.offline else "not asked: out of time"
                found[url] = outcome(url, record) if record else Outcome("skipped", late)
        return found

    def _passed_over(self, url: str) -> str:
        """Why a URL is not asked for; empty where it is."""
        for pattern, reason in self._settings.ignore:
            if fnmatchcase(url, pattern):
                return f"ignored: {reason}"
        if is_ignored(url, self._settings.left_out):
            return "ignored: .lycheeignore"
        if _PLACEHOLDER.search(url):
            return "it has a placeholder"
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return "not a URL"
        if _RESERVED.fullmatch(host) and not any(fnmatchcase(host, name) for name in self._settings.allow_private):
            return "a name that is nobody's"
        return ""

    async def _ask_all(
        self, asked: Mapping[str, Iterable[str]], old: Mapping[str, Record], store: Store
    ) -> dict[str, Record]:
        """The records of all that was answered before the deadline."""
        settings = self._settings
        fetcher = Fetcher(settings.allow_private, settings.tokens, settings.agent, settings.gap, settings.patience)
        done: dict[str, Record] = {}
        answers: dict[str, Answer] = {}
        waiting: list[Record] = []

        async def one(url: str) -> None:
            known = old.get(url)
            answer = await fetcher.ask(url, asked[url], _conditions(known, asked[url]))
            answers[url] = answer
            record = done[url] = judge(url, asked[url], answer, known, self._now)
            self._progress(len(done), len(asked))
            if not record.failing_since:
                waiting.append(record)
            if len(waiting) >= _BATCH:
                store.put(waiting)
                waiting.clear()

        async with fetcher.session():
            tasks = [asyncio.create_task(one(url)) for url in _interleaved(asked)]
            _, late = await asyncio.wait(tasks, timeout=settings.deadline)
            for task in late:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result
        self.asked += len(answers)
        if late:
            self.notes.append(f"out of time after {settings.deadline:g} s: {len(late)} of {len(asked)} URLs not asked")
        store.put(waiting)
        if _is_network_down(answers):
            self.notes.append("more than half of all hosts cannot be reached: the network here seems to be down")
        else:
            store.put(record for record in done.values() if record.failing_since)
        return done


def _run(work: Coroutine[Any, Any, dict[str, Record]]) -> dict[str, Record]:
    """Run to the end; in a thread of its own where this one has a loop that runs, as in a notebook or an editor."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def _conditions(known: Record | None, fragments: Iterable[str]) -> dict[str, str]:
    """Headers that let a site answer "not modified", where the earlier answer says all that is asked now."""
    if known is None or known.verdict not in ("ok",) or not all(name in known.anchors for name in fragments):
        return {}
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _interleaved(urls: Iterable[str]) -> list[str]:
    """The URLs, one of each host after the other: all hosts work at once."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).netloc].append(url)
    order: list[str] = []
    lists = list(by_host.values())
    for place in range(max(map(len, lists), default=0)):
        order += [one[place] for one in lists if place < len(one)]
    return order


def _is_network_down(answers: Mapping[str, Answer]) -> bool:
    """True where no connection to more than half of all hosts came about."""
    reached: dict[str, bool] = defaultdict(bool)
    for url, answer in answers.items():
        host = urlsplit(url).netloc
        reached[host] = reached[host] or answer.status > 0 or answer.refused
    down = sum(not seen for seen in reached.values())
    return len(reached) >= _FEWEST_HOSTS and down * 2 > len(reached)


__all__ = ["Checker", "Settings", "StoreError"]
