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

# python-markdown reads `!!!note` as well as `!!! note`.
_NO_BLANK = re.compile(r"(?m)(?<=^)!!!(?=\w)|(?<=[ \t])!!!(?=\w)")


def render_commonmark(text: str, extensions: Collection[str] = ()) -> str:
    """The page as HTML; lists, items, code and tables carry the line (from 0) they come from.

    The body of an admonition, a details block or a tab is read as what it is, not as indented code, where
    the site has an extension for it: those are written for the site, and no accident.
    """
    with_containers = not _CONTAINERS.isdisjoint(extensions)
    if with_containers and "!!!" in text:
        text = _NO_BLANK.sub("!!! ", text)
    return str(_engine(with_containers).render(text))


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
