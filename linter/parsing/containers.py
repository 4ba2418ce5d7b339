"""What mkdocs sites indent by four: admonitions (`!!!`), details (`???`) and tabs (`===`).

To CommonMark their content would be indented code, and every link and heading in it would be lost.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_OPENING = re.compile(r'(?:!!!|\?\?\?\+?)[ \t]*[\w"\'][^\n]*|===[!+]{0,2}[ \t]+["\'][^\n]*')
_INTERRUPTS = ["paragraph", "reference", "blockquote", "list"]


def has_container(text: str) -> bool:
    """Cheap look whether the text can hold such a block at all."""
    return "!!!" in text or "???" in text or '=== "' in text or "=== '" in text


def indented_containers(md: MarkdownIt) -> None:
    """Teach a parser these blocks: tokens `admonition_open`, `admonition_close`."""
    md.block.ruler.before("fence", "indented_container", _container, {"alt": _INTERRUPTS})


def _container(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not _OPENING.match(state.src, start, state.eMarks[start_line]):
        return False
    if silent:
        return True
    indent = state.sCount[start_line] + 4
    after = start_line + 1
    while after < end_line and (state.isEmpty(after) or state.sCount[after] >= indent):
        after += 1
    while after > start_line + 1 and state.isEmpty(after - 1):
        after -= 1
    token = state.push("admonition_open", "div", 1)
    token.map = [start_line, after]
    before = (state.lineMax, state.blkIndent)
    state.lineMax, state.blkIndent = after, indent
    state.md.block.tokenize(state, start_line + 1, after)
    state.lineMax, state.blkIndent = before
    state.push("admonition_close", "div", -1)
    state.line = after
    return True
