"""What a change writes and deletes: the one that is staged, or the one since a revision; and files as they were."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from linter.project.blobs import text_at, texts_at
from linter.project.git import run_git
from linter.project.reading import UnreadableError, read_text

if TYPE_CHECKING:
    from linter.project.project import PageReader

_CONCERNING = (".md", ".markdown", ".yml", ".yaml", ".toml")
_TEXTS = (*_CONCERNING, ".json", ".rules")


class Changes(NamedTuple):
    """What is written and what is gone, paths relative to the root. A rename is a path gone and a path written."""

    written: frozenset[str]
    gone: frozenset[str]


def staged_changes(root: Path) -> Changes | None:
    """What is staged against HEAD below the root; None where Git cannot say."""
    against = "HEAD" if run_git(root, "rev-parse", "--verify", "-q", "HEAD") else _empty_tree(root)
    return None if against is None else _differences(root, "--cached", against)


def changes_since(root: Path, commit: str) -> Changes | None:
    """What differs below the root from a commit, what is not committed yet among it; None where Git cannot say."""
    tracked = _differences(root, commit)
    unknown = run_git(root, "ls-files", "-o", "--exclude-standard", "-z", "--", ".")
    if tracked is None or unknown is None:
        return None
    return Changes(tracked.written | _paths(unknown), tracked.gone)


def _differences(root: Path, *against: str) -> Changes | None:
    output = run_git(root, "diff", "--name-status", "--no-renames", "--relative", "-z", *against)
    if output is None:
        return None
    written: set[str] = set()
    gone: set[str] = set()
    fields = [os.fsdecode(field) for field in output.split(b"\0")]
    for status, path in zip(fields[0::2], fields[1::2], strict=False):
        (gone if status == "D" else written).add(path)
    return Changes(frozenset(written), frozenset(gone))


def commit_named(root: Path, revision: str) -> str | None:
    """The commit that a revision names; None where Git knows none."""
    output = run_git(root, "rev-parse", "--verify", "-q", "--end-of-options", f"{revision}^{{commit}}")
    return output.decode().strip() if output else None


def lacks_contents(root: Path, commit: str, changes: Changes) -> bool:
    """Whether Git cannot show what the changed pages were at a commit, as in a partial clone."""
    listed = run_git(root, "ls-tree", "-r", "-z", "--name-only", commit)
    if listed is None:
        return True
    asked = [path for path in (changes.written | changes.gone) & _paths(listed) if path.endswith(_TEXTS)]
    names = b"".join(os.fsencode(f"{commit}:./{path}\n") for path in sorted(asked) if "\n" not in path)
    found = run_git(root, "cat-file", "--batch-check", input=names)
    return found is None or any(line.endswith(b" missing") for line in found.splitlines())


def merge_base(root: Path, revision: str) -> str | None:
    """The commit at which HEAD and a revision part; None where Git knows none."""
    output = run_git(root, "merge-base", "--end-of-options", revision, "HEAD")
    return output.decode().strip() if output else None


def concerns(changes: Changes) -> bool:
    """Whether a commit can matter to a knowledge base.

    A file that goes may be a link's target; of what is written, only pages, records and settings matter.
    """
    return bool(changes.gone) or any(path.endswith(_CONCERNING) for path in changes.written)


def files_at(root: Path, commit: str) -> list[str]:
    """All files of a commit below the root; none where there is no such commit."""
    return sorted(_paths(run_git(root, "ls-tree", "-r", "-z", "--name-only", commit) or b""))


def staged_files(root: Path) -> list[str]:
    """All files of the index below the root."""
    return sorted(_paths(run_git(root, "ls-files", "-z", "--cached") or b""))


def reader_at(root: Path, changes: Changes, revision: str) -> PageReader:
    """Reads changed files as Git has them at `revision` (empty: the index), all others from disk."""
    texts: dict[str, str | None] | None = None

    def read(path: str) -> str | None:
        nonlocal texts
        if path in changes.written or path in changes.gone:
            if texts is None:
                # All at once: a process for each of a thousand files takes longer than to lint them.
                names = {path for path in changes.written | changes.gone if path.endswith(_TEXTS)}
                texts = texts_at(root, revision, names)
            return texts[path] if path in texts else text_at(root, revision, path)
        try:
            return read_text(root, path)
        except UnreadableError:
            return None

    return read


def _paths(output: bytes) -> frozenset[str]:
    return frozenset(os.fsdecode(path) for path in output.split(b"\0") if path)


def _empty_tree(root: Path) -> str | None:
    output = run_git(root, "hash-object", "-t", "tree", "--stdin", input=b"")
    return output.decode().strip() if output else None
