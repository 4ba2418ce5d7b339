"""The mkdocs plugin `runbook-linter`: hooks only. What is shown is made elsewhere, and knows no mkdocs."""

from __future__ import annotations

import gc
import os
import posixpath
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files

from linter.config import Config as LinterConfig
from linter.config import ConfigError
from linter.config_reader import read_config
from linter.kinds.errors import SchemaError
from linter.model.severity import Severity, is_severity
from linter.project.discovery import discover, relative
from linter.project.git import run_git
from linter.project.root import find_root
from linter.relinting import Relinter
from linter.run import Request, Run
from linter.site.as_html import parts_as_html
from linter.site.assets import ASSETS, published
from linter.site.dashboards.alerts import alerts_of
from linter.site.dashboards.available import load_dashboards
from linter.site.dashboards.dashboard import Dashboard
from linter.site.gate import failing, threshold, verdict
from linter.site.generated_pages import GeneratedPages
from linter.site.guard import GuardExtension, inert
from linter.site.issue_link import issue_template
from linter.site.knowledge_base import KnowledgeBase, PageRecord
from linter.site.page_parts import Look, after_page, before_page, open_incidents, page_data
from linter.site.page_reading import read_page
from linter.site.parts import Part
from linter.site.past_scores import past_scores
from linter.site.published_files import publish_alert_addresses, publish_markdown, unknown_alert_data
from linter.site.site_links import SiteLinks
from linter.site.theme import announce

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page

log = get_plugin_logger("runbook-linter")

_MOST_LOGGED = 20
_LANGUAGES = "i18n"


