"""What project rules see."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from linter.config import Config
from linter.project.root import git_top
from linter.project.tree import WalkedTree

if TYPE_CHECKING:
    from linter.model.alert_file import AlertFile
    from linter.model.incident import IncidentFile, IncidentRecord
    from linter.project.alerts import UrlMap
    from linter.project.anchors import PageAnchors, Places
    from linter.project.file_index import FileIndex
    from linter.project.history import History
    from linter.project.site import Site
    from linter.rules.rule import ProjectRule
    from linter.web.outcome import UrlChecker

PageReader = Callable[[str], str | None]
"""Reads a file of the knowledge base by its path relative to the root; None where it cannot be read."""

T = TypeVar("T")


class Memory(Protocol):
    """Remembers from run to run what was made of a file's text, for as long as the file stays the same."""

    def __call__(self, path: str, name: Hashable, make: Callable[[str], T]) -> T | None:
        """As `Project.made_of`."""
        ...


_LONGEST_STUB = 3000

FactStore = Mapping[str, Mapping[str, Sequence[Any]]]


class Project:
    """The knowledge base of one run.

    `pages` are the paths whose facts were collected: all of them in a full run (`whole` is true),
    only the named ones in a run on files. `today` is the only clock. `render` asks for the comparisons
    that render pages; `check_urls` looks other sites' URLs up, None where nobody asked for that. `suggest` is false
    where nobody reads the findings' words: then no rule need look for what was meant. `notes` are lines for the reader
    about the run; rules may add to them.
    `used_ignores` says per path which suppressions (start of the comment, rule) hid a finding.
    """

    def __init__(
        self,
        root: Path,
        config: Config,
        tree: WalkedTree,
        today: date,
        facts: FactStore,
        pages: Sequence[str],
        *,
        whole: bool,
        read: PageReader,
        history: History | Callable[[], History] | None = None,
        render: bool = False,
        suggest: bool = True,
        memory: Memory | None = None,
        places: Mapping[str, Places] = MappingProxyType({}),
        rules_run: Mapping[str, frozenset[str]] = MappingProxyType({}),
        rule_names: frozenset[str] = frozenset(),
        kinds: Sequence[str] = (),
        alert_files: Sequence[str] = (),
        incident_files: Sequence[str] = (),
        check_urls: UrlChecker | None = None,
        all_runbooks: bool = True,
    ) -> None:
        self.root = root
        self.config = config
        self.tree = tree
        self.today = today
        self.pages = pages
        self._places = places
        self.whole = whole
        self.kinds = kinds
        self.render = render
        self.suggest = suggest
        self.check_urls = check_urls
        self._all_runbooks = all_runbooks
        self.notes: list[str] = []
        self.used_ignores: dict[str, frozenset[tuple[int, str]]] = {}
        self._named_alert_files = frozenset(alert_files)
        self._named_incident_files = frozenset(incident_files)
        self._rules_run = rules_run
        self._rule_names = rule_names
        self._facts = facts
        self._read = read
        self._known_history = history
        self._memory = memory
        self._replaced: dict[str, Mapping[str, str]] = {}
        self._anchors: dict[str, PageAnchors | None] = {}

    def facts(self, rule: type[ProjectRule]) -> Iterator[tuple[str, Any]]:
        """What `rule` collected: (path of the source, value), in order of paths."""
        for path, values in self._facts.get(rule.name, {}).items():
            for value in values:
                yield path, value

    @cached_property
    def files(self) -> FileIndex:
        """All files by name, listed on first use; what the site's build makes is none of them."""
        from linter.project.file_index import FileIndex

        made = f"{self.site.generated}/" if self.site.generated else ""
        return FileIndex(path for path in self.tree.files() if not made or not path.startswith(made))

    @cached_property
    def renamed_folders(self) -> Mapping[str, Sequence[str]]:
        """What became of each folder whose files Git renamed: its names now, the most usual first."""
        from linter.project.history import renamed_folders

        return renamed_folders(self.history.renames)

    @cached_property
    def site(self) -> Site:
        """What mkdocs.yml says about the site; the defaults where there is none."""
        from linter.project.site import site_of

        return site_of(self.tree, self._read, self.config, is_repository=(self.root / ".git").exists())

    @property
    def docs(self) -> str:
        """The folder that is the base of the site, relative to the root; empty for the root itself."""
        docs: str = self.site.docs
        return docs

    @property
    def has_alerts(self) -> bool:
        """True where files of alert rules are named, by the configuration or the run."""
        return bool(self.config.alerts.rules or self._named_alert_files)

    @cached_property
    def alert_files(self) -> Sequence[AlertFile]:
        """The files of alert rules that the configuration or the run names, read on first use."""
        if not self.has_alerts:
            return ()
        from linter.model.alert_file import AlertFile
        from linter.parsing.alert_files import read_alert_file
        from linter.project.alerts import rules_among

        paths = {*self._named_alert_files, *rules_among(self.tree, self.config.alerts.rules)}
        files = []
        for path in sorted(paths):
            text = self._read(path)
            files.append(
                AlertFile(path, "", skipped="it cannot be read") if text is None else read_alert_file(path, text)
            )
            if files[-1].skipped:
                self.notes.append(f"{path}: passed over: {files[-1].skipped}")
        return files

    @cached_property
    def _incident_paths(self) -> Sequence[str]:
        from linter.project.incidents import records_among

        found = (path for path in records_among(self.tree, self.config.incidents) if self.tree.is_file(path))
        return sorted({*self._named_incident_files, *found})

    @property
    def has_incidents(self) -> bool:
        """True where there are records of incidents, by the configuration or the run."""
        return bool(self._incident_paths)

    @cached_property
    def incident_files(self) -> Sequence[IncidentFile]:
        """The records of incidents that the configuration or the run names, read on first use; broken ones too."""
        if not self.has_incidents:
            return ()
        from linter.project.incidents import read_records

        files = read_records(self._incident_paths, self._read, self.config, self._named_incident_files)
        self.notes += [f"{file.path}: passed over: {file.skipped}" for file in files if file.skipped]
        return files

    @cached_property
    def incidents(self) -> Sequence[IncidentRecord]:
        """The records of incidents, as far as they can be read."""
        return [file.record for file in self.incident_files if file.record]

    @cached_property
    def urls(self) -> UrlMap:
        """From a `runbook_url` to a page of this knowledge base, by the configuration's prefixes."""
        from linter.project.alerts import UrlMap

        settings = self.config.alerts
        return UrlMap(settings.runbook_urls, self.pages, case_sensitive=settings.case_sensitive)

    @property
    def judges_other_files(self) -> bool:
        """True where files that are no pages are judged, too: all of them, or those named."""
        return bool(self._named_alert_files or self._named_incident_files) or self._judges_all

    def is_asked(self, path: str) -> bool:
        """True for a file that this run is about: in a run over all pages every one, else the files named."""
        return path in self._named_alert_files or path in self._named_incident_files or self._judges_all

    @property
    def _judges_all(self) -> bool:
        return self.whole and self._all_runbooks

    @cached_property
    def history(self) -> History:
        """What Git knows, read once on first use."""
        from linter.project.git import refusal
        from linter.project.history import SHALLOW_NOTE, read_history

        known = self._known_history
        history = known() if callable(known) else known or read_history(self.root)
        if history.state == "shallow":
            self.notes.append(SHALLOW_NOTE)
        elif history.state == "none" and git_top(self.root) is not None and (why := refusal(self.root)):
            self.notes.append(why)
        return history

    def is_rule(self, name: str) -> bool:
        """True when a rule of this name or code exists."""
        return name in self._rule_names

    def ran(self, path: str, name: str) -> bool:
        """True when the rule of this name or code was on for the page at `path` in this run."""
        return name in self._rules_run.get(path, ())

    @property
    def git_state(self) -> str:
        """What Git can say here: full, shallow or none."""
        if "history" in self.__dict__:
            return self.history.state
        top = git_top(self.root)
        if top is None:
            return "none"
        # Told without starting Git, which every run would pay for.
        return "shallow" if (top / ".git" / "shallow").exists() else "full"

    def text_of(self, path: str) -> str | None:
        """The text of any file of the knowledge base, None where it cannot be read."""
        return self._read(path)

    def made_of(self, path: str, name: Hashable, make: Callable[[str], T]) -> T | None:
        """What `make` makes of the text at `path`; None where it cannot be read.

        `name` says what is made, and what it depends on beside the text: runs that go over many versions of the files
        make it once.
        """
        if self._memory:
            return self._memory(path, name, make)
        text = self._read(path)
        return None if text is None else make(text)

    def links_replaced_by(self, commit: str) -> Mapping[str, str]:
        """What a commit put in the place of each path that it took out of links."""
        if commit not in self._replaced:
            from linter.project.replaced_links import replaced_links

            self._replaced[commit] = replaced_links(self.root, commit)
        return self._replaced[commit]

    def moved_to(self, path: str) -> str | None:
        """Where a page that only sends its reader elsewhere leads, empty for another site; None for any other page."""
        from linter.kinds.recognise import is_stub
        from linter.parsing import parse
        from linter.project.resolve import resolve

        text = self._read(path)
        if text is None or len(text) > _LONGEST_STUB:
            return None
        document = parse(text)
        if not is_stub(document):
            return None
        if len(document.links) != 1:
            return ""
        found = resolve(path, document.links[0].target, self.site, self.tree, self.config.links.site_root)
        return found.path if found.state == "found" and found.path != path and self.tree.is_file(found.path) else ""

    def anchors(self, path: str) -> PageAnchors | None:
        """The anchors of the page at `path`, read where the run does not have it; None where it cannot be read."""
        if path not in self._anchors:
            from linter.project.anchors import PageAnchors, anchors_of

            places = self._places.get(path)
            self._anchors[path] = PageAnchors(places) if places else self.made_of(path, "anchors", anchors_of)
        return self._anchors[path]
