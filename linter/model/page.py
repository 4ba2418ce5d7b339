"""A Markdown page as rules see it: a document with its place, kind and profile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from linter.model.action_item import ActionItem
from linter.model.command import Command
from linter.model.document import (
    Anchor,
    Block,
    CodeBlock,
    CodeSpan,
    Comment,
    Document,
    FrontMatter,
    Heading,
    Image,
    Link,
    List,
    Section,
    Table,
)
from linter.model.kind import Claim, Kind, Match
from linter.model.span import Span
from linter.model.timeline import Timeline
from linter.model.tools import Tools


class Page:
    """One page. `kind` is None for a plain page, which has links and wording to check but no schema.

    `path` is relative to the root with forward slashes. `named` is true when the page or the
    configuration names the kind or profile, false when both were recognised. `read_commands` reads
    shell code, `read_timeline` and `read_action_items` a section of a post-mortem; each is called on first
    use. `tools` is what the knowledge base says of its command-line tools.
    """

    source_type = "page"

    def __init__(
        self,
        path: str,
        document: Document,
        kind: Kind | None,
        profile: str,
        match: Match,
        *,
        named: bool,
        is_template: bool,
        retired: bool,
        read_commands: Callable[[Sequence[CodeBlock]], Sequence[Command]] = lambda blocks: (),
        read_timeline: Callable[[Document, Span], Timeline] = lambda document, span: Timeline(span, ()),
        read_action_items: Callable[[Document, Span], Sequence[ActionItem]] = lambda document, span: (),
        tools: Tools = Tools(),
    ) -> None:
        self.path = path
        self.document = document
        self.kind = kind
        self.profile = profile
        self.match = match
        self.named = named
        self.is_template = is_template
        self.retired = retired
        self._read_commands = read_commands
        self._read_timeline = read_timeline
        self._read_action_items = read_action_items
        self.tools = tools

    @property
    def kind_name(self) -> str:
        """The kind's name, `page` where there is none."""
        return self.kind.name if self.kind else "page"

    @property
    def text(self) -> str:
        """The original text."""
        return self.document.text

    @property
    def prose(self) -> str:
        """The text with code, HTML, front matter and targets blanked; same length as `text`."""
        return self.document.prose

    @property
    def front_matter(self) -> FrontMatter:
        """The metadata block."""
        return self.document.front_matter

    @property
    def data(self) -> Mapping[str, Any]:
        """The front matter's values; empty where there is none."""
        return self.document.front_matter.data

    @property
    def title(self) -> str:
        """Front matter's title, else the first H1, else empty."""
        title = self.data.get("title")
        if isinstance(title, str) and title.strip():
            return title.strip()
        return next((heading.text for heading in self.headings if heading.level == 1), "")

    @property
    def is_draft(self) -> bool:
        """True when the front matter says `status: draft`."""
        return self.data.get("status") == "draft"

    @property
    def blocks(self) -> Sequence[Block]:
        """All blocks in document order."""
        return self.document.blocks

    @property
    def headings(self) -> Sequence[Heading]:
        """All headings in order."""
        return self.document.headings

    @property
    def sections(self) -> Sequence[Section]:
        """All sections in order, nested ones included."""
        return self.document.sections

    @property
    def code_blocks(self) -> Sequence[CodeBlock]:
        """Fenced and indented code."""
        return self.document.code_blocks

    @cached_property
    def commands(self) -> Sequence[Command]:
        """The commands in the page's shell code, in order; read on first use."""
        return self._read_commands(self.code_blocks)

    @cached_property
    def timeline(self) -> Timeline | None:
        """What a post-mortem says happened when; None where no section answers `timeline`. Read on first use."""
        section = self.section("timeline")
        return self._read_timeline(self.document, section.content) if section else None

    @cached_property
    def action_items(self) -> Sequence[ActionItem]:
        """What a post-mortem promises to change; none where no section answers `action-items`. Read on first use."""
        section = self.section("action-items")
        return self._read_action_items(self.document, section.content) if section else ()

    @property
    def code_spans(self) -> Sequence[CodeSpan]:
        """Inline code."""
        return self.document.code_spans

    @property
    def lists(self) -> Sequence[List]:
        """All lists, nested ones included."""
        return self.document.lists

    @property
    def tables(self) -> Sequence[Table]:
        """All tables."""
        return self.document.tables

    @property
    def links(self) -> Sequence[Link]:
        """All links."""
        return self.document.links

    @property
    def images(self) -> Sequence[Image]:
        """All images."""
        return self.document.images

    @property
    def anchors(self) -> Sequence[Anchor]:
        """HTML ids and attribute-list ids; headings have their own."""
        return self.document.anchors

    @property
    def comments(self) -> Sequence[Comment]:
        """HTML comments."""
        return self.document.comments

    def claims(self, section_id: str) -> Iterator[Claim]:
        """The sections of the page that answer the kind's section `section_id`."""
        return (claim for claim in self.match.claims if claim.spec.id == section_id)

    def section(self, section_id: str) -> Section | None:
        """The first section that answers the kind's section `section_id`, by title or synonym."""
        return next((claim.section for claim in self.claims(section_id)), None)

    def within(self, span: Span) -> PageSlice:
        """What stands inside `span`."""
        return PageSlice(self, span)


class PageSlice:
    """The parts of a page that lie inside a span, usually a section's content."""

    def __init__(self, page: Page, span: Span) -> None:
        self.page = page
        self.span = span

    @property
    def blocks(self) -> list[Block]:
        """Blocks that start inside."""
        return list(self.page.document.blocks_in(self.span))

    @property
    def code_blocks(self) -> list[CodeBlock]:
        """Code blocks inside."""
        return [block for block in self.page.code_blocks if self.span.contains(block.span)]

    @property
    def links(self) -> list[Link]:
        """Links inside."""
        return [link for link in self.page.links if self.span.contains(link.span)]

    @property
    def code_spans(self) -> list[CodeSpan]:
        """Code spans inside."""
        return [code for code in self.page.code_spans if self.span.contains(code.span)]

    @property
    def lists(self) -> list[List]:
        """Lists inside."""
        return [found for found in self.page.lists if self.span.contains(found.span)]

    @property
    def tables(self) -> list[Table]:
        """Tables inside."""
        return [table for table in self.page.tables if self.span.contains(table.span)]

    @property
    def prose(self) -> str:
        """The prose inside."""
        return self.page.prose[self.span.start : self.span.end]

    @property
    def words(self) -> int:
        """How many words of prose stand inside, headings and list markers aside."""
        return sum(1 for word in self.prose.split() if any(char.isalnum() for char in word))