class Options(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in mkdocs.yml; docs/guide/site.md explains each."""

    enabled = option.Type(bool, default=True)
    fail_on = option.Optional(option.Choice(("error", "warning", "info")))
    fail_under = option.Optional(option.Type((int, float)))
    badge = option.Choice(("top", "panel", "off"), default="panel")
    dashboards = option.Type(str, default="dashboards")
    dashboards_title = option.Type(str, default="State")
    alert_addresses = option.Type(str, default="alerts")
    contacts = option.Type(dict, default={})
    issue_url = option.Optional(option.Type(str))
    publish_markdown = option.Type(bool, default=True)
    raw_html = option.Choice(("guarded", "as-is"), default="guarded")
    today = option.Optional(option.Type((str, date)))
    score_history = option.Optional(option.Choice(("day", "week", "month")))
    cache = option.Type(bool, default=True)


class RunbookLinterPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Lints the pages of a site once per build and shows what was found."""

    def __init__(self) -> None:
        self._relinter = Relinter(read_page)
        self._serving = False
        self._parts: dict[str, tuple[Any, str, str]] = {}
        self._rest: tuple[Any, ...] = ()
        self._dashboards: list[Dashboard] = []
        self._settings = LinterConfig()
        self._root = Path()
        self._docs = ""
        self._commit = ""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Its presence keeps this instance, and with it the results of pages, from one rebuild to the next."""
        self._serving = command == "serve"

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the linter's configuration; announce our pages, scripts and styles."""
        if not self.config.enabled:
            return config
        base = Path(os.path.realpath(os.path.dirname(config.config_file_path)))
        docs = Path(os.path.realpath(config.docs_dir))
        try:
            self._root, found = find_root([base], base)
            self._settings = read_config(found) if found else LinterConfig()
            self._dashboards = load_dashboards(self._settings) if self.config.dashboards else []
        except ConfigError as error:
            raise PluginError(str(error)) from None
        below = relative(self._root, docs)
        if below is None:
            raise PluginError(f"docs_dir {docs} lies outside of the knowledge base {self._root}")
        self._docs = below
        if self._settings.docs is not None and posixpath.normpath(self._settings.docs) != (below or "."):
            raise PluginError(f"{found}: `docs: {self._settings.docs}` is not mkdocs' docs_dir, `{below}`")
        self._commit = (run_git(self._root, "rev-parse", "--short", "HEAD") or b"").decode("ascii", "replace").strip()
        announce(config)
        guards = any(isinstance(extension, GuardExtension) for extension in config.markdown_extensions)
        if self.config.raw_html == "guarded" and not guards:
            config.markdown_extensions.append(GuardExtension())  # type: ignore[arg-type]
        self._add_to_nav(config)
        return config

    @event_priority(-50)
    def _before_navigation(self, files: Files, *, config: MkDocsConfig) -> Files:
        return files if _LANGUAGES in config.plugins else self._with_our_files(files, config)

    @event_priority(-110)
    def _after_languages(self, files: Files, *, config: MkDocsConfig) -> Files:
        # It knows files on the disk only, and cannot take what a plugin generated.
        return self._with_our_files(files, config) if _LANGUAGES in config.plugins else files

    on_files = CombinedEvent(_before_navigation, _after_languages)

    def _with_our_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Lint all pages; add the dashboards, the assets and the list of rules."""
        if not self.config.enabled:
            return files
        run = self._lint(Path(os.path.realpath(config.docs_dir)))
        self._base = KnowledgeBase(run, self._past)
        # Each language is a build of its own within that of the first: pages of all of them can be linked to.
        if not getattr(config.plugins.get(_LANGUAGES), "building", False):
            self._published: list[tuple[File, PageRecord]] = []
            self._elsewhere: list[File] = []
        for name, content in published():
            files.append(File.generated(config, f"{ASSETS}/{name}", content=content))
        self._generated = GeneratedPages(self._base, self._dashboards, self.config.dashboards, self._docs)
        self._generated.add(files, config)
        self._links = SiteLinks(
            [*files, *self._elsewhere], self._docs, self.config.dashboards, self._generated.of_records
        )
        self._elsewhere += files if _LANGUAGES in config.plugins else ()
        self._forget_parts(files)
        self._log(config.strict)
        return files

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Make the front matter safe to print before anybody does."""
        if self.config.enabled and self.config.raw_html == "guarded" and not page.file.generated_by:
            page.meta = inert(page.meta)
        return markdown

    @event_priority(100)
    def _add_search_words(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> None:
        """The search ranks tags above all: for the time it reads the page, its alerts are among them."""
        record = self._record(page)
        if record and (alerts_of(record) or record.aliases):
            self._tags = page.meta.get("tags")
            own = self._tags if isinstance(self._tags, list) else []
            page.meta["tags"] = [*inert([*alerts_of(record), *record.aliases]), *own]

    @event_priority(-100)
    def _add_parts(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> None:
        """Add what we have to say once all others, the search among them, have read the page."""
        if not self.config.enabled:
            return
        record = self._record(page)
        if record:
            if alerts_of(record) or record.aliases:
                page.meta["tags"] = self._tags
                if self._tags is None:
                    del page.meta["tags"]
            self._bare = page.content
            page.content = self._with_parts(page, record, config)
            self._published.append((page.file, record))
        parts = self._generated.parts(page.file.src_uri)
        if parts is not None:
            page.content = (page.content or "") + self._shown(tuple(parts), page.file)

    on_page_context = CombinedEvent(_add_search_words, _add_parts)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Give back the page's own content: mkdocs keeps it until the end of the build, and others may read it."""
        if self._record(page):
            page.content = self._bare
        return output

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Publish the pages' Markdown and llms.txt; then judge."""
        if not self.config.enabled:
            return
        if self._publishes():
            publish_markdown(self._published, self._base, config)
        if self.config.alert_addresses:
            publish_alert_addresses(self.config.alert_addresses, self._base, self._links, config)
        level = threshold(self._fail_on(), self._settings.fail_on, strict=config.strict)
        reason = verdict(self._base, level, self.config.fail_under, strict=config.strict)
        if reason:
            raise PluginError(reason)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The page that says "not found" knows the alerts' names."""
        if not self.config.enabled or template_name != "404.html" or not self.config.alert_addresses:
            return output
        data = unknown_alert_data(self.config.alert_addresses, self._base, self._links, config)
        return output.replace("</body>", f"{data}</body>", 1)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build anew when the linter's configuration or kinds change."""
        if self.config.enabled:
            if self._settings.path:
                server.watch(str(self._settings.path))
            for folder in (*self._settings.schemas, "schemas"):
                if (self._root / folder).is_dir():
                    server.watch(str(self._root / folder))
            project = self._base.run.project
            for path in [*(file.path for file in project.alert_files), *(file.path for file in project.incident_files)]:
                server.watch(str(self._root / path))
        return server

    def _lint(self, docs: Path) -> Run:
        found = discover(self._root, [docs], self._settings.exclude)
        request = Request(self._root, self._settings, found.pages, True, self._today(), use_cache=self.config.cache)
        collecting = gc.isenabled()
        # Documents hold no cycles, and looking for some takes a quarter of the time.
        gc.disable()
        try:
            run = self._relinter.lint(request)
            self._past = past_scores(request, self._docs, self.config.score_history) if self._dashboards else None
            if not self._serving:
                self._relinter.forget()
                # What is alive now lives until the build ends: the collector need not walk through it for each page.
                gc.freeze()
            return run
        except (ConfigError, SchemaError) as error:
            raise PluginError(str(error)) from None
        finally:
            if collecting:
                gc.enable()

    def _today(self) -> date:
        asked = self.config.today
        if asked is None or isinstance(asked, date):
            return asked or date.today()
        try:
            return date.fromisoformat(str(asked))
        except ValueError:
            raise PluginError(f"`today: {asked}` is not a date such as 2026-11-30") from None

    def _record(self, page: Page) -> PageRecord | None:
        if not self.config.enabled or page.file.generated_by:
            return None
        return self._base.by_path.get(posixpath.join(self._docs, page.file.src_uri))

    def _with_parts(self, page: Page, record: PageRecord, config: MkDocsConfig) -> str:
        reading = self._relinter.collected(record.path) or "{}"
        known = self._parts.get(record.path)
        if known is None or known[0] != (record, reading):
            known = ((record, reading), *self._made_parts(page, record, reading, config))
            if self._serving:
                self._parts[record.path] = known
        content = page.content or ""
        end = content.find("</h1>") + len("</h1>") if content.lstrip().startswith("<h1") else 0
        return "".join((content[:end], known[1], content[end:], known[2]))

    def _forget_parts(self, files: Files) -> None:
        """Parts made for an earlier build hold only while what they rest on beside their page is the same."""
        rest = (
            tuple(file.src_uri for file in files),
            repr(self.config),
            self._commit,
            self._base.today,
            self._base.names_owners,
            self._base.dates_verification,
            self._base.coverage.alerts,
            self._base.open_incidents,
            tuple(self._generated.of_records),
        )
        if rest != self._rest:
            self._rest = rest
            self._parts.clear()

    def _made_parts(self, page: Page, record: PageRecord, reading: str, config: MkDocsConfig) -> tuple[str, str]:
        """What comes below the page's title, and what at its end."""
        links = self._links.from_page(page.file)
        look = Look(self.config.badge, self.config.contacts, datetime.now(UTC))
        source = links.to(page.file.src_uri) if self._publishes() else ""
        values: dict[str, Any] = {"path": record.path, "title": record.title, "commit": self._commit}
        values["issue_url"] = self.config.issue_url or issue_template(config.repo_url or "")
        before = before_page(record, self._base, links, look)
        if page.is_homepage:
            before = open_incidents(self._base, links) + before
        return before, after_page(record, links, look, source) + page_data(values, reading)

    def _shown(self, parts: tuple[Part, ...], file: File) -> str:
        known = self._parts.get(file.src_uri)
        if known is None or known[0] != parts:
            known = (parts, parts_as_html(parts, self._links.from_page(file)), "")
            if self._serving:
                self._parts[file.src_uri] = known
        return known[1]

    def _add_to_nav(self, config: MkDocsConfig) -> None:
        folder = self.config.dashboards
        if config.nav is None or not self._dashboards or f"{folder}/" in repr(config.nav):
            return
        pages = [f"{folder}/{dashboard.name}.md" for dashboard in self._dashboards]
        config.nav.append({self.config.dashboards_title: pages})

    def _publishes(self) -> bool:
        # Who is writing has the Markdown at hand, and waits for each rebuild.
        return self.config.publish_markdown and not self._serving

    def _log(self, strict: bool) -> None:
        for trouble in self._base.run.troubles:
            log.warning(trouble)
        if self._past and self._past.unknown:
            log.info(self._past.unknown)
        level = threshold(self._fail_on(), self._settings.fail_on, strict=strict)
        found = failing(self._base, level or "error")
        for finding in found[:_MOST_LOGGED]:
            line, column = finding.position[:2]
            log.warning(f"{finding.path}:{line}:{column}: {finding.message}  {finding.code} {finding.name}")
        if len(found) > _MOST_LOGGED:
            log.warning(f"and {len(found) - _MOST_LOGGED} more; `runbook-linter check {self._docs}` lists them")

    def _fail_on(self) -> Severity | None:
        asked = self.config.fail_on
        return asked if is_severity(asked) else None
