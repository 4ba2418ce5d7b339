"""A fast way through the commonest block: a paragraph whose lines start with a letter.

markdown-it asks every block rule about every line. Most lines of a runbook start with a character that no
rule but the paragraph's can want, so this rule stands first, takes those, and leaves all others to
markdown-it's own. What it accepts and yields is what `lheading` and `paragraph` do.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock

# What can open another block, or a reference definition.
_OPENERS = frozenset("`~>*-+_#[<|!?=:0123456789$%\\")
# What the line below a table's header starts with.
_DELIMITERS = frozenset("|-:")


def plain_paragraphs(md: MarkdownIt) -> None:
    """Put the rule before all others."""
    md.block.ruler.before("table", "plain_paragraph", _paragraph)


def _paragraph(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    src, first, indent = state.src, state.bMarks, state.tShift
    if src[first[start_line] + indent[start_line]] in _OPENERS or state.is_code_block(start_line):
        return False
    last = state.lineMax
    ends = state.eMarks
    if start_line + 1 < last and _starts_with(state, start_line + 1, _DELIMITERS):
        return False
    terminators = state.md.block.ruler.getRules("paragraph")
    parent, state.parentType = state.parentType, "paragraph"
    level = 0
    line = start_line + 1
    while line < last:
        at = first[line] + indent[line]
        if at >= ends[line]:
            break
        if state.sCount[line] - state.blkIndent > 3:
            line += 1
            continue
        char = src[at]
        if char in _OPENERS:
            if char in "-=" and state.sCount[line] >= state.blkIndent and line < end_line:
                after = state.skipSpaces(state.skipCharsStr(at, char))
                if after >= ends[line]:
                    level = 1 if char == "=" else 2
                    break
            if state.sCount[line] >= 0 and any(rule(state, line, last, True) for rule in terminators):
                break
        elif (
            # This line may be the header of a table.
            line + 1 < last
            and state.sCount[line] >= 0
            and _starts_with(state, line + 1, _DELIMITERS)
            and any(rule(state, line, last, True) for rule in terminators)
        ):
            break
        line += 1
    content = mdTrim(state.getLines(start_line, line, state.blkIndent, False))
    state.line = line + 1 if level else line
    name, tag = ("heading", f"h{level}") if level else ("paragraph", "p")
    opening = state.push(f"{name}_open", tag, 1)
    opening.map = [start_line, state.line]
    opening.markup = ("=" if level == 1 else "-") if level else ""
    inline = state.push("inline", "", 0)
    inline.content = content
    inline.map = [start_line, line]
    inline.children = []
    state.push(f"{name}_close", tag, -1)
    state.parentType = parent
    return True


def _starts_with(state: StateBlock, line: int, chars: frozenset[str]) -> bool:
    at = state.bMarks[line] + state.tShift[line]
    return at < state.eMarks[line] and state.src[at] in chars
