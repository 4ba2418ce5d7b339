"""A parsed Markdown text and its parts, each with exact spans in the original text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple
from weakref import ref

from linter.model.span import Position, Span

BlockType = Literal["heading", "paragraph", "list", "item", "code", "table", "quote", "html", "break", "admonition"]
LinkForm = Literal["inline", "reference", "autolink", "bare", "html"]


class Block(NamedTuple):
    """One block of the page, container or leaf, in document order (containers before what they hold)."""

    type: BlockType
    span: Span


class Heading(NamedTuple):
    """A heading. `text` is what a reader sees; `text_span` covers it with its markup, attribute list aside."""

    span: Span
    level: int
    text: str
    text_span: Span
    id: str | None


class Link(NamedTuple):
    """A link. `target` is as the browser gets it, unescaped; `target_span` is the target as written.

    For a reference link `target_span` lies in the definition, for an autolink it is the text itself.
    """

    span: Span
    text: str
    target: str
    target_span: Span
    form: LinkForm


class Image(NamedTuple):
    """An image, Markdown or HTML. Spans as in `Link`."""

    span: Span
    alt: str
    target: str
    target_span: Span
    form: LinkForm


class UndefinedReference(NamedTuple):
    """`[text][label]` whose label is defined nowhere on the page."""

    span: Span
    label: str


class CodeSpan(NamedTuple):
    """Inline code; `code` is what lies between the backticks, trimmed as CommonMark says."""

    span: Span
    code: str


class CodeBlock(NamedTuple):
    """A fenced or indented code block.

    `lines` are the spans of the code's lines without the block's own indentation or quote markers;
    `language` is the first word of the info string in lower case, or empty. `indent` is the column
    (from 0) at which the opening fence or the code starts.
    """

    span: Span
    language: str
    info: str
    code: str
    lines: tuple[Span, ...]
    fenced: bool
    indent: int


class Item(NamedTuple):
    """A list item. `span` starts at the marker; `text_span` covers its first paragraph (empty if none)."""

    span: Span
    marker: str
    text_span: Span
    checked: bool | None
    level: int


class List(NamedTuple):
    """A list with its own items (those of nested lists aside)."""

    span: Span
    ordered: bool
    start: int
    level: int
    items: tuple[Item, ...]


class Cell(NamedTuple):
    """A table cell; `span` covers its text without the blanks around it."""

    span: Span
    text: str


class Table(NamedTuple):
    """A table: header cells and rows of cells."""

    span: Span
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Anchor(NamedTuple):
    """A place one can link to that is no heading: an HTML id or name, or an attribute list's `{#id}`."""

    span: Span
    id: str


class Comment(NamedTuple):
    """An HTML comment outside code; `text` is what lies between the markers."""

    span: Span
    text: str


class FrontMatter(NamedTuple):
    """The metadata block at the top of a page.

    `data` is empty when there is none or it is broken; `keys` gives the span of each top-level key,
    `values` that of its value; `error` says in words why it could not be read, at `error_span`. `repeated` are the
    keys that stand twice, with the place of the later one, which is the one that counts.
    """

    span: Span
    data: Mapping[str, Any]
    keys: Mapping[str, Span]
    values: Mapping[str, Span]
    error: str | None
    error_span: Span
    repeated: Mapping[str, Span] = {}


class Section:
    """A heading with everything below it up to the next heading of its level or higher.

    `span` runs from the heading to the end, sub-sections included; `body` is what stands between the
    heading and the next heading of any level.
    """

    __slots__ = ("__weakref__", "_parent", "body", "children", "heading", "span")

    def __init__(self, heading: Heading, span: Span, body: Span, parent: Section | None) -> None:
        self.heading = heading
        self.span = span
        self.body = body
        # A document without cycles is freed as soon as nobody holds it: memory stays flat over thousands of pages.
        self._parent = ref(parent) if parent else None
        self.children: list[Section] = []

    @property
    def parent(self) -> Section | None:
        """The section this one stands in; None at the top."""
        return self._parent() if self._parent else None

    @property
    def title(self) -> str:
        """The heading's text."""
        return self.heading.text

    @property
    def level(self) -> int:
        """The heading's level, 1 to 6."""
        return self.heading.level

    @property
    def content(self) -> Span:
        """All that stands below the heading, sub-sections included."""
        return Span(self.heading.span.end, self.span.end)


