"""The contents that Git keeps, read one after another from a single process."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from types import TracebackType
from typing import Self

from linter.project.git import start_git
from linter.project.reading import MAX_BYTES, UnreadableError, decode
from linter.trend.commits import PastError

_MOST_REMEMBERED = 32_000_000


class Blobs:
    """Reads contents by their names; the latest are remembered. Raises PastError where Git cannot be started."""

    def __init__(self, root: Path) -> None:
        self._texts: OrderedDict[str, str | None] = OrderedDict()
        self._remembered = 0
        try:
            self._git = start_git(root, "cat-file", "--batch")
        except OSError as error:
            raise PastError(f"Git cannot be started: {error.strerror or error}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._git.kill()
        self._git.communicate()

    def text(self, blob: str) -> str | None:
        """A content as text; None for what is no text, or too large for one. Raises PastError where it is not there."""
        if blob not in self._texts:
            try:
                text: str | None = decode(self._data(blob))
            except UnreadableError:
                text = None
            self._texts[blob] = text
            self._remembered += len(text or "")
            while self._remembered > _MOST_REMEMBERED and len(self._texts) > 1:
                self._remembered -= len(self._texts.popitem(last=False)[1] or "")
        self._texts.move_to_end(blob)
        return self._texts[blob]

    def target(self, blob: str) -> str:
        """What a symbolic link names; empty for what cannot be a path."""
        return self.text(blob) or ""

    def _data(self, blob: str) -> bytes:
        """The bytes, no more than tell that there are too many."""
        stdin, stdout = self._git.stdin, self._git.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(blob.encode("ascii") + b"\n")
            stdin.flush()
            answer = stdout.readline().split()
        except OSError:
            answer = []
        if len(answer) != 3 or not answer[2].isdigit():
            raise PastError(
                "this clone lacks the contents of older commits (a partial clone): clone without `--filter`,"
                " or fetch them with `git fetch --refetch --no-filter`"
            )
        size = int(answer[2])
        kept = stdout.read(min(size, MAX_BYTES + 1))
        left = size - len(kept)
        while left > 0:
            left -= len(stdout.read(min(left, MAX_BYTES))) or left
        stdout.read(1)
        return kept
