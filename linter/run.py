"""What a run is asked, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from linter.levels import Selection

if TYPE_CHECKING:
    from linter.config import Config
    from linter.model.finding import Finding
    from linter.project.anchors import Places
    from linter.project.history import History
    from linter.project.project import Memory, PageReader, Project
    from linter.project.tree import WalkedTree
    from linter.rules.rule import Rule
    from linter.suppression import Ignore
    from linter.web.outcome import UrlChecker


class Request(NamedTuple):
    """What to lint. `pages` are paths relative to the root; `whole` says that they are all there are.

    `history` is Git's, where it is known already, or how to read it; else it is read if a rule asks for it.
    `alert_files` are files of alert rules named beside those of the configuration, `incident_files` records of
    incidents. `all_runbooks` is false where some of the knowledge base's pages are left out: then nothing can be said
    of files that the run does not name. `suggest` is false where only the score is asked for: the findings do not say
    what was meant. `context` are pages that are not judged: what is said of alert rules and records rests on all pages.
    `use_cache` is true where pages may have the results that an earlier run kept.
    """

    root: Path
    config: Config
    pages: tuple[str, ...]
    whole: bool
    today: date
    selection: Selection = Selection()
    render: bool = False
    tree: WalkedTree | None = None
    read: PageReader | None = None
    history: History | Callable[[], History] | None = None
    progress: Callable[[int, int], None] | None = None
    alert_files: tuple[str, ...] = ()
    check_urls: UrlChecker | None = None
    all_runbooks: bool = True
    incident_files: tuple[str, ...] = ()
    suggest: bool = True
    memory: Memory | None = None
    settings: Path | None = None
    use_cache: bool = False
    context: tuple[str, ...] = ()

    @property
    def settings_folder(self) -> Path:
        """What the configuration's paths start from."""
        return self.settings or self.root


class PageResult(NamedTuple):
    """What one page gave: nothing in it refers to the parsed document, so that memory stays flat.

    `collected` is what the engine's `collect` took from the page.
    """

    path: str
    kind: str
    profile: str
    title: str
    data: Mapping[str, Any]
    report: bool
    findings: tuple[Finding, ...]
    facts: Mapping[str, tuple[Any, ...]]
    ignores: tuple[Ignore, ...]
    rules_on: frozenset[str]
    generator: str
    line_starts: Sequence[int]
    places: Places
    collected: str = ""
    troubles: tuple[str, ...] = ()


class Run(NamedTuple):
    """The result of a run. `troubles` are what went wrong with the run itself, one line each.

    `project` is what the project rules saw: the facts of all pages, Git, the date.
    """

    root: Path
    config: Config
    pages: tuple[PageResult, ...]
    findings: tuple[Finding, ...]
    troubles: tuple[str, ...]
    notes: tuple[str, ...]
    git: str
    rules: Mapping[str, type[Rule]]
    project: Project
