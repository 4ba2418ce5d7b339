"""Applying fixes: edits never overlap, all outside of them stays byte for byte, files are replaced as a whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from linter.model.finding import Edit, Finding


class FixedText(NamedTuple):
    """A text after its fixes, and the findings whose fix was applied."""

    text: str
    applied: tuple[Finding, ...]


def fixable(findings: Iterable[Finding], *, unsafe: bool) -> list[Finding]:
    """The new findings that carry a fix one may apply."""
    return [finding for finding in findings if finding.state == "new" and finding.fix and (unsafe or finding.fix.safe)]


def apply_fixes(text: str, findings: Sequence[Finding]) -> FixedText:
    """Apply each finding's fix as a whole, in order of place; one that touches an earlier edit waits a pass."""
    edits: list[Edit] = []
    applied: list[Finding] = []
    for finding in sorted(findings, key=lambda found: found.order):
        if finding.fix is None:
            continue
        own = [edit for edit in finding.fix.edits if edit not in edits]
        if any(_overlap(edit, other) for edit in own for other in edits):
            continue
        edits += own
        applied.append(finding)
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return FixedText(text, tuple(applied))


def write_atomically(path: Path, text: str) -> None:
    """Replace a file by `text`: written beside it, then renamed, mode kept. Raises OSError."""
    target = Path(os.path.realpath(path))
    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, target.stat().st_mode & 0o7777)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _overlap(one: Edit, other: Edit) -> bool:
    if one.start == one.end or other.start == other.end:
        # Two insertions at one place have no order between them; an insertion at an edit's edge is fine.
        return one[:2] == other[:2] or one.start < other.start < one.end or other.start < one.start < other.end
    return one.start < other.end and other.start < one.end
