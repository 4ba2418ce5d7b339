"""Every command the pages depend on, those first that were removed or deprecated."""

from __future__ import annotations

from collections.abc import Iterable

from linter.commands_in_use import VERDICTS, InUse, commands_in_use
from linter.site.dashboards.dashboard import Dashboard
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Bar, Bars, Cell, Column, Number, PageLink, Part, Table, Text, Tone

_TONES: dict[str, Tone] = {"removed": "poor", "wrong": "poor", "deprecated": "fair", "known": "good"}
_MEANING = (
    "Removed: no longer there. Wrong: no such command or option. Deprecated: works, but not for ever. Check: not found"
    " in the versions that were looked at. Known: found in the tool's description. Not described: nothing is known of"
    " the tool; `runbook-linter commands learn TOOL` changes that."
)
_MOST_PAGES = 4


class Commands(Dashboard):
    """Index by command."""

    name = "commands"
    title = "Commands"
    summary = "Every tool and command the pages depend on, and whether it still exists."
    order = 60

    def parts(self, base: KnowledgeBase) -> Iterable[Part]:
        """How many of each verdict, what to mend, and all of them."""
        rows = _rows(base)
        if not rows:
            yield Text("No page has a command in it.")
            return
        yield Bars(
            "verdicts",
            "Commands by what is known of them",
            tuple(
                Bar(verdict, uses, str(uses), _TONES.get(verdict, "plain"))
                for verdict in VERDICTS
                if (uses := sum(row.uses for row in rows if row.verdict == verdict))
            ),
        )
        yield Text(_MEANING)
        columns = (Column("page", "Page"), Column("command", "Command", filtered=True), Column("what", "What is wrong"))
        mend: list[tuple[Cell, ...]] = [
            (PageLink(finding.path, _title(base, finding.path), finding.position.line), row.name, finding.message)
            for row in rows
            if row.verdict in ("removed", "wrong", "deprecated")
            for finding in row.findings
        ]
        yield Table("mend", "To mend", columns, tuple(mend), "No removed or deprecated command.")
        every = (
            Column("command", "Command"),
            Column("tool", "Tool", filtered=True),
            Column("verdict", "Verdict", filtered=True),
            Column("uses", "Uses", "number"),
            Column("pages", "Pages"),
        )
        yield Table("commands", "All commands", every, tuple(_cells(base, row) for row in rows))

    def headline(self, base: KnowledgeBase) -> Number:
        """How many uses are of commands that are gone."""
        rows = _rows(base)
        gone = sum(len(row.findings) for row in rows if row.verdict in ("removed", "wrong"))
        old = sum(len(row.findings) for row in rows if row.verdict == "deprecated")
        tone: Tone = "poor" if gone else "fair" if old else "good"
        return Number("Commands gone", str(gone), f"{old} deprecated" if old else "", tone if rows else "plain")

    def next_steps(self, base: KnowledgeBase) -> Iterable[tuple[PageLink, str]]:
        """The pages with removed commands."""
        for row in _rows(base):
            if row.verdict in ("removed", "wrong"):
                for finding in row.findings:
                    link = PageLink(finding.path, _title(base, finding.path), finding.position.line)
                    yield link, finding.message


def _rows(base: KnowledgeBase) -> list[InUse]:
    return commands_in_use(base.run.project, base.reported)


def _title(base: KnowledgeBase, path: str) -> str:
    page = base.by_path.get(path)
    return page.title if page else path


def _cells(base: KnowledgeBase, row: InUse) -> tuple[Cell, ...]:
    links: list[PageLink | str] = [PageLink(path, _title(base, path)) for path in row.pages[:_MOST_PAGES]]
    if len(row.pages) > _MOST_PAGES:
        links.append(f"and {len(row.pages) - _MOST_PAGES} more")
    return row.name, row.tool, row.verdict, row.uses, tuple(links)
