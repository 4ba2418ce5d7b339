"""The entrance: Markdown text to Document."""

from __future__ import annotations

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from linter.model.document import Document
from linter.parsing.containers import has_container, indented_containers
from linter.parsing.front_matter import read_front_matter
from linter.parsing.inline import PlacedInline
from linter.parsing.lines import Lines
from linter.parsing.plain_paragraph import plain_paragraphs
from linter.parsing.reader import DocumentReader

# Deep enough for any real page, shallow enough for Python's stack.
_MAX_NESTING = 60
# Directive fences within directive fences.
_MAX_DIRECTIVES = 5


def read_document(text: str) -> Document:
    """The Document of a text. Never raises for what is in it."""
    lines = Lines(text)
    front_matter, skipped = read_front_matter(lines)
    source = "\n".join([""] * skipped + lines.texts[skipped:]).replace("\0", "\ufffd")
    md = _parser(has_container(text))
    env: dict[str, Any] = {"references": {}, "matches": [], "searched": 0}
    tokens = _tokens(md, source, env, 0)
    return DocumentReader(text, lines, front_matter, md, env).read(tokens)


def _tokens(md: MarkdownIt, source: str, env: dict[str, Any], depth: int) -> list[Token]:
    tokens: list[Token] = []
    md.block.parse(source, md, env, tokens)
    if depth >= _MAX_DIRECTIVES or "{" not in source:
        return tokens
    expanded: list[Token] = []
    for token in tokens:
        expanded.append(token)
        if token.type == "fence" and token.map and token.info.startswith("{") and _holds_markdown(token.info):
            first = token.map[0] + 1
            token.type = "directive"
            for inner in _tokens(md, token.content, env, depth + 1):
                if inner.map:
                    inner.map = [inner.map[0] + first, inner.map[1] + first]
                expanded.append(inner)
    return expanded


_PROSE_DIRECTIVES = frozenset(
    [
        "admonition",
        "attention",
        "caution",
        "danger",
        "error",
        "hint",
        "important",
        "note",
        "seealso",
        "tip",
        "warning",
        "dropdown",
        "card",
    ]
)


def _holds_markdown(info: str) -> bool:
    """True for a MyST fence such as ```{note}, whose content is prose rather than code."""
    return info[1:].split("}", 1)[0].strip().lower() in _PROSE_DIRECTIVES


@cache
def _parser(with_containers: bool) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    plain_paragraphs(md)
    md.inline = PlacedInline()
    md.inline.ruler.disable(["linkify", "strikethrough", "emphasis"])
    md.inline.ruler2.disable(["balance_pairs", "strikethrough", "emphasis", "fragments_join"])
    # What a link says is checked here, not opened: every target counts, as it was written.
    md.validateLink = _any_target  # type: ignore[method-assign]
    md.normalizeLink = _as_written  # type: ignore[method-assign]
    md.normalizeLinkText = _as_written  # type: ignore[method-assign, assignment]
    if with_containers:
        indented_containers(md)
    return md


def _any_target(url: str) -> bool:
    return True


def _as_written(url: str) -> str:
    return url
