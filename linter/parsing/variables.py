"""Shell variables: which ones code sets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from linter.model.document import CodeBlock

_SET = re.compile(
    r"(?:^|[\s;&|(])(?:(?:export|local|declare|readonly|typeset)\s+)?([A-Za-z_]\w*)\+?="
    r"|\b(?:for|select)\s+([A-Za-z_]\w*)\s+in\b"
    r"|\bread\s+(?:-\w+\s+(?:'[^'\n]*'\s+|\"[^\"\n]*\"\s+)?)*([A-Za-z_]\w*)",
    re.MULTILINE,
)


def variables_set(blocks: Iterable[CodeBlock]) -> frozenset[str]:
    """The names that the code assigns, reads or loops over."""
    return frozenset(name for block in blocks for found in _SET.finditer(block.code) for name in found.groups() if name)
