"""From causes to what a reader is told: one place per list and kind of trouble, with the edits that mend it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

from linter.model.document import CodeBlock, Document
from linter.model.finding import Edit, Fix
from linter.model.span import Span
from linter.rendering.causes import INDENT, Cause, Outermost, Reason, that_apply
from linter.rendering.commonmark import EMPTY_COMMENT
from linter.rendering.realignment import blank_line_before, line_break, move_left, move_right, realign

_BLANK_LINE: frozenset[Reason] = frozenset(("swallowed-list", "list-at-fence", "joined-item", "swallowed-table"))
_BY_LAYOUT: frozenset[Reason] = _BLANK_LINE | frozenset(
    ("cut-code", "cut-table", "cut-text", "flat-item", "ragged-fence", "parenthesis", "longer-closing")
)


# A page with more trouble than this is no page that someone wrote: it is told so, and left alone.
_MOST_CAUSES = 500


class Repair(NamedTuple):
    """The first of the causes that one fix mends, or a cause that none does."""

    cause: Cause
    fix: Fix | None


JOINING = frozenset({"renumbered", "numbered-on", "glued-fence"})
"""The reasons whose fix may make one list of two."""


def find_repairs(document: Document, causes: list[Cause], extensions: Collection[str]) -> list[Repair]:
    """The causes that matter with these extensions, one per outermost list and fix, in order of place."""
    causes = that_apply(causes, extensions)
    if len(causes) > _MOST_CAUSES:
        return [Repair(cause, None) for cause in {cause.reason: cause for cause in reversed(causes)}.values()]
    groups: dict[Outermost, list[Cause]] = {}
    alone: list[Cause] = []
    for cause in causes:
        if cause.outermost:
            groups.setdefault(cause.outermost, []).append(cause)
        else:
            alone.append(cause)
    found = [Repair(cause, _fix_outside_lists(document, cause)) for cause in alone]
    for outermost, members in groups.items():
        found += _in_list(document, outermost, members)
    return sorted(found, key=lambda repair: repair.cause.span)


def _in_list(document: Document, outermost: Outermost, causes: Sequence[Cause]) -> list[Repair]:
    found: list[Repair] = []
    inline = [cause for cause in causes if cause.reason == "inline-code"]
    codes = {code.span.start: code for code in document.code_blocks}
    without_fences = bool(inline) and not any(codes[cause.span.start].info for cause in inline)
    by_layout = [cause for cause in causes if cause.reason in _BY_LAYOUT or (without_fences and cause in inline)]
    # Where code runs on to the end of its item, nobody knows what of it is code.
    unclear = any(cause.reason == "unclosed-fence" for cause in causes)
    if by_layout and unclear:
        found.append(Repair(by_layout[0], None))
    elif by_layout:
        found.append(Repair(by_layout[0], _layout(document, outermost, causes, without_fences, safe=True)))
    if inline and not without_fences:
        fix = None if unclear else _layout(document, outermost, causes, True, safe=False)
        found.append(Repair(inline[0], fix))
    others: dict[Reason, Cause] = {}
    for cause in causes:
        if cause not in by_layout and cause not in inline:
            others.setdefault(cause.reason, cause)
    for cause in others.values():
        fix = None
        if cause.reason == "mixed-lists":
            fix = _comment_between(document, cause)
        elif cause.reason in ("renumbered", "numbered-on") and cause.depth == 1 and not outermost.base:
            fix = _join(document, outermost.span.start)
        found.append(Repair(cause, fix))
    return found


def _layout(
    document: Document, outermost: Outermost, causes: Sequence[Cause], without_fences: bool, *, safe: bool
) -> Fix | None:
    blank_before = [cause.span.start for cause in causes if cause.reason in _BLANK_LINE]
    edits = list(realign(document, outermost, blank_before, without_fences=without_fences))
    for cause in causes:
        if cause.reason == "parenthesis":
            edits.append(Edit(cause.span.end - 1, cause.span.end, "."))
        elif cause.reason == "longer-closing" and not without_fences:
            edits.append(_shorter_closing(document, cause))
    return Fix(tuple(sorted(edits)), safe) if edits else None


def _fix_outside_lists(document: Document, cause: Cause) -> Fix | None:
    if cause.reason == "swallowed-table":
        return Fix((blank_line_before(document, cause.span.start),), True)
    code = _code_at(document, cause.span.start)
    if code is None:
        return None
    if cause.reason in ("indented-fence", "ragged-fence"):
        return Fix(move_left(document, code), True)
    if cause.reason == "longer-closing":
        return Fix((_shorter_closing(document, cause),), True)
    if cause.reason == "unclosed-fence":
        return _close(document, code)
    if cause.reason == "glued-fence":
        return _part_or_join(document, code)
    return None


def _code_at(document: Document, start: int) -> CodeBlock | None:
    return next((code for code in document.code_blocks if code.span.start == start), None)


def _shorter_closing(document: Document, cause: Cause) -> Edit:
    """The closing fence as long as the opening one."""
    code = _code_at(document, cause.span.start)
    assert code is not None
    text = document.text
    char = text[code.span.start]
    opening = text[code.span.start : code.span.end]
    length = len(opening) - len(opening.lstrip(char))
    end = code.span.start + len(opening.rstrip())
    start = end - (end - code.span.start - len(opening.rstrip().rstrip(char)))
    return Edit(start + length, end, "")


def _close(document: Document, code: CodeBlock) -> Fix | None:
    """Close a fence that nothing closes, unless it swallowed what looks like the rest of the page."""
    text = document.text
    if "\n\n" in code.code.strip() or "```" in code.code or "~~~" in code.code:
        return None
    opening = text[code.span.start : code.span.end]
    fence = opening[: len(opening) - len(opening.lstrip(opening[0]))]
    end = code.lines[-1].end if code.lines else code.span.end
    end = code.span.start + len(text[code.span.start : end].rstrip())
    start = document.line_starts[bisect_right(document.line_starts, code.span.start) - 1]
    return Fix((Edit(end, end, line_break(text, start) + text[start : code.span.start] + fence),), True)


def _part_or_join(document: Document, code: CodeBlock) -> Fix | None:
    """Mend a fence at the margin right below an item, which the site shows inside the item.

    Where numbers go on behind it, a blank line would make the site start at 1 again, so the code is better indented.
    Elsewhere a blank line parts the two.
    """
    after = next((found for found in document.lists if found.level == 0 and found.span.start > code.span.start), None)
    before = next(found for found in reversed(document.lists) if found.level == 0 and found.span.end <= code.span.start)
    between = document.blocks_in(Span(code.span.start, after.span.start)) if after else ()
    if after and after.ordered and before.ordered and all(block.type == "code" for block in between):
        return _join(document, after.span.start)
    edits = [blank_line_before(document, code.span.start)]
    if after and not document.text[code.span.end : after.span.start].strip(" \t").count("\n") > 1:
        edits.append(blank_line_before(document, after.span.start))
    return Fix(tuple(edits), True)


def _join(document: Document, start: int) -> Fix | None:
    """Take the code between a list and the one at `start` into the first one's last item, so that the two are one.

    CommonMark sees one list then where it saw two. That is safe where the numbers went on, for then they stay as they
    were and the code moves under the step it belongs to.
    """
    lists = [found for found in document.lists if found.level == 0 and found.span.start <= start]
    if len(lists) < 2 or lists[-1].span.start != start:
        return None
    before, after = lists[-2:]
    if not before.ordered or before.items[-1].marker[-1] != after.items[0].marker[-1]:
        return None
    between = {block.span for block in document.blocks_in(Span(before.span.end, start))}
    codes = [code for code in document.code_blocks if code.span in between and code.fenced and not code.indent]
    if not codes or len(codes) < len(between):
        return None
    edits = [edit for code in codes for edit in move_right(document, code, INDENT)]
    nested = any(found.level and before.span.contains(found.span) for found in document.lists)
    glued = [not _has_blank_before(document, code.span.start) for code in codes]
    if nested and glued[0]:
        edits.append(blank_line_before(document, codes[0].span.start))
    if not _has_blank_before(document, start) and (nested or not all(glued)):
        edits.append(blank_line_before(document, start))
    return Fix(tuple(_merged(edits)), after.start == before.start + len(before.items))


def _has_blank_before(document: Document, offset: int) -> bool:
    starts = document.line_starts
    line = bisect_right(starts, offset) - 1
    return line == 0 or document.text[starts[line - 1] : starts[line]].isspace()


def _merged(edits: list[Edit]) -> list[Edit]:
    """Insertions at one place as one, a line break first."""
    merged: dict[tuple[int, int], str] = {}
    for start, end, text in sorted(edits, key=lambda edit: (edit.start, edit.text.strip(" ") == "")):
        merged[start, end] = merged.get((start, end), "") + text
    return [Edit(start, end, text) for (start, end), text in sorted(merged.items())]


def _comment_between(document: Document, cause: Cause) -> Fix:
    """An empty comment parts two lists for python-markdown, and is nothing to CommonMark."""
    starts, text = document.line_starts, document.text
    start = starts[bisect_right(starts, cause.span.start) - 1]
    ending = line_break(text, start)
    indent = text[start : cause.span.start]
    before = "" if text[:start].endswith(("\n\n", "\r\n\r\n")) else ending
    return Fix((Edit(start, start, f"{before}{indent}{EMPTY_COMMENT}{ending}{ending}"),), True)