class Document:
    """A parsed text. Every node carries spans into `text`, which is the original, byte order mark and all."""

    def __init__(
        self,
        text: str,
        line_starts: Sequence[int],
        front_matter: FrontMatter,
        blocks: Sequence[Block],
        headings: Sequence[Heading],
        code_blocks: Sequence[CodeBlock],
        lists: Sequence[List],
        tables: Sequence[Table],
        links: Sequence[Link],
        images: Sequence[Image],
        undefined_references: Sequence[UndefinedReference],
        code_spans: Sequence[CodeSpan],
        html: Sequence[Span],
        comments: Sequence[Comment],
        anchors: Sequence[Anchor],
    ) -> None:
        self.text = text
        self.line_starts = line_starts
        self.front_matter = front_matter
        self.blocks = blocks
        self.headings = headings
        self.code_blocks = code_blocks
        self.lists = lists
        self.tables = tables
        self.links = links
        self.images = images
        self.undefined_references = undefined_references
        self.code_spans = code_spans
        self.html = html
        self.comments = comments
        self.anchors = anchors

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a character offset, both from 1."""
        line = max(bisect_right(self.line_starts, offset), 1)
        return line, max(offset - self.line_starts[line - 1], 0) + 1

    def position(self, span: Span) -> Position:
        """The span as lines and columns."""
        return Position(*self.place(span.start), *self.place(span.end))

    def line_span(self, line: int) -> Span:
        """The span of a line (from 1) without its line break."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All sections in document order, nested ones included; `parent` and `children` link them."""
        end = len(self.text)
        found: list[Section] = []
        stack: list[Section] = []
        ends: dict[int, int] = {}
        for number, heading in enumerate(self.headings):
            following = self.headings[number + 1].span.start if number + 1 < len(self.headings) else end
            while stack and stack[-1].level >= heading.level:
                ends[id(stack.pop())] = heading.span.start
            parent = stack[-1] if stack else None
            section = Section(heading, Span(heading.span.start, end), Span(heading.span.end, following), parent)
            if parent:
                parent.children.append(section)
            stack.append(section)
            found.append(section)
        for section in found:
            section.span = Span(section.span.start, ends.get(id(section), end))
        return tuple(found)

    @cached_property
    def prose(self) -> str:
        """The text with everything that is not prose blanked: same length, so offsets stay true.

        Blanked are front matter, code, HTML tags, comments and link targets. Line breaks stay.
        """
        spans = [self.front_matter.span]
        spans += [block.span for block in self.code_blocks]
        spans += [code.span for code in self.code_spans]
        spans += [comment.span for comment in self.comments]
        spans += self.html
        spans += [link.target_span for link in self.links]
        spans += [image.target_span for image in self.images]
        return blank(self.text, spans)

    def blocks_in(self, span: Span) -> Iterator[Block]:
        """The blocks that start inside `span`, in order."""
        starts = self._block_starts
        for index in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
            yield self.blocks[index]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    def section_at(self, offset: int) -> Section | None:
        """The innermost section that holds `offset`."""
        holder = None
        for section in self.sections:
            if section.span.start > offset:
                break
            if section.span.holds(offset):
                holder = section
        return holder


def blank(text: str, spans: Sequence[Span]) -> str:
    """`text` with the characters of `spans` replaced by blanks; line breaks stay, so does the length."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)
        pieces.append(text[at:start])
        hidden = text[start:end]
        if "\n" in hidden or "\r" in hidden:
            pieces.append("".join(char if char in "\r\n" else " " for char in hidden))
        else:
            pieces.append(" " * (end - start))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
