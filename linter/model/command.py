"""Commands that a page tells its reader to run."""

from __future__ import annotations

from typing import NamedTuple

from linter.model.document import CodeBlock
from linter.model.span import Span


class Word(NamedTuple):
    """One word of a command. `text` is what the shell makes of it where that is known, else what is written.

    `fixed` is false where a variable, a substitution or a placeholder takes part. `quoted` is true for a word
    that holds quotes.
    """

    text: str
    written: str
    span: Span
    fixed: bool
    quoted: bool


class Command(NamedTuple):
    """A simple command, its wrappers (`sudo`, `time`) taken off. `words` has at least one.

    `outer` is the block's own depth: 0 for a command as written, more for one that another command runs
    (`bash -c '…'`, `kubectl exec … -- …`). `here` is the text of its here-document, if it reads one.
    """

    words: tuple[Word, ...]
    span: Span
    block: CodeBlock
    depth: int = 0
    here: Span | None = None

    @property
    def tool(self) -> str:
        """The program's name without its folder."""
        return self.words[0].text.rsplit("/", 1)[-1]

    @property
    def argv(self) -> tuple[str, ...]:
        """The texts of all words."""
        return tuple(word.text for word in self.words)

    @property
    def text(self) -> str:
        """The command as written, blanks evened out."""
        return " ".join(word.written for word in self.words)
