"""The pages of a site that nobody wrote: dashboards, rules, incidents, and a way in where there is none."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from linter.model.incident import IncidentRecord
from linter.site.as_markdown import escape_markdown
from linter.site.dashboards.dashboard import Dashboard
from linter.site.guard import inert
from linter.site.incident_page import incident_parts, incident_title
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Part
from linter.site.rule_list import rules_page
from linter.site.site_links import own_rule_page

_ALL = InclusionLevel.UNDEFINED
_NOT_IN_NAV = InclusionLevel.NOT_IN_NAV


class GeneratedPages:
    """Our pages among the files of a site. `of_records` are the pages of the incidents, by the path of the record."""

    def __init__(self, base: KnowledgeBase, dashboards: Sequence[Dashboard], folder: str, docs: str) -> None:
        self.of_records: dict[str, File] = {}
        self._base = base
        self._dashboards = dashboards
        self._folder = folder
        self._docs = docs
        self._shown: dict[str, Dashboard | IncidentRecord] = {}

    def add(self, files: Files, config: MkDocsConfig, *, home: bool) -> None:
        """Add them all, and take the records themselves out of what is published. `home`: a way in is wanted, too."""
        for dashboard in self._dashboards:
            file = self._add(files, config, dashboard.name, dashboard.title)
            self._shown[file.src_uri] = dashboard
        if self._dashboards:
            self._add_rules(files, config)
            self._add_incidents(files, config)
            if home:
                self._add_home(files, config)
        self._hide_records(files, config)

    def parts(self, src_uri: str) -> Iterable[Part] | None:
        """What one of them shows; None for a page that is none of them, or that mkdocs shows by itself."""
        shown = self._shown.get(src_uri)
        if isinstance(shown, IncidentRecord):
            return incident_parts(shown, self._base)
        return shown.parts(self._base) if shown else None

    def _add_rules(self, files: Files, config: MkDocsConfig) -> None:
        """The rules that found something, where the site does not document them itself."""
        found = {finding.name for finding in self._base.run.findings}
        named = [
            rule
            for name, rule in self._base.run.rules.items()
            if name in found and not files.get_file_from_path(own_rule_page(name))
        ]
        if named:
            self._add(files, config, "rules", "Rules", rules_page(named))

    def _add_incidents(self, files: Files, config: MkDocsConfig) -> None:
        """A page for each record: what happened is found by its title, and not by a way through hundreds of them."""
        for record in self._base.run.project.incidents:
            stem = posixpath.splitext(posixpath.basename(record.path))[0]
            name = _free(f"{self._folder}/incidents/{stem}", self._shown)
            file = _page(config, f"{name}.md", incident_title(record), "", {"hide": ["toc"]}, _NOT_IN_NAV)
            files.append(file)
            self._shown[file.src_uri] = record
            self.of_records[record.path] = file

    def _add_home(self, files: Files, config: MkDocsConfig) -> None:
        """The state of the knowledge base, where a site would begin with "not found"."""
        overview = next((dashboard for dashboard in self._dashboards if dashboard.name == "index"), None)
        if overview and not any(file.dest_uri == "index.html" for file in files.documentation_pages()):
            inclusion = _ALL if config.nav is None else _NOT_IN_NAV
            files.append(_page(config, "index.md", config.site_name, "", _DASHBOARD, inclusion))
            self._shown["index.md"] = overview

    def _add(self, files: Files, config: MkDocsConfig, name: str, title: str, text: str = "") -> File:
        file = _page(config, f"{self._folder}/{name}.md", title, text, _DASHBOARD)
        files.append(file)
        return file

    def _hide_records(self, files: Files, config: MkDocsConfig) -> None:
        """mkdocs would copy the records as they are. A link to one leads to its page instead."""
        for record in self._base.run.project.incident_files:
            file = files.get_file_from_path(posixpath.relpath(record.path, self._docs or "."))
            if file and not record.skipped:
                page = self.of_records.get(record.path)
                files.remove(file)
                if page:
                    files.append(_HiddenRecord(file.src_uri, page, config))


class _HiddenRecord(File):
    """The record of an incident: it has the address of its page, and is not copied."""

    def __init__(self, src_uri: str, page: File, config: MkDocsConfig) -> None:
        super().__init__(
            src_uri,
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=config.use_directory_urls,
            dest_uri=page.dest_uri,
            inclusion=_NOT_IN_NAV,
        )
        self.url = page.url

    def copy_file(self, dirty: bool = False) -> None:
        """Its page is written, and the record is not."""


_DASHBOARD: Mapping[str, object] = {"hide": ["toc"], "search": {"exclude": True}}


def _page(
    config: MkDocsConfig,
    src_uri: str,
    title: str,
    text: str,
    front_matter: Mapping[str, object],
    inclusion: InclusionLevel = _ALL,
) -> File:
    # Titles come from records as well: themes print the one above the page as it is.
    head = yaml.safe_dump({"title": inert(title), **front_matter}, allow_unicode=True)
    content = f"---\n{head}---\n# {escape_markdown(title)}\n\n{text}"
    return File.generated(config, src_uri, content=content, inclusion=inclusion)


def _free(path: str, taken: Iterable[str]) -> str:
    """A path that no page has, not even in other letters: not all file systems tell them apart."""
    used = {other.casefold() for other in taken}
    number, free = 1, path
    while f"{free}.md".casefold() in used:
        number += 1
        free = f"{path}-{number}"
    return free
