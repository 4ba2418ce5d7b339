"""Links that are dead or moved, and what the last look at other sites found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from linter.rules.links.dead_url import DeadUrl
from linter.site.dashboards.dashboard import Dashboard
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Bar, Bars, Cell, Column, Number, PageLink, Part, Table, Text, Tone
from linter.web.judging import outcome
from linter.web.outcome import VERDICTS, Outcome, request_url
from linter.web.store import Store, StoreError, place_of_store

_INSIDE = ("dead-link", "dead-anchor", "dead-image")
_NOT_ASKED = Outcome("skipped", "never asked")
_TONES: dict[str, Tone] = {"dead": "poor", "moved": "fair", "unreachable": "fair", "ok": "good"}
_MEANING = (
    "Dead: gone, or not reached on three days. Moved: gone to another address for good. Unreachable: no answer, which"
    " may pass. Blocked: the site lets no program look. Skipped: not asked. `runbook-linter links` asks them anew; a"
    " build of this site asks nobody."
)


class Links(Dashboard):
    """Dead links within the knowledge base, and to other sites."""

    name = "links"
    title = "Links"
    summary = "Links that are dead or moved, and when that was looked at."
    order = 50

    def parts(self, base: KnowledgeBase) -> Iterable[Part]:
        """What to mend within the pages, then what is known of other sites."""
        columns = (Column("page", "Page"), Column("line", "Line", "number"), Column("what", "What is wrong"))
        inside: list[tuple[Cell, ...]] = [
            (_page(base, finding.path), finding.position.line, finding.message)
            for finding in base.reported
            if finding.name in _INSIDE
        ]
        yield Table("inside", "Within the knowledge base", columns, tuple(inside), "No dead link.")
        places, found = _other_sites(base)
        if not places:
            yield Text("No page links to another site.")
            return
        counts = Counter("never asked" if entry is _NOT_ASKED else entry.verdict for entry in found.values())
        order = [*VERDICTS, "never asked"]
        bars = (Bar(said, counts[said], str(counts[said]), _TONES.get(said, "plain")) for said in order if counts[said])
        yield Bars("verdicts", "Links to other sites", tuple(bars))
        yield Text(_MEANING)
        yield _to_mend(base, places, found)
        yield _sites(places, found)

    def headline(self, base: KnowledgeBase) -> Number:
        """How many links lead nowhere."""
        inside = sum(1 for finding in base.reported if finding.name in _INSIDE)
        found = _other_sites(base)[1].values()
        outside = sum(1 for entry in found if entry.verdict == "dead")
        unasked = sum(1 for entry in found if entry is _NOT_ASKED)
        note = f"{outside} of them to other sites" if outside else f"{unasked} never asked" if unasked else ""
        return Number("Dead links", str(inside + outside), note, "poor" if inside + outside else "good")

    def next_steps(self, base: KnowledgeBase) -> Iterable[tuple[PageLink, str]]:
        """The dead links, those within the knowledge base first."""
        for finding in base.reported:
            if finding.name in _INSIDE:
                yield _page(base, finding.path, finding.position.line), finding.message
        places, found = _other_sites(base)
        for url, entry in found.items():
            if entry.verdict == "dead":
                yield _page(base, next(iter(places[url]))), f"dead link: {url} ({entry.reason})"


def _to_mend(base: KnowledgeBase, places: Mapping[str, Mapping[str, None]], found: Mapping[str, Outcome]) -> Table:
    columns = (
        Column("url", "URL"),
        Column("verdict", "Verdict", filtered=True),
        Column("what", "Why, or where to"),
        Column("pages", "Pages"),
        Column("checked", "Looked at", "date"),
    )
    order = list(VERDICTS)
    rows: list[tuple[Cell, ...]] = [
        (
            url,
            entry.verdict,
            entry.final_url if entry.verdict == "moved" else entry.reason,
            tuple(_page(base, path) for path in places[url]),
            entry.checked.date() if entry.checked else None,
        )
        for url, entry in sorted(found.items(), key=lambda item: (order.index(item[1].verdict), item[0]))
        if entry.verdict != "ok" and entry is not _NOT_ASKED
    ]
    asked = any(entry is not _NOT_ASKED for entry in found.values())
    empty = "Nothing that was asked is wrong." if asked else "Nobody was asked yet: `runbook-linter links` does."
    return Table("outside", "Other sites: what is not fine", columns, tuple(rows), empty)


def _sites(places: Mapping[str, Mapping[str, None]], found: Mapping[str, Outcome]) -> Table:
    """A row for each site."""
    hosts: dict[str, list[str]] = {}
    for url in places:
        hosts.setdefault(urlsplit(request_url(url)).netloc, []).append(url)
    columns = (
        Column("site", "Site"),
        Column("urls", "URLs", "number"),
        Column("dead", "Dead", "number"),
        Column("checked", "Looked at last", "date"),
    )
    rows: list[tuple[Cell, ...]] = []
    for host, urls in sorted(hosts.items()):
        asked = [found[url] for url in urls if found[url] is not _NOT_ASKED]
        dead = sum(1 for entry in asked if entry.verdict == "dead") if asked else None
        days: list[date] = [checked.date() for url in urls if (checked := found[url].checked)]
        rows.append((host, len(urls), dead, max(days, default=None)))
    return Table("sites", "By site", columns, tuple(rows))


@lru_cache(maxsize=1)
def _other_sites(base: KnowledgeBase) -> tuple[dict[str, dict[str, None]], dict[str, Outcome]]:
    """The pages of each URL, and what the last look at it found: nobody is asked now."""
    places: dict[str, dict[str, None]] = {}
    for path, (url, _, _) in base.run.project.facts(DeadUrl):
        # A user name and password are nobody else's business.
        bare = request_url(url) + url[len(url.partition("#")[0]) :]
        places.setdefault(bare, {}).setdefault(path)
    store = place_of_store(base.run.root, base.run.config.links.cache)
    records = {}
    if places and store.exists():
        try:
            with Store(store) as opened:
                records = opened.get({request_url(url) for url in places})
        except StoreError:
            records = {}
    known = {url: records.get(request_url(url)) for url in places}
    return places, {url: outcome(url, record) if record else _NOT_ASKED for url, record in known.items()}


def _page(base: KnowledgeBase, path: str, line: int = 0) -> PageLink:
    page = base.by_path.get(path)
    return PageLink(path, page.title if page else path, line)
