"""A page as GitHub, editors and this linter read it."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from linter.parsing.containers import indented_containers
from linter.rendering.skeleton import LINE_ATTRIBUTE

_CONTAINERS = frozenset(("admonition", "pymdownx.details", "pymdownx.tabbed"))

_CODE = frozenset(("fence", "code_block"))
_LEADING = re.compile(r"(?m)^[ \t]+")
EMPTY_COMMENT = "<!-- -->"
# python-markdown reads `!!!note` as well as `!!! note`.
_NO_BLANK = re.compile(r"(?m)(?:^|(?<=[ \t]))!!!(?=\w)")


def render_commonmark(text: str, extensions: Collection[str] = ()) -> str:
    """The page as HTML; lists, items, code and tables carry the line (from 0) they come from.

    The body of an admonition, a details block or a tab is read as what it is, not as indented code, where
    the site has an extension for it: those are written for the site, and no accident.
    """
    engine, text = _prepared(text, extensions)
    return str(engine.render(text))


def outline(text: str, extensions: Collection[str] = ()) -> list[tuple[str, str, str]]:
    """The page's blocks with their text: what a safe fix leaves as it was.

    Blanks at the start of a line of text count for nothing, nor do comments and how far apart a list's items stand.
    """
    engine, text = _prepared(text, extensions)
    tokens: list[Token] = []
    engine.block.parse(text, engine, {}, tokens)
    return [
        (token.type, token.content if token.type in _CODE else _LEADING.sub("", token.content), str(token.attrs or ""))
        for token in tokens
        if not token.type.startswith("paragraph_") and not (token.type == "html_block" and _is_comment(token.content))
    ]


def as_shown(text: str, extensions: Collection[str] = ()) -> list[tuple[str, str]]:
    """What a reader sees from top to bottom: the items with their numbers, texts, code.

    Two lists of which the second goes on counting look like one, and are the same here.
    """
    engine, text = _prepared(text, extensions)
    tokens: list[Token] = []
    engine.block.parse(text, engine, {}, tokens)
    shown: list[tuple[str, str]] = []
    counters: list[int | None] = []
    for token in tokens:
        if token.type == "ordered_list_open":
            counters.append(int(str(token.attrs.get("start", 1))))
        elif token.type == "bullet_list_open":
            counters.append(None)
        elif token.type.endswith("_list_close"):
            counters.pop()
        elif token.type == "list_item_open":
            number = counters[-1]
            shown.append(("item", "" if number is None else str(number)))
            counters[-1] = None if number is None else number + 1
        elif token.type in _CODE or token.type == "inline":
            shown.append((token.type, token.content if token.type in _CODE else _LEADING.sub("", token.content)))
    return shown


def _prepared(text: str, extensions: Collection[str]) -> tuple[MarkdownIt, str]:
    with_containers = not _CONTAINERS.isdisjoint(extensions)
    if with_containers and "!!!" in text:
        text = _NO_BLANK.sub("!!! ", text)
    return _engine(with_containers), text


def _is_comment(content: str) -> bool:
    return content.strip() == EMPTY_COMMENT


@cache
def _engine(with_containers: bool) -> MarkdownIt:
    engine = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for name in ("ordered_list_open", "bullet_list_open", "list_item_open", "table_open"):
        engine.add_render_rule(name, _with_line)
    engine.add_render_rule("fence", _code)
    engine.add_render_rule("code_block", _code)
    if with_containers:
        indented_containers(engine)
    return engine


def _with_line(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if token.map:
        token.attrSet(LINE_ATTRIBUTE, str(token.map[0]))
    return str(self.renderToken(tokens, index, options, env))


def _code(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    line = token.map[0] if token.map else -1
    return f'<pre {LINE_ATTRIBUTE}="{line}"><code>{escapeHtml(token.content)}</code></pre>\n'
