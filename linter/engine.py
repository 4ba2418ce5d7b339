"""The run: text → Document → Page → page rules → findings and facts → project rules → suppression."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from linter.config import Config, ConfigError
from linter.kinds.generated import generator_of
from linter.kinds.load import load_kinds, schema_files
from linter.kinds.match import match
from linter.kinds.recognise import is_retired, is_template, recognise
from linter.levels import Levels, Selection, check_selection
from linter.model.finding import Finding, Fix, Problem
from linter.model.kind import Kind, Match
from linter.model.page import Page
from linter.model.severity import Severity
from linter.model.span import Position
from linter.model.tools import Tools
from linter.parsing import parse
from linter.project.discovery import ALERT_SUFFIXES
from linter.project.project import Memory, PageReader, Project
from linter.project.reading import UnreadableError, read_text
from linter.project.tree import DiskTree, WalkedTree
from linter.registry import load_rules
from linter.rules.rule import PageRule, ProjectRule, Rule
from linter.suppression import Ignore, ignores_in, suppress

if TYPE_CHECKING:
    from linter.model.action_item import ActionItem
    from linter.model.command import Command
    from linter.model.document import CodeBlock, Document
    from linter.model.span import Span
    from linter.model.timeline import Timeline
    from linter.project.history import History
    from linter.web.outcome import UrlChecker


class Request(NamedTuple):
    """What to lint. `pages` are paths relative to the root; `whole` says that they are all there are.

    `history` is Git's, where it is known already, or how to read it; else it is read if a rule asks for it.
    `alert_files` are files of alert rules named beside those of the configuration, `incident_files` records of
    incidents. `all_runbooks` is false where some of the knowledge base's pages are left out: then nothing can be said
    of files that the run does not name. `suggest` is false where only the score is asked for: the findings do not say
    what was meant.
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

    @property
    def settings_folder(self) -> Path:
        """What the configuration's paths start from."""
        return self.settings or self.root


class PageResult(NamedTuple):
    """What one page gave: nothing in it refers to the parsed document, so that memory stays flat."""

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


