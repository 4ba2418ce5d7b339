"""The run: text → Document → Page → page rules → findings and facts → project rules → suppression."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from linter.catalogue.tool import ToolError, with_learned
from linter.config import ConfigError
from linter.findings import finding_of, one_per_subject, position_in
from linter.kept.pages import KeptPages, Part, content_id
from linter.kinds.generated import generator_of
from linter.kinds.load import load_kinds, schema_files
from linter.levels import Levels, check_selection
from linter.model.finding import Finding, Problem
from linter.model.kind import Kind
from linter.model.page import Page
from linter.pages import read_page
from linter.project.anchors import places_on
from linter.project.discovery import ALERT_SUFFIXES
from linter.project.project import PageReader, Project
from linter.project.reading import UnreadableError, read_text
from linter.project.tree import WalkedTree
from linter.project.work_tree import disk_tree
from linter.registry import load_rules
from linter.rules.rule import PageRule, ProjectRule, Rule
from linter.run import PageResult, Request, Run
from linter.suppression import Ignore, ignores_in, suppress


class Engine:
    """Lints the pages of one knowledge base. Raises ConfigError or SchemaError when made from broken settings.

    `collect` takes a text from each page while it is parsed, for others than the rules.
    """

    def __init__(self, request: Request, collect: Callable[[Page], str] | None = None) -> None:
        self.request = request
        self._collect = collect
        self.rules = load_rules(request.config, request.settings_folder)
        check_selection(self.rules, request.selection)
        self._rule_sets: dict[frozenset[str], frozenset[str]] = {}
        self._with_codes: dict[frozenset[str], frozenset[str]] = {}
        self.levels = Levels(self.rules, request.config, request.selection)
        self.kinds: Mapping[str, Kind] = load_kinds(schema_files(request.settings_folder, request.config.schemas))
        try:
            self.tools = with_learned(request.config.tools, request.settings_folder / "schemas" / "tools")
        except ToolError as error:
            raise ConfigError(str(error)) from None
        self.kept = KeptPages(None)

    def read(self, path: str) -> str:
        """The text of a file of this run. Raises UnreadableError."""
        if self.request.read is not None:
            text = self.request.read(path)
            if text is None:
                raise UnreadableError("no such file")
            return text
        return read_text(self.request.root, path)

    def read_or_none(self, path: str) -> str | None:
        """The text of any file below the root, None where it cannot be read."""
        try:
            return self.read(path)
        except UnreadableError:
            return None

    def page_results(
        self, paths: Iterable[str], of: Callable[[str], PageResult] | None = None
    ) -> tuple[list[PageResult], list[str]]:
        """Run the page rules on each page and collect the facts of the project rules, or what `of` gives for a page."""
        of = of or self.result_of
        results: list[PageResult] = []
        troubles: list[str] = []
        paths = list(paths)
        with self.opened_cache() as self.kept:
            for number, path in enumerate(paths):
                try:
                    result = of(path)
                except UnreadableError as error:
                    troubles.append(f"{path}: cannot be read: {error}")
                    continue
                troubles += result.troubles
                results.append(result)
                if self.request.progress:
                    self.request.progress(number + 1, len(paths))
        return results, troubles

    def opened_cache(self) -> KeptPages:
        """What earlier runs kept by the settings of this one; nothing where the request does without."""
        if not self.request.use_cache:
            return KeptPages(None)
        from linter.kept.values import KeptValues, place_of

        return KeptPages(KeptValues(place_of(self.request.root), self._mark))

    @cached_property
    def _mark(self) -> str:
        from linter.kept.mark import mark_of

        return mark_of(self.request, self.rules, self.tools, self._collect)

    def result_of(self, path: str) -> PageResult:
        """What the page at a path gives. Raises UnreadableError."""
        return self._kept_or_read(path, "page")

    def facts_of(self, path: str) -> PageResult:
        """The same without what page rules find. Raises UnreadableError."""
        return self._kept_or_read(path, "facts")

    def _kept_or_read(self, path: str, part: Part) -> PageResult:
        text = self.read(path)
        make = partial(self.page_result, path, text, facts_only=part == "facts")
        return self.kept_or_made(path, content_id(text), make, part)

    def kept_or_made(self, path: str, content: str, make: Callable[[], PageResult], part: Part = "page") -> PageResult:
        """The result that is kept for this content at this path, else the one made, which is kept from now on."""
        known = self.kept.get(path, content, part)
        if known is None:
            made = make()
            self.kept.put(path, content, part, made)
            return made
        active = self.levels.active(path, self.kinds.get(known.kind), known.profile)
        return known._replace(rules_on=self._interned(frozenset(active)))

    def page_result(self, path: str, text: str, *, facts_only: bool = False) -> PageResult:
        """What a page of this text gives; `facts_only` leaves out the findings of page rules."""
        page = self.page(path, text)
        active = self.levels.active(path, page.kind, page.profile)
        generator = generator_of(page.document) or ""
        findings: list[Finding] = []
        facts: dict[str, tuple[Any, ...]] = {}
        troubles: list[str] = []
        for name, (rule, _) in active.items():
            try:
                if isinstance(rule, PageRule):
                    problems = [] if facts_only else list(rule.check(page))
                    if problems:
                        findings += self._findings(type(rule), problems, page, active, generator)
                elif isinstance(rule, ProjectRule) and "page" in rule.sources:
                    values = tuple(rule.collect(page))
                    if values:
                        facts[name] = values
            except Exception as error:
                troubles.append(_rule_trouble(path, type(rule), error))
        override = next((o for o in reversed(self.levels.overrides_of(path)) if o.report is not None), None)
        return PageResult(
            path,
            page.kind_name,
            page.profile if page.kind else "",
            page.title,
            page.data,
            override is None or override.report is not False,
            tuple(findings),
            facts,
            tuple(ignores_in(page.document)),
            self._interned(frozenset(active)),
            generator,
            array("I", page.document.line_starts),
            places_on(page.document),
            self._collect(page) if self._collect else "",
            tuple(troubles),
        )

    def page(self, path: str, text: str) -> Page:
        """Parse a text and find out what it is."""
        overrides = self.levels.overrides_of(path)
        return read_page(path, text, self.kinds, self.request.config.kinds, overrides, self.tools)

    def project(
        self, results: Sequence[PageResult], tree: WalkedTree | None = None, read: PageReader | None = None
    ) -> Project:
        """The project as its rules see it, over the facts of these pages."""
        facts: dict[str, dict[str, Sequence[Any]]] = {}
        for result in results:
            for name, values in result.facts.items():
                facts.setdefault(name, {})[result.path] = values
        request = self.request
        return Project(
            request.root,
            request.config,
            tree or request.tree or disk_tree(request.root),
            request.today,
            facts,
            [result.path for result in results],
            whole=request.whole,
            read=read or self.read_or_none,
            history=request.history,
            render=request.render,
            suggest=request.suggest,
            memory=request.memory,
            places={result.path: result.places for result in results},
            rules_run={result.path: self._names_and_codes(result.rules_on) for result in results},
            kinds=tuple(self.kinds),
            rule_names=self._names_and_codes(frozenset(self.rules)),
            alert_files=request.alert_files,
            incident_files=request.incident_files,
            check_urls=request.check_urls,
            all_runbooks=request.all_runbooks,
        )

    def _interned(self, names: frozenset[str]) -> frozenset[str]:
        """One set for all pages with the same rules."""
        return self._rule_sets.setdefault(names, names)

    def _names_and_codes(self, names: frozenset[str]) -> frozenset[str]:
        if names not in self._with_codes:
            self._with_codes[names] = names | {self.rules[name].code for name in names}
        return self._with_codes[names]

    def project_findings(self, project: Project, results: Sequence[PageResult]) -> tuple[list[Finding], list[str]]:
        """Run the project rules over the facts collected."""
        by_path = {result.path: result for result in results}
        findings: list[Finding] = []
        troubles: list[str] = []
        names = {name for result in results for name in result.rules_on}
        if project.has_alerts:
            names |= {name for name, rule in self.rules.items() if "alerts" in getattr(rule, "sources", ())}
        if project.has_incidents:
            names |= {name for name, rule in self.rules.items() if "record" in getattr(rule, "sources", ())}
        for rule_type in self.levels.among(names):
            if not issubclass(rule_type, ProjectRule) or rule_type.after_suppression:
                continue
            made, trouble = self._judge(rule_type, project, by_path)
            findings += made
            troubles += trouble
        return findings, troubles

    def finish(
        self, project: Project, results: Sequence[PageResult], findings: Iterable[Finding]
    ) -> tuple[list[Finding], list[str]]:
        """Suppress, let the rules about suppressions speak, keep one finding per page, rule and subject."""
        by_path: dict[str, list[Finding]] = {}
        for finding in findings:
            by_path.setdefault(finding.path, []).append(finding)
        pages = {result.path: result for result in results}
        done: list[Finding] = []
        for path, found in by_path.items():
            ignores = pages[path].ignores if path in pages else self._yaml_ignores(path)
            kept, used = suppress(found, ignores, self.request.today) if ignores else (found, frozenset())
            done += kept
            project.used_ignores[path] = used
        troubles: list[str] = []
        for rule_type in self.levels.among({name for result in results for name in result.rules_on}):
            if issubclass(rule_type, ProjectRule) and rule_type.after_suppression:
                made, trouble = self._judge(rule_type, project, pages)
                done += made
                troubles += trouble
        return one_per_subject(sorted(done, key=lambda finding: finding.order)), troubles

    def _judge(
        self, rule_type: type[ProjectRule], project: Project, pages: Mapping[str, PageResult]
    ) -> tuple[list[Finding], list[str]]:
        rule = self.levels.project_rule(rule_type)
        try:
            assert isinstance(rule, ProjectRule)
            problems = list(rule.check(project))
        except Exception as error:
            return [], [_rule_trouble("the project", rule_type, error)]
        findings: list[Finding] = []
        for problem in problems:
            result = pages.get(problem.path)
            if result is None and not project.is_asked(problem.path):
                continue
            active = self.levels.active(problem.path, self._kind_of(result), result.profile if result else "")
            if rule_type.name not in active:
                continue
            starts = result.line_starts if result else self._line_starts(problem.path)
            severity = self.levels.severity(rule_type, active, problem.severity)
            findings.append(
                finding_of(rule_type, problem, problem.path, position_in(starts, problem), severity, result)
            )
        return findings, []

    def _yaml_ignores(self, path: str) -> Sequence[Ignore]:
        from linter.suppression import ignores_in_yaml

        return ignores_in_yaml(self.read_or_none(path) or "") if path.endswith(ALERT_SUFFIXES) else ()

    def _kind_of(self, result: PageResult | None) -> Kind | None:
        return self.kinds.get(result.kind) if result else None

    def _line_starts(self, path: str) -> Sequence[int]:
        from linter.parsing.lines import Lines

        return Lines(self.read_or_none(path) or "").starts

    def _findings(
        self, rule: type[Rule], problems: Iterable[Problem], page: Page, active: Mapping[str, Any], generator: str
    ) -> Iterable[Finding]:
        for problem in problems:
            severity = self.levels.severity(rule, active, problem.severity)
            position = page.document.position(problem.span)
            yield finding_of(rule, problem, page.path, position, severity, None, generator)


def lint(request: Request) -> Run:
    """Lint the pages of a request: the one way, for the command line, the hook, the site and editors.

    Raises ConfigError or SchemaError for settings that cannot be used; what goes wrong with a single
    page or rule is a line in `troubles`, and the run goes on.
    """
    return run_engine(Engine(request))


def run_engine(engine: Engine) -> Run:
    """Run an engine over the pages of its request."""
    return run_results(engine, *engine.page_results(engine.request.pages))


def run_results(engine: Engine, results: Sequence[PageResult], troubles: Sequence[str] = ()) -> Run:
    """The run over pages whose results are known; `troubles` are what went wrong in getting them."""
    context = engine.request.context
    around = engine.page_results(context, engine.facts_of)[0] if context else []
    seen = sorted([*results, *around], key=lambda result: result.path) if around else results
    project = engine.project(seen)
    of_project, more = engine.project_findings(project, seen)
    not_judged = {result.path for result in around}
    findings = [finding for result in results for finding in result.findings]
    findings += [finding for finding in of_project if finding.path not in not_judged]
    done, last = engine.finish(project, results, findings)
    return make_run(engine, project, results, done, [*troubles, *more, *last])


def make_run(
    engine: Engine,
    project: Project,
    results: Sequence[PageResult],
    findings: Sequence[Finding],
    troubles: Sequence[str],
) -> Run:
    """The Run of findings already judged: pages with `report: false` keep theirs as scored, not reported."""
    return Run(
        engine.request.root,
        engine.request.config,
        tuple(results),
        tuple(findings),
        tuple(troubles),
        tuple(project.notes),
        project.git_state,
        engine.rules,
        project,
    )


def _rule_trouble(where: str, rule: type[Rule], error: Exception) -> str:
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    said = str(error).splitlines()[0] if str(error) else ""
    return f"{where}: the rule {rule.name} ({rule.code}) raised {type(error).__name__} at {place}: {said}"
