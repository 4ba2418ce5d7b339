"""A change as a unified diff, as `git apply` takes it."""

from __future__ import annotations

import difflib
import re

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def unified_diff(path: str, before: str, after: str, new_path: str = "") -> str:
    """The change of one file, empty where there is none. With `new_path`, which may be the same, in Git's form."""
    lines = [f"diff --git a/{path} b/{new_path}\n"] if new_path else []
    if new_path and new_path != path:
        lines += ["similarity index 100%\n"] if before == after else []
        lines += [f"rename from {path}\n", f"rename to {new_path}\n"]
    old, new = _LINE.findall(before), _LINE.findall(after)
    for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{new_path or path}"):
        lines.append(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n")
    return "".join(lines)
