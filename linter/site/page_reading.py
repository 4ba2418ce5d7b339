"""What a page's scripts must know of its Markdown: where its steps stand, and which code needs care."""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import Any

from linter.catalogue.destructive import destructive_command
from linter.model.page import Page
from linter.parsing.sessions import prompts
from linter.site.knowledge_base import OPERATIONAL

_SHELL = frozenset(
    {
        *("", "bash", "sh", "shell", "zsh", "ksh", "fish", "console", "shell-session", "shellsession", "sh-session"),
        *("terminal", "session", "bash-session", "text", "sql", "psql", "mysql", "postgresql"),
    }
)
_STEP_LENGTH = 120


def read_page(page: Page) -> str:
    """The steps of a page that somebody follows, and the code blocks of any page that are more than their text.

    JSON, because it is kept for every page between two builds: `{"steps": [{line, text}], "blocks": [{text,
    prompts, destructive}]}`.
    """
    steps = _steps(page) if page.kind_name in OPERATIONAL else []
    return json.dumps({"steps": steps, "blocks": _blocks(page)}, ensure_ascii=False, separators=(",", ":"))


def _steps(page: Page) -> list[dict[str, Any]]:
    starts = page.document.line_starts
    outermost: list[dict[str, Any]] = []
    end = 0
    for found in page.lists:
        if found.span.start < end:
            continue
        end = found.span.end
        if found.ordered:
            for item in found.items:
                text = " ".join(page.text[item.text_span.start : item.text_span.end].split())
                outermost.append({"line": bisect_right(starts, item.span.start), "text": text[:_STEP_LENGTH]})
    return outermost


def _blocks(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for block in page.code_blocks:
        if block.language not in _SHELL:
            continue
        text = block.code.rstrip("\n")
        cuts = prompts(text, block.language)
        destroys = destructive_command(text)
        if cuts is None and not destroys:
            continue
        values: dict[str, Any] = {"text": text}
        if cuts is not None:
            values["prompts"] = cuts
        if destroys:
            values["destructive"] = destroys
        found.append(values)
    return found