class Engine:
    """Lints the pages of one knowledge base. Raises ConfigError or SchemaError when made from broken settings."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.rules = load_rules(request.config, request.settings_folder)
        check_selection(self.rules, request.selection)
        self._rule_sets: dict[frozenset[str], frozenset[str]] = {}
        self._with_codes: dict[frozenset[str], frozenset[str]] = {}
        self.levels = Levels(self.rules, request.config, request.selection)
        self.kinds: Mapping[str, Kind] = load_kinds(schema_files(request.settings_folder, request.config.schemas))
        self.tools = tools_in_use(request)

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

    def page_results(self, paths: Iterable[str]) -> tuple[list[PageResult], list[str]]:
        """Run the page rules on each page and collect the facts of the project rules."""
        results: list[PageResult] = []
        troubles: list[str] = []
        paths = list(paths)
        for number, path in enumerate(paths):
            try:
                result = self.result_of(path)
            except UnreadableError as error:
                troubles.append(f"{path}: cannot be read: {error}")
                continue
            troubles += result.troubles
            results.append(result)
            if self.request.progress:
                self.request.progress(number + 1, len(paths))
        return results, troubles

    def result_of(self, path: str) -> PageResult:
        """What the page at a path gives. Raises UnreadableError."""
        return self.page_result(path, self.read(path))

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
            tuple(troubles),
        )

    def page(self, path: str, text: str) -> Page:
        """Parse a text and find out what it is."""
        document = parse(text)
        overrides = self.levels.overrides_of(path)
        configured = next((o.kind for o in reversed(overrides) if o.kind), None)
        kind, named = recognise(path, document, self.kinds, configured)
        profile = ""
        found = Match()
        if kind:
            asked = document.front_matter.data.get("profile")
            kind_config = self.request.config.kinds.get(kind.name)
            set_by_config = next((o.profile for o in reversed(overrides) if o.profile), None)
            set_by_config = set_by_config or (kind_config.profile if kind_config else None)
            profile = kind.default_profile
            for candidate in (asked, set_by_config):
                if isinstance(candidate, str) and candidate in kind.profiles:
                    profile, named = candidate, True
                    break
            found = match(document, kind, profile, document.front_matter.data)
        retired = is_retired(document)
        return Page(
            *(path, document, kind, profile, found),
            named=named,
            is_template=is_template(path),
            retired=retired,
            read_commands=_read_commands,
            read_timeline=_read_timeline,
            read_action_items=_read_action_items,
            tools=self.tools,
        )

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
            tree or request.tree or DiskTree(request.root),
            request.today,
            facts,
            [result.path for result in results],
            whole=request.whole,
            read=read or self.read_or_none,
            history=request.history,
            render=request.render,
            suggest=request.suggest,
            memory=request.memory,
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
        return _one_per_subject(sorted(done, key=lambda finding: finding.order)), troubles

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
            findings.append(_finding(rule_type, problem, problem.path, _position(starts, problem), severity, result))
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
            yield _finding(rule, problem, page.path, position, severity, None, generator)


def _read_commands(blocks: Sequence[CodeBlock]) -> Sequence[Command]:
    # The shell's parser is read only for pages with shell code.
    from linter.parsing.shell import commands_of

    return commands_of(blocks)


def _read_timeline(document: Document, span: Span) -> Timeline:
    # Only post-mortems have one, and its patterns take longer to compile than a page to lint.
    from linter.parsing.timelines import read_timeline

    return read_timeline(document, span)


def _read_action_items(document: Document, span: Span) -> Sequence[ActionItem]:
    from linter.parsing.action_items import action_items

    return action_items(document, span)


def tools_in_use(request: Request) -> Tools:
    """What the configuration and the files in `schemas/tools/` say of tools. Raises ConfigError."""
    folder = request.settings_folder / "schemas" / "tools"
    if not folder.is_dir():
        return request.config.tools
    from linter.catalogue.tool import ToolError, learned_tool

    try:
        learned = {learned_tool(path).name: path for path in sorted(folder.glob("*.json"))}
    except ToolError as error:
        raise ConfigError(str(error)) from None
    return request.config.tools._replace(learned=learned)


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
    project = engine.project(results)
    of_project, more = engine.project_findings(project, results)
    findings = [finding for result in results for finding in result.findings] + of_project
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


def _finding(
    rule: type[Rule],
    problem: Problem,
    path: str,
    position: Position,
    severity: Severity,
    result: PageResult | None,
    generator: str = "",
) -> Finding:
    generator = generator or (result.generator if result else "")
    message, fix = problem.message, problem.fix
    if generator and rule.name != "generated-page":
        # A fix in a generated page is lost at the next generation.
        message, fix = f"{message} (generated by {generator}: mend it there)", None
    return Finding(
        *(rule.code, rule.name, severity, path, problem.span, position, message),
        *(problem.subject, problem.suggestions, fix),
        by_clock=problem.by_clock,
    )


def _position(starts: Sequence[int], problem: Problem) -> Position:
    from bisect import bisect_right

    def place(offset: int) -> tuple[int, int]:
        line = max(bisect_right(starts, offset), 1)
        return line, max(offset - starts[line - 1], 0) + 1

    return Position(*place(problem.span.start), *place(problem.span.end))


def _one_per_subject(findings: Iterable[Finding]) -> list[Finding]:
    """Keep the first of those that say the same of the same subject; its fix repairs every place."""
    kept: list[Finding] = []
    first: dict[tuple[str, str, str, str], int] = {}
    for finding in findings:
        if not finding.subject:
            kept.append(finding)
            continue
        key = (finding.path, finding.code, finding.subject, finding.state)
        at = first.get(key)
        if at is None:
            first[key] = len(kept)
            kept.append(finding)
        elif finding.fix and kept[at].fix:
            kept[at] = kept[at]._replace(fix=_joined(kept[at].fix, finding.fix))
    return kept


def _joined(fix: Fix | None, more: Fix) -> Fix:
    if fix is None:
        return more
    return Fix(tuple(sorted({*fix.edits, *more.edits})), fix.safe and more.safe)


def _rule_trouble(where: str, rule: type[Rule], error: Exception) -> str:
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    said = str(error).splitlines()[0] if str(error) else ""
    return f"{where}: the rule {rule.name} ({rule.code}) raised {type(error).__name__} at {place}: {said}"
