"""Inline Markdown with positions.

markdown-it's inline tokens carry no column. Its rules are kept, only the loop that calls them is ours:
it notes where each match started and ended. Emphasis is left to those who need a heading's plain text:
nothing else here depends on it, and it is the dearest rule.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_NEEDED = re.compile(r"[`\[<]")
_TERMINATORS = re.compile(r"[\n!&<\[\]\\`]")
_MOST_SEARCHED = 2_000_000
_LONG_TEXT = 10_000
_REFERENCE_LIKE = re.compile(r"\[([^\[\]]{1,999}+)\]\[([^\[\]]{0,999}+)\]")


class Piece(NamedTuple):
    """One match in the inline content, in offsets of that content.

    `type` is "link", "image", "code", "html", "autolink" or "undefined". `target` is unescaped;
    `target_start`/`target_end` place it in the content, -1 where it stands in the definition of `label`.
    """

    type: str
    start: int
    end: int
    text: str = ""
    target: str = ""
    target_start: int = -1
    target_end: int = -1
    label: str = ""


class PlacedInline(ParserInline):
    """The inline parser that notes where each rule matched, in `env["matches"]`."""

    def __init__(self) -> None:
        super().__init__()
        self.terminator_re = _TERMINATORS

    def tokenize(self, state: StateInline) -> None:
        """Generate tokens for the state's range, as the parent does, noting each match."""
        rules = self.ruler.getRules("")
        limit = state.md.options["maxNesting"]
        matches: list[tuple[int, int, Token | None]] = state.env["matches"]
        last_closing = state.src.rfind("]", 0, state.posMax)
        while state.pos < state.posMax:
            start, before = state.pos, len(state.tokens)
            # Each bracket that opens nothing is searched to the end: a page of brackets would take hours.
            bracket = state.src[start] == "["
            opening = bracket or state.src.startswith("![", start)
            hopeless = opening and (start > last_closing or state.env["searched"] > _MOST_SEARCHED)
            if not hopeless and state.level < limit and any(rule(state, False) for rule in rules):
                if len(state.tokens) > before:
                    token = next((t for t in state.tokens[before:] if t.type != "text"), None)
                    if token is not None:
                        matches.append((start, state.pos, token))
                continue
            if opening:
                state.env["searched"] += state.posMax - start
            if bracket:
                matches.append((start, start, None))
            state.pending += state.src[start]
            state.pos = start + 1
            if len(state.pending) > _LONG_TEXT:  # It is copied whenever it grows.
                state.pushPending()
        if state.pending:
            state.pushPending()


def needs_inline(content: str) -> bool:
    """False when the content can hold no link, image, code, HTML or reference."""
    return _NEEDED.search(content) is not None


def read_inline(md: MarkdownIt, content: str, env: dict[str, Any]) -> list[Piece]:
    """The pieces of an inline content, in order of their starts. `env` holds the page's references."""
    matches: list[tuple[int, int, Token | None]] = []
    env["matches"] = matches
    env["searched"] = 0
    tokens: list[Token] = []
    md.inline.parse(content, md, env, tokens)
    pieces: list[Piece] = []
    # By identity: to look for each among all takes minutes where a page has ten thousand links in one paragraph.
    numbers = {id(token): number for number, token in enumerate(tokens)}
    for start, end, token in matches:
        if token is None:
            undefined = _undefined(content, start, env)
            if undefined:
                pieces.append(undefined)
        elif token.type == "code_inline":
            pieces.append(Piece("code", start, end, token.content))
        elif token.type == "html_inline":
            pieces.append(Piece("html", start, end, token.content))
        elif token.type == "image":
            pieces.append(_target(md, content, start, end, "image", token.content, str(token.attrs["src"])))
        elif token.type == "link_open":
            text = _text_of_link(tokens, numbers[id(token)] + 1) if id(token) in numbers else ""
            if token.info == "auto":
                pieces.append(Piece("autolink", start, end, text, text, start + 1, end - 1))
            else:
                pieces.append(_target(md, content, start, end, "link", text, str(token.attrs["href"])))
    pieces.sort(key=lambda piece: (piece.start, -piece.end))
    return pieces


def _text_of_link(tokens: Sequence[Token], first: int) -> str:
    """The text of the tokens from a link's first one to its end."""
    text: list[str] = []
    for number in range(first, len(tokens)):
        if tokens[number].type == "link_close":
            break
        text.append(" " if tokens[number].type == "softbreak" else tokens[number].content)
    return "".join(text)


def _target(md: MarkdownIt, content: str, start: int, end: int, kind: str, text: str, target: str) -> Piece:
    """Where the target of `[text](target)` stands; the rule that matched says only that it does."""
    state = StateInline(content, md, {"matches": [], "searched": 0, "references": {}}, [])
    bracket = start + 1 if kind == "image" else start
    close = md.helpers.parseLinkLabel(state, bracket, False)
    if close + 1 < end and content[close + 1] == "(":
        at = close + 2
        while at < end and content[at] in " \t\n":
            at += 1
        destination = md.helpers.parseLinkDestination(content, at, end)
        if not destination.ok:
            return Piece(kind, start, end, text, target, at, at)
        after = destination.pos
        if content[at : at + 1] == "<":
            at, after = at + 1, after - 1
        return Piece(kind, start, end, text, target, at, after)
    label = content[bracket + 1 : close]
    if close + 1 < end and content[close + 1] == "[":
        label = content[close + 2 : end - 1] or label
    return Piece(kind, start, end, text, target, label=label)


def _undefined(content: str, start: int, env: dict[str, Any]) -> Piece | None:
    found = _REFERENCE_LIKE.match(content, start)
    if not found or (start and (content[start - 1].isalnum() or content[start - 1] in "_)]\\")):
        return None
    label = found[2] or found[1]
    if label.startswith("^") or found[1].startswith("^"):
        return None
    return Piece("undefined", start, found.end(), found[1], label=label)


class ContentMap:
    """From offsets in an inline content to offsets in the original text."""

    __slots__ = ("_content", "_original")

    def __init__(self, pairs: Sequence[tuple[int, int]]) -> None:
        self._content = [content for content, _ in pairs]
        self._original = [original for _, original in pairs]

    def start(self, offset: int) -> int:
        """Where the content's character at `offset` stands in the original."""
        index = max(bisect_right(self._content, offset) - 1, 0)
        return self._original[index] + offset - self._content[index]

    def end(self, offset: int) -> int:
        """The end in the original of a range that ends before the content's `offset`."""
        return self.start(offset - 1) + 1 if offset else self.start(0)
