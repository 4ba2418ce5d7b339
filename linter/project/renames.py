"""Where files went that are gone: by the commits that renamed them, and by the change that is not committed yet."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from linter.project.blobs import text_at
from linter.project.git import run_git
from linter.project.history import History
from linter.project.reading import UnreadableError, read_text

_ALIKE = 0.5
_PAGES = (".md", ".markdown")


def names_now(root: Path, gone: Iterable[str], history: History) -> Mapping[str, str]:
    """The name that each of these files has now; those that Git knows no new name for are left out."""
    committed = {path: history.renames[path].path if path in history.renames else path for path in gone}
    missing = {path for path in committed.values() if not (root / path).is_file()}
    moved = names_since(root, missing, "HEAD") if missing else {}
    found = {path: moved.get(name, name) for path, name in committed.items()}
    return {path: name for path, name in found.items() if name != path}


def names_since(root: Path, gone: Iterable[str], commit: str) -> dict[str, str]:
    """The names that files of a commit have now, committed or not, where they have others.

    First the renames that Git sees, then pages that Git does not know and that read much the same.
    """
    missing = set(gone)
    output = run_git(root, "diff", "-M", "--name-status", "--diff-filter=R", "--relative", "-z", commit)
    fields = [os.fsdecode(field) for field in (output or b"").split(b"\0")]
    moved = {old: new for _, old, new in zip(fields[0::3], fields[1::3], fields[2::3], strict=False) if old in missing}
    unknown = run_git(root, "ls-files", "-o", "--exclude-standard", "-z", "--", ".") if missing - moved.keys() else None
    texts = {
        path: _text(root, path) for path in map(os.fsdecode, (unknown or b"").split(b"\0")) if path.endswith(_PAGES)
    }
    for old in sorted(missing - moved.keys()):
        before = (text_at(root, commit, old) or "").splitlines()
        alike = {new: _likeness(before, text.splitlines()) for new, text in texts.items()} if before else {}
        best = max(alike, key=lambda new: alike[new], default=None)
        if best is not None and alike[best] >= _ALIKE:
            moved[old] = best
            del texts[best]
    return moved


def _likeness(one: list[str], other: list[str]) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _text(root: Path, path: str) -> str:
    try:
        return read_text(root, path)
    except UnreadableError:
        return ""
