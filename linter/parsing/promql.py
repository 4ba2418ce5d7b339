"""What can be said of a PromQL or LogQL expression without its grammar."""

from __future__ import annotations

import re

# Texts in three kinds of quotes, comments, and brackets; a quote that stands alone is one that nobody closed.
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|`[^`]*`|#[^\n]*|[][(){}"\'`]')
_CLOSES = {")": "(", "]": "[", "}": "{"}


def unclosed_in(expression: str) -> str:
    """What is left open or closed once too often, in words; empty where all brackets and quotes are in pairs."""
    opened: list[str] = []
    for found in _TOKEN.finditer(expression):
        token = found[0]
        if token in "\"'`":
            return f"a quote `{token}` that is not closed"
        if token in "([{":
            opened.append(token)
        elif token in _CLOSES and (not opened or opened.pop() != _CLOSES[token]):
            return f"a `{token}` that nothing opens"
    return f"a `{opened[-1]}` that is not closed" if opened else ""
