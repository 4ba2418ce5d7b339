"""Shell code that is nothing but simple commands, as the words that they consist of.

For trying a page's commands without a shell: whatever a shell would do with a word or between two commands
(substitute, redirect, pipe, glob, assign) makes the code unfit.
"""

from __future__ import annotations

import re
from typing import Any

from linter.parsing.placeholders import PLACEHOLDER
from linter.parsing.sessions import typed
from linter.parsing.shell import shell_tree

_SHELL_CHARACTERS = re.compile(r"[*?~{}\[\]!$`\\]")


class NotSimpleError(Exception):
    """The code is more than simple commands. The text says what stands in the way."""


def simple_commands(code: str, language: str) -> list[tuple[str, ...]]:
    """The commands of a block, prompts and output left out, each as its words. Raises NotSimpleError."""
    text = re.sub(r"[ \t]*\\\n[ \t]*", " ", typed(code, language))
    placeholder = PLACEHOLDER.search(text)
    if placeholder:
        raise NotSimpleError(f"`{placeholder[0]}` is to be filled in")
    if not text.isascii():
        raise NotSimpleError("it holds characters other than ASCII")
    root = shell_tree(text.encode("ascii"))
    if root.has_error:
        raise NotSimpleError("it cannot be read as shell code")
    found: list[tuple[str, ...]] = []
    for node in root.children:
        if node.type == "comment":
            continue
        if node.type != "command":
            raise NotSimpleError(f"`{_shown(text, node)}` is more than one simple command")
        found.append(tuple(_word(text, child) for child in node.children))
    between = _between(text, root)
    if between:
        raise NotSimpleError(f"`{between}` joins commands: write one on each line")
    return found


def _word(text: str, node: Any) -> str:
    written = text[node.start_byte : node.end_byte]
    if node.type == "command_name" and node.child_count == 1:
        return _word(text, node.children[0])
    if node.type == "raw_string":
        return written[1:-1]
    if node.type == "string":
        if any(child.type not in ("string_content", '"') for child in node.children) or re.search(r"[$`\\!]", written):
            raise NotSimpleError(f"the shell would change `{written}`")
        return written[1:-1]
    if node.type in ("word", "number"):
        if _SHELL_CHARACTERS.search(written):
            raise NotSimpleError(f"the shell would change `{written}`")
        return written
    if node.type == "concatenation":
        return "".join(_word(text, child) for child in node.children)
    raise NotSimpleError(f"`{_shown(text, node)}` is more than a word")


def _between(text: str, root: Any) -> str:
    """What stands between the commands besides line breaks and comments."""
    at = 0
    for node in root.children:
        gap = text[at : node.start_byte].strip()
        if gap:
            return gap
        at = node.end_byte
    return text[at:].strip()


def _shown(text: str, node: Any) -> str:
    return " ".join(text[node.start_byte : node.end_byte].split())[:60]
