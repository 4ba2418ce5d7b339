"""What a rule is. There are two kinds: page rules see one page, project rules see the facts of all sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, Protocol, TypeVar, cast

from linter.model.finding import Fix, Problem
from linter.model.severity import Severity
from linter.model.span import Span

if TYPE_CHECKING:
    from linter.model.page import Page
    from linter.project.project import Project

T = TypeVar("T")
SourceType = Literal["page", "record", "alerts"]


class HasSpan(Protocol):
    """Anything with a place in the text."""

    @property
    def span(self) -> Span: ...


class Option(NamedTuple):
    """An option of a rule: its default and what it is for."""

    default: Any
    help: str


class Rule:
    """What page and project rules share. The class's module docstring is the rule's documentation."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    kinds: ClassVar[tuple[str, ...]] = ()
    """The kinds of page the rule looks at; empty for all, plain pages included."""
    needs_network: ClassVar[bool] = False
    needs_git: ClassVar[bool] = False

    def __init__(self, options: Mapping[str, Any] | None = None) -> None:
        for name, option in self.declared_options().items():
            setattr(self, name, (options or {}).get(name, option.default))

    @staticmethod
    def option(default: T, help: str) -> T:
        """Declare an option: `verbs = PageRule.option(["drop"], "words that mean danger")`."""
        return cast(T, Option(default, help))

    @classmethod
    def declared_options(cls) -> dict[str, Option]:
        """The rule's options by name."""
        return {
            name: value
            for base in reversed(cls.__mro__)
            for name, value in vars(base).items()
            if isinstance(value, Option)
        }


class PageRule(Rule):
    """Sees one page and nothing else: no clock, no disk, no Git, no network, no other page."""

    def check(self, page: Page) -> Iterable[Problem]:
        """Yield the problems of a page."""
        raise TypeError(f"{self.name}: a page rule must define check(page)")

    def finding(
        self,
        where: HasSpan | Span,
        message: str,
        *,
        subject: str = "",
        suggestions: Sequence[str] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Problem:
        """A problem at a node or span of the page."""
        span = where if isinstance(where, Span) else where.span
        return Problem(span, message, "", subject, tuple(suggestions), fix, severity)


class ProjectRule(Rule):
    """Sees the facts of all sources, and what changes without them: today, the file tree, Git.

    `sources` names the types of source whose facts it collects, or that it speaks of.
    """

    sources: ClassVar[tuple[SourceType, ...]] = ("page",)
    after_suppression: ClassVar[bool] = False
    """True for the rules about suppressions themselves, which need to know what was suppressed."""

    def collect(self, source: Any) -> Iterable[Any]:
        """Yield plain JSON values about one source. Pure: the values are cached with the source."""
        return ()

    def check(self, project: Project) -> Iterator[Problem]:
        """Yield the problems of the project."""
        raise TypeError(f"{self.name}: a project rule must define check(project)")

    def finding(
        self,
        path: str,
        where: Sequence[int],
        message: str,
        *,
        subject: str = "",
        suggestions: Sequence[str] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
        by_clock: bool = False,
    ) -> Problem:
        """A problem in the source at `path`, at the offsets `where` = [start, end]."""
        span = Span(where[0], where[1])
        return Problem(span, message, path, subject, tuple(suggestions), fix, severity, by_clock)
