"""How good the pages are: the distribution, the pages to mend first, by owner and by service."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from linter.scoring import GRADES, score_site
from linter.site.dashboards.dashboard import Dashboard, count, page_link
from linter.site.dashboards.score_trend import commits, mean_over_time, sparks
from linter.site.knowledge_base import KnowledgeBase, PageRecord
from linter.site.parts import Bar, Bars, Cell, Column, Number, Numbers, PageLink, Part, RuleLink, Table, Text, Tone

TONES: dict[str, Tone] = {"A": "good", "B": "good", "C": "fair", "D": "poor", "F": "poor"}

WORTH_A_STEP = 5


class Scores(Dashboard):
    """Scores of all pages."""

    name = "scores"
    title = "Scores"
    summary = "How good the pages are, and which to mend first."
    order = 10

    def parts(self, base: KnowledgeBase) -> Iterable[Part]:
        """Distribution, the mean over time, pages, rules, owners, services, commits."""
        yield Text(
            "A page starts at 100 and loses points for each finding. It is compared with itself: the last column"
            " says what would raise it most."
        )
        site = base.score
        levels = {
            level: sum(1 for finding in base.reported if finding.severity == level) for level in ("error", "warning")
        }
        yield Numbers(
            (
                Number("Mean score", f"{site.mean:g}", f"over {count(len(base.pages), 'page')}"),
                Number("Errors", str(levels["error"]), "reported", "poor" if levels["error"] else "good"),
                Number("Warnings", str(levels["warning"]), "reported", "fair" if levels["warning"] else "good"),
            )
        )
        yield Bars(
            "grades",
            "Pages by grade",
            tuple(Bar(letter, site.grades[letter], str(site.grades[letter]), TONES[letter]) for _, letter in GRADES),
        )
        yield from mean_over_time(base)
        yield _pages(base)
        yield _rules(base)
        yield _groups(base, "owner", "By owner", lambda page: page.owners)
        yield _groups(base, "service", "By service", lambda page: page.services)
        if base.trend and base.trend.samples:
            yield commits(base.trend.samples)

    def headline(self, base: KnowledgeBase) -> Number:
        """The mean score."""
        return Number("Mean score", f"{base.score.mean:g}", f"over {count(len(base.pages), 'page')}")

    def next_steps(self, base: KnowledgeBase) -> Iterable[tuple[PageLink, str]]:
        """The pages that would gain most."""
        gaining = [(page, page.score.gains[0]) for page in base.pages if page.report and page.score.gains]
        for page, (name, points, _) in sorted(gaining, key=lambda found: (-found[1][1], found[0].path)):
            if points >= WORTH_A_STEP:
                yield page_link(page), f"mend `{name}`: +{points:g} points"


def _pages(base: KnowledgeBase) -> Table:
    rows: list[tuple[Cell, ...]] = []
    over_time = sparks(base)
    for page in sorted(base.pages, key=lambda page: (page.score.value, page.path)):
        gains = page.score.gains
        gain: Cell = "nothing to gain"
        if gains:
            name, points, findings = gains[0]
            gain = (f"+{points:g}", RuleLink(name), f"×{findings}" if findings > 1 else None)
        shown = page_link(page)
        rows.append(
            (
                page.score.value,
                page.score.grade,
                shown if page.report else (shown, "not reported"),
                page.kind,
                page.services,
                page.owners,
                len(page.findings),
                *((over_time.get(page.path),) if over_time else ()),
                gain,
            )
        )
    columns = (
        Column("score", "Score", "number"),
        Column("grade", "Grade", filtered=True),
        Column("page", "Page"),
        Column("kind", "Kind", filtered=True),
        Column("service", "Service", filtered=True),
        Column("owner", "Owner", filtered=True),
        Column("findings", "Findings", "number"),
        *((Column("change", "Over time", "number"),) if over_time else ()),
        Column("gain", "Would raise it most"),
    )
    return Table("pages", "Pages, the lowest first", columns, tuple(rows), "No pages.")


def _rules(base: KnowledgeBase) -> Table:
    found: dict[tuple[str, str], dict[str, int]] = {}
    for finding in base.findings:
        on_page = found.setdefault((finding.name, finding.severity), {})
        on_page[finding.path] = on_page.get(finding.path, 0) + 1
    order = ("error", "warning", "info")
    ranked = sorted(found.items(), key=lambda item: (order.index(item[0][1]), -sum(item[1].values()), item[0]))
    rows: list[tuple[Cell, ...]] = [
        (RuleLink(name), level, sum(pages.values()), len(pages)) for (name, level), pages in ranked
    ]
    columns = (
        Column("rule", "Rule"),
        Column("severity", "Level", filtered=True),
        Column("findings", "Findings", "number"),
        Column("pages", "Pages", "number"),
    )
    return Table("by-rule", "By rule", columns, tuple(rows), "No findings.")


def _groups(base: KnowledgeBase, key: str, title: str, names: Callable[[PageRecord], Iterable[str]]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, pages in base.grouped(names).items():
        site = score_site(page.score for page in pages)
        worst = min(pages, key=lambda page: (page.score.value, page.path))
        rows.append((name, len(pages), site.mean, sum(len(page.findings) for page in pages), page_link(worst)))
    columns = (
        Column(key, key.capitalize()),
        Column("pages", "Pages", "number"),
        Column("mean", "Mean score", "number"),
        Column("findings", "Findings", "number"),
        Column("lowest", "Lowest page"),
    )
    return Table(f"by-{key}", title, columns, tuple(rows), f"No page names its {key}.")
