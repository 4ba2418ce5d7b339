"""The action items of a post-mortem's section: from a table, a list, a task list, or paragraphs led by bold text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from linter.model.action_item import ActionItem
from linter.model.document import Cell, Document, Item, Table
from linter.model.span import Span
from linter.parsing.times import read_time

_COLUMNS = {
    "text": re.compile(r"action|task|item|description|what|measure|improvement|follow", re.IGNORECASE),
    "owner": re.compile(r"owner|assignee|assigned|responsible|who|lead|team|dri\b", re.IGNORECASE),
    "due": re.compile(r"due|deadline|target|\beta\b|\bby\b|when|date", re.IGNORECASE),
    "link": re.compile(r"ticket|issue|link|jira|tracking|tracker|bug|reference|\bpr\b", re.IGNORECASE),
    "status": re.compile(r"status|state|done|progress|completed", re.IGNORECASE),
}
_OWNER = re.compile(
    r"(?:\b(?:owner|assignee|assigned to|responsible|dri)\b\s*[:=]?\s*)([^,;()\[\]\n|]{1,60})", re.IGNORECASE
)
_HANDLE = re.compile(r"(?<![\w/.`])@([A-Za-z][\w-]{1,38})(?![\w.]*\.)")
_DUE = re.compile(r"\b(?:due|deadline|by|until|before|eta|target)\b[^.;\n]{0,30}", re.IGNORECASE)
# A tracker's key: not a standard, an encoding, a vulnerability or an incident.
_KEY = re.compile(
    r"(?<![\w/-])(?!(?:CVE|UTF|SHA|ISO|RFC|TLS|SSL|INC|SEV|PM|COVID|HTTP|AES|RSA|UTC|GMT)\b)[A-Z][A-Z0-9]{1,9}-\d{1,6}(?![\w-])"
)
_TRACKER = re.compile(
    r"/(?:issues?|pull|pulls|merge_requests|browse|boards?|work_items|tasks?|tickets?|stories|t)/", re.IGNORECASE
)
# A word at the end is a status only where something sets it apart: "(done)", "- done", "status: open".
_STATUS = re.compile(
    r"(?:[(\[*_]{1,3}\s?|\s[-–—]\s|\bstatus\s*[:=]\s*)(done|completed?|closed|resolved|fixed|merged|open|in progress"
    r"|todo|to do|planned|scheduled|backlog|blocked|cancell?ed|won't do)\b[)\]*_]{0,3}\s*\.?\s*$|[✅✔☑]",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:done|complete[d]?|closed|resolved|fixed|merged|implemented|shipped|yes)\b|[✅✔☑]"
    # Decided against: nothing is left to do either.
    r"|\b(?:won'?t (?:do|fix)|wontfix|cancell?ed|declined|rejected|dropped|obsolete|abandoned|duplicate)\b",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(r"\b(?:not|never|to be|partly|partially|half|almost|nearly|in progress)\b", re.IGNORECASE)
_NOBODY = frozenset({"", "-", "–", "—", "n/a", "na", "none", "tbd", "todo", "?", "unassigned", "nobody"})
_BOX = re.compile(r"\[[ xX]\]\s+")
_BOLD_LEAD = re.compile(r"(\*\*|__)(.+?)\1")


def action_items(document: Document, span: Span) -> list[ActionItem]:
    """The items within a section's content, in order."""
    tables = [table for table in document.tables if span.contains(table.span)]
    found = [item for table in tables for item in _of_table(document, table)]
    if found:
        return found
    lists = [every for every in document.lists if span.contains(every.span)]
    level = min((every.level for every in lists), default=0)
    items = [item for every in lists if every.level == level for item in every.items]
    if items:
        return [_of_item(document, item) for item in items]
    return list(_of_paragraphs(document, span))


def _of_table(document: Document, table: Table) -> Iterator[ActionItem]:
    columns = _columns(table.header)
    if "text" not in columns or len(columns) < 2:
        return
    for row in table.rows:
        cells = {name: row[at] for name, at in columns.items() if at < len(row)}
        if "text" not in cells or not cells["text"].text.strip():
            continue
        said = {name: cell.text.strip() for name, cell in cells.items()}
        line = Span(row[0].span.start, row[-1].span.end)
        link = said.get("link", "")
        link = _link(document, cells["link"].span) or link if "link" in cells else _link(document, line)
        status = said.get("status", "")
        yield ActionItem(
            said["text"],
            cells["text"].span,
            _named(said.get("owner", "")) if "owner" in columns else _owner(said["text"]),
            read_time(said.get("due", "")).day if "due" in columns else _due(said["text"]),
            "" if link.casefold() in _NOBODY else link,
            status,
            _is_done(status) or said["text"].startswith("~~"),
        )


def _columns(header: Sequence[Cell]) -> Mapping[str, int]:
    """Which column holds what, the first that says so; the text is the widest guess and comes last."""
    found: dict[str, int] = {}
    for name in ("owner", "due", "link", "status", "text"):
        for at, cell in enumerate(header):
            if at not in found.values() and name not in found and _COLUMNS[name].search(cell.text):
                found[name] = at
    return found


def _of_item(document: Document, item: Item) -> ActionItem:
    whole = document.text[item.span.start : item.span.end]
    box = _BOX.match(document.text, item.text_span.start, item.text_span.end)
    place = Span(box.end(), item.text_span.end) if box else item.text_span
    text = document.text[place.start : place.end].strip()
    status = _STATUS.search(text)
    struck = text.startswith("~~")
    done = item.checked is True or struck or (status is not None and _is_done(status[0]))
    word = (status[1] or "done") if status else ("done" if done else "open" if item.checked is False else "")
    return ActionItem(text, place, _owner(whole), _due(whole), _link(document, item.span), word, done)


def _of_paragraphs(document: Document, span: Span) -> Iterator[ActionItem]:
    for block in document.blocks:
        if block.type != "paragraph" or not span.contains(block.span):
            continue
        text = document.text[block.span.start : block.span.end]
        lead = _BOLD_LEAD.match(text)
        if lead:
            place = Span(block.span.start, block.span.start + lead.end())
            yield ActionItem(lead[2], place, _owner(text), _due(text), _link(document, block.span))


def _is_done(status: str) -> bool:
    status = status.replace("’", "'")
    return _DONE.search(status) is not None and not _NOT_DONE.search(status)


def _owner(text: str) -> str:
    named = _OWNER.search(text)
    if named:
        return _named(named[1])
    handle = _HANDLE.search(text)
    return f"@{handle[1]}" if handle else ""


def _named(text: str) -> str:
    name = text.strip(" *_`:.")
    return "" if name.casefold() in _NOBODY else name


def _due(text: str) -> date | None:
    for found in _DUE.finditer(text):
        day = read_time(found[0]).day
        if day:
            return day
    return None


def _link(document: Document, span: Span) -> str:
    """The ticket: a link to a tracker, else any link, else a tracker's key."""
    links = [link for link in document.links if span.contains(link.span)]
    tracked = next((link.target for link in links if _TRACKER.search(link.target) or _KEY.fullmatch(link.text)), "")
    if tracked:
        return tracked
    key = _KEY.search(document.prose, span.start, span.end)
    return key[0] if key else ""
