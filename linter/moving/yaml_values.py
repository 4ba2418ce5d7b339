"""Writing a value into YAML where another stands, with the quotes that it needs."""

from __future__ import annotations

import json
import re

from linter.model.finding import Edit
from linter.model.span import Span

_PLAIN = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./@+,=~%()#-]*(?: [A-Za-z0-9_./@+=~%()-]+)*")


def yaml_edit(text: str, span: Span, value: str) -> Edit:
    """The edit that puts `value` in place of the scalar whose content is at `span`, quotes around it aside."""
    quote = text[span.start - 1 : span.start]
    if quote not in ('"', "'") or text[span.end : span.end + 1] != quote:
        plain = _PLAIN.fullmatch(value) or "://" in value
        return Edit(*span, value if plain else json.dumps(value, ensure_ascii=False))
    inner = json.dumps(value, ensure_ascii=False)[1:-1] if quote == '"' else value.replace("'", "''")
    return Edit(*span, inner)
