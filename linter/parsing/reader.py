"""One walk over the block tokens, which reads everything off them once."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from linter.model.document import (
    Anchor,
    Block,
    BlockType,
    Cell,
    CodeBlock,
    CodeSpan,
    Comment,
    Document,
    FrontMatter,
    Heading,
    Image,
    Item,
    Link,
    List,
    Table,
    UndefinedReference,
)
from linter.model.span import Span
from linter.parsing.bare_urls import bare_urls
from linter.parsing.html import comment_spans, is_opaque, tags
from linter.parsing.inline import ContentMap, Piece, needs_inline, read_inline
from linter.parsing.lines import Lines
from linter.parsing.plain_text import plain_text

_QUOTE = re.compile(r"[ \t]*+>")
_BLANKS = re.compile(r"[ \t]*+")
_ATTRIBUTES_AT_END = re.compile(r"[ \t]*\{:?[ \t]*([^{}\n]*)\}[ \t]*$")
_ATTRIBUTE_ID = re.compile(r"(?:^|(?<=\s))#([^\s#{}.]+)")
_SPAN_ATTRIBUTES = re.compile(r"\{:?[ \t]*([^{}\n]{1,300}+)\}")
_TASK = re.compile(r"\[([ xX])\](?=\s|$)")
_LANGUAGE = re.compile(r"\{?\.?(?:code-block\}|code-cell\}|code\})?\s*([\w+#.-]*)")
_REFERENCE_TARGET = re.compile(r"\]:[ \t]*(?:\r\n?|\n)?[ \t]*(?:<([^<>\n]*)>|(\S+))")


class _OpenItem:
    """A list item being read."""

    def __init__(self, start: int, marker: str, end: int) -> None:
        self.start = start
        self.marker = marker
        self.end = end
        self.text_span: Span | None = None
        self.checked: bool | None = None


class _OpenList:
    """A list being read."""

    def __init__(self, span: Span, ordered: bool, start: int, slot: int) -> None:
        self.span = span
        self.ordered = ordered
        self.start = start
        self.slot = slot
        self.items: list[Item] = []


class DocumentReader:
    """Reads one page's tokens into a Document. Used once, then thrown away."""

    def __init__(self, text: str, lines: Lines, front_matter: FrontMatter, md: MarkdownIt, env: dict[str, Any]) -> None:
        self._text = text
        self._lines = lines
        self._front_matter = front_matter
        self._md = md
        self._env = env
        self._quotes = 0
        # How much of a line its containers' markers take: `- > text` opens two containers on one line.
        self._taken: dict[int, int] = {}
        self._open_lists: list[_OpenList] = []
        self._open_items: list[_OpenItem] = []
        self._references: dict[str, Span] = {}
        self.blocks: list[Block] = []
        self.headings: list[Heading] = []
        self.code_blocks: list[CodeBlock] = []
        self.lists: list[List | None] = []
        self.tables: list[Table] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.undefined: list[UndefinedReference] = []
        self.code_spans: list[CodeSpan] = []
        self.html: list[Span] = []
        self.comments: list[Comment] = []
        self.anchors: list[Anchor] = []

    def read(self, tokens: list[Token]) -> Document:
        """Walk the tokens and build the document."""
        index = 0
        while index < len(tokens):
            token = tokens[index]
            kind = token.type
            if kind == "inline":
                self._paragraph_content(token)
            elif kind == "paragraph_open":
                self._paragraph(token, tokens[index + 1])
                index += 1
            elif kind == "heading_open":
                self._heading(token, tokens[index + 1])
                index += 1
            elif kind == "fence":
                self._fence(token)
            elif kind == "code_block":
                self._indented_code(token)
            elif kind in ("bullet_list_open", "ordered_list_open"):
                self._list_open(token)
            elif kind in ("bullet_list_close", "ordered_list_close"):
                self._list_close()
            elif kind == "list_item_open":
                self._item_open(token)
            elif kind == "list_item_close":
                self._item_close()
            elif kind == "blockquote_open":
                self._quote_open(token)
            elif kind == "blockquote_close":
                self._quotes -= 1
            elif kind == "table_open":
                index = self._table(tokens, index)
            elif kind == "html_block":
                self._html_block(token)
            elif kind in ("admonition_open", "directive", "hr"):
                self._add("break" if kind == "hr" else "admonition", self._block_span(token))
            index += 1
        document = Document(
            self._text,
            self._lines.starts,
            self._front_matter,
            self.blocks,
            self.headings,
            self.code_blocks,
            [found for found in self.lists if found],
            self.tables,
            self.links,
            self.images,
            self.undefined,
            self.code_spans,
            self.html,
            self.comments,
            self.anchors,
        )
        self._attribute_anchors(document.prose)
        self.links += bare_urls(self._text, self._lines, document.prose, self.links)
        if self.links:
            self.links.sort()
        return document

    # Places

    def _content_column(self, line: int) -> int:
        """The column at which a line's content starts, after its containers' markers and blanks."""
        text = self._lines.texts[line]
        column = self._taken.get(line, -1)
        if column < 0:
            column = 0
            for _ in range(self._quotes):
                marker = _QUOTE.match(text, column)
                if not marker:
                    break
                column = marker.end()
        blanks = _BLANKS.match(text, column)
        return blanks.end() if blanks else column

    def _block_span(self, token: Token) -> Span:
        first, after = token.map or [0, 1]
        while after - 1 > first and not self._lines.texts[after - 1].strip(" \t>"):
            after -= 1
        end = self._lines.span(first, after).end
        return Span(min(self._lines.offset(first, self._content_column(first)), end), end)

    def _add(self, kind: BlockType, span: Span) -> None:
        self.blocks.append(Block(kind, span))

    def _line_map(self, first: int, content: str) -> ContentMap:
        """Where each line of an inline content stands: it is the end of its source line."""
        pairs: list[tuple[int, int]] = []
        at = 0
        for number, line in enumerate(content.split("\n"), first):
            pairs.append((at, self._lines.offset(number, self._column_of(number, line))))
            at += len(line) + 1
        return ContentMap(pairs)

    def _column_of(self, number: int, line: str) -> int:
        source = self._lines.texts[number]
        if "\0" in source:
            source = source.replace("\0", "\ufffd")
        if source.endswith(line):
            return len(source) - len(line)
        trimmed, kept = source.rstrip(" \t"), line.rstrip(" \t")
        if trimmed.endswith(kept):
            return len(trimmed) - len(kept)
        # A tab that was split between the container and the content left blanks that are not in the source.
        bare = kept.lstrip(" \t")
        at = max(trimmed.rfind(bare), 0)
        blanks = len(kept) - len(bare)
        while blanks and at and source[at - 1] in " \t":
            at, blanks = at - 1, blanks - 1
        return at

    # Leaves

    def _paragraph(self, token: Token, inline: Token) -> None:
        first, after = token.map or [0, 1]
        start = self._lines.offset(first, self._content_column(first))
        end = self._lines.starts[after - 1] + len(self._lines.texts[after - 1].rstrip(" \t"))
        span = Span(start, max(start, end))
        self._add("paragraph", span)
        if self._open_items and self._open_items[-1].text_span is None:
            item = self._open_items[-1]
            task = _TASK.match(inline.content)
            if task:
                item.checked = task[1] != " "
            item.text_span = span
        self._paragraph_content(inline)

    def _paragraph_content(self, inline: Token) -> None:
        if inline.map and needs_inline(inline.content):
            self._pieces(inline.content, self._line_map(inline.map[0], inline.content))

    def _heading(self, token: Token, inline: Token) -> None:
        first, after = token.map or [0, 1]
        content = inline.content
        level = int(token.tag[1])
        column = self._content_column(first)
        span = Span(self._lines.offset(first, column), self._lines.span(first, after).end)
        if token.markup.startswith("#"):
            at = max(self._lines.texts[first].find(content, column + level), 0)
            content_map = ContentMap([(0, self._lines.offset(first, at))])
        else:
            content_map = self._line_map(first, content)
        text, identity = content, None
        attributes = _ATTRIBUTES_AT_END.search(content) if content.endswith("}") else None
        if attributes:
            named = _ATTRIBUTE_ID.search(attributes[1])
            identity = named[1] if named else None
            text = content[: attributes.start()]
        start = content_map.start(0)
        text_span = Span(start, max(start, content_map.end(len(text)))) if text else Span(start, start)
        self._add("heading", span)
        pieces = self._pieces(content, content_map) if needs_inline(content) else []
        self.headings.append(Heading(span, level, plain_text(text, pieces), text_span, identity))

    def _fence(self, token: Token) -> None:
        first = (token.map or [0, 1])[0]
        info = token.info.strip()
        language = _LANGUAGE.match(info)
        self._code(token, first + 1, info, language[1].lower() if language else "", fenced=True, first=first)

    def _indented_code(self, token: Token) -> None:
        first = (token.map or [0, 1])[0]
        self._code(token, first, "", "", fenced=False, first=first)

    def _code(self, token: Token, line: int, info: str, language: str, *, fenced: bool, first: int) -> None:
        lines: list[Span] = []
        for number, code in enumerate(token.content.split("\n")[:-1], line):
            if number >= len(self._lines.texts):
                break
            start = self._lines.offset(number, self._column_of(number, code)) if code else self._line_end(number)
            lines.append(Span(start, max(start, self._line_end(number))))
        span = self._block_span(token)
        if not fenced and lines:
            span = Span(lines[0].start, span.end)
        indent = span.start - self._lines.starts[first]
        self._add("code", span)
        self.code_blocks.append(CodeBlock(span, language, info, token.content, tuple(lines), fenced, indent))

    def _line_end(self, number: int) -> int:
        return self._lines.starts[number] + len(self._lines.texts[number])

    def _html_block(self, token: Token) -> None:
        span = self._block_span(token)
        self._add("html", span)
        self._read_html(span)
        if is_opaque(self._text, span):
            self.html.append(span)

    # Containers

    def _quote_open(self, token: Token) -> None:
        self._add("quote", self._block_span(token))
        first = (token.map or [0, 1])[0]
        column = self._content_column(first)
        self._quotes += 1
        if self._lines.texts[first][column : column + 1] == ">":
            self._taken[first] = column + 1

    def _list_open(self, token: Token) -> None:
        ordered = token.type == "ordered_list_open"
        start = int((token.attrs or {}).get("start", 1)) if ordered else 0
        span = self._block_span(token)
        self._add("list", span)
        self._open_lists.append(_OpenList(span, ordered, start, len(self.lists)))
        self.lists.append(None)

    def _list_close(self) -> None:
        done = self._open_lists.pop()
        level = len(self._open_lists)
        self.lists[done.slot] = List(done.span, done.ordered, done.start, level, tuple(done.items))

    def _item_open(self, token: Token) -> None:
        first = (token.map or [0, 1])[0]
        span = self._block_span(token)
        marker = token.info + token.markup
        column = self._content_column(first)
        self._taken[first] = column + len(marker)
        self._add("item", span)
        self._open_items.append(_OpenItem(span.start, marker, span.end))

    def _item_close(self) -> None:
        item = self._open_items.pop()
        after_marker = item.start + len(item.marker)
        text_span = item.text_span or Span(after_marker, after_marker)
        level = len(self._open_lists) - 1
        self._open_lists[-1].items.append(Item(Span(item.start, item.end), item.marker, text_span, item.checked, level))

    def _table(self, tokens: list[Token], index: int) -> int:
        """Read a table; returns the index of its closing token."""
        span = self._block_span(tokens[index])
        self._add("table", span)
        header: tuple[Cell, ...] = ()
        rows: list[tuple[Cell, ...]] = []
        cells: list[Cell] = []
        places: list[Span] = []
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "tr_open":
                cells = []
                places = self._cell_places((token.map or [0])[0])
            elif token.type == "inline":
                place = places[len(cells)] if len(cells) < len(places) else Span(span.end, span.end)
                cells.append(self._cell(place, token.content))
            elif token.type == "tr_close":
                if header:
                    rows.append(tuple(cells))
                else:
                    header = tuple(cells)
            index += 1
        self.tables.append(Table(span, header, tuple(rows)))
        return index

    def _cell_places(self, line: int) -> list[Span]:
        """The spans of a row's cells in the original, blanks aside."""
        text = self._lines.texts[line]
        start = self._content_column(line)
        edges = [
            at.start() for at in re.finditer(r"\|", text) if at.start() >= start and not _escaped(text, at.start())
        ]
        if not edges or text[start:].lstrip()[:1] != "|":
            edges.insert(0, start - 1)
        if text.rstrip()[-1:] != "|" or edges[-1] != len(text.rstrip()) - 1:
            edges.append(len(text))
        places: list[Span] = []
        for left, right in pairwise(edges):
            inner = text[left + 1 : right]
            begin = left + 1 + len(inner) - len(inner.lstrip())
            places.append(Span(self._lines.offset(line, begin), self._lines.offset(line, begin + len(inner.strip()))))
        return places

    def _cell(self, place: Span, content: str) -> Cell:
        pairs = [(0, place.start)]
        if "|" in content:
            removed = 0
            for at in range(place.start, place.end - 1):
                if self._text[at : at + 2] == "\\|":
                    pairs.append((at - place.start - removed, at + 1))
                    removed += 1
        pieces = self._pieces(content, ContentMap(pairs)) if needs_inline(content) else []
        return Cell(place, plain_text(content, pieces))

    # Inline

    def _pieces(self, content: str, place: ContentMap) -> list[Piece]:
        pieces = read_inline(self._md, content, self._env)
        for piece in pieces:
            span = Span(place.start(piece.start), place.end(piece.end))
            if piece.type == "code":
                self.code_spans.append(CodeSpan(span, piece.text))
            elif piece.type == "html":
                self._read_html(span)
            elif piece.type == "undefined":
                self.undefined.append(UndefinedReference(span, piece.label))
            else:
                target_span, form = self._target_span(piece, place)
                if piece.type == "image":
                    self.images.append(Image(span, piece.text, piece.target, target_span, form))
                else:
                    self.links.append(Link(span, piece.text, piece.target, target_span, form))
        return pieces

    def _target_span(self, piece: Piece, place: ContentMap) -> tuple[Span, Any]:
        if piece.target_start < 0:
            return self._definition(piece.label), "reference"
        start = place.start(piece.target_start)
        end = place.end(piece.target_end) if piece.target_end > piece.target_start else start
        return Span(start, end), "autolink" if piece.type == "autolink" else "inline"

    def _definition(self, label: str) -> Span:
        """Where the target of a reference definition stands."""
        from markdown_it.common.utils import normalizeReference

        key = normalizeReference(label)
        if key not in self._references:
            first, after = self._env["references"][key]["map"]
            span = self._lines.span(first, after)
            found = _REFERENCE_TARGET.search(self._text, span.start, span.end)
            self._references[key] = Span(*found.span(found.lastindex or 0)) if found else span
        return self._references[key]

    def _read_html(self, span: Span) -> None:
        spans = list(comment_spans(self._text, span))
        at = span.start
        for comment in spans:
            self._read_tags(Span(at, comment.start))
            inner = self._text[comment.start + 4 : comment.end]
            self.comments.append(Comment(comment, inner.removesuffix("-->").strip()))
            at = comment.end
        self._read_tags(Span(at, span.end))
        if self._text.startswith("</", span.start):
            self.html.append(span)

    def _read_tags(self, span: Span) -> None:
        if span.start >= span.end:
            return
        for tag in tags(self._text, span):
            self.html.append(tag.span)
            alt = next((a.value for a in tag.attributes if a.name == "alt"), "")
            for attribute in tag.attributes:
                if attribute.name == "id" or (attribute.name == "name" and tag.name == "a"):
                    self.anchors.append(Anchor(attribute.span, attribute.value))
                elif attribute.name == "href" and tag.name == "a":
                    self.links.append(Link(tag.span, "", attribute.value, attribute.span, "html"))
                elif attribute.name == "src" and tag.name == "img":
                    self.images.append(Image(tag.span, alt, attribute.value, attribute.span, "html"))

    def _attribute_anchors(self, prose: str) -> None:
        """Ids that attribute lists give to paragraphs and spans: `{#id}`, `{: #id }`. Headings have theirs."""
        if "{" not in prose or "#" not in prose:
            return
        starts = [heading.span.start for heading in self.headings]
        for found in _SPAN_ATTRIBUTES.finditer(prose):
            named = _ATTRIBUTE_ID.search(found[1])
            before = bisect_right(starts, found.start()) - 1
            in_heading = before >= 0 and self.headings[before].span.holds(found.start())
            if named and not in_heading:
                start = found.start(1) + named.start(1)
                self.anchors.append(Anchor(Span(start, start + len(named[1])), named[1]))


def _escaped(text: str, at: int) -> bool:
    """True when an odd number of backslashes stands before `at`; markdown-it's tables look at one."""
    return at > 0 and text[at - 1] == "\\"
