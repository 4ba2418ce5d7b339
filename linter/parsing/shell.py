"""Shell code to commands, with the exact place of each word.

A block is first cleaned (prompts and output blanked, placeholders made words), keeping every position; then
tree-sitter reads it. What stands inside of something it could not read is left alone: silence beats a guess.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from linter.model.command import Command, Word
from linter.model.document import CodeBlock
from linter.model.span import Span
from linter.parsing.placeholders import PLACEHOLDER, masked
from linter.parsing.sessions import OUTPUT, prompts
from linter.parsing.wrappers import inner_start, inner_text

SHELL_LANGUAGES = frozenset(
    {
        *("bash", "sh", "shell", "zsh", "ksh", "console", "shell-session", "shellsession", "sh-session", "session"),
        *("terminal", "bash-session"),
    }
)
# The tools whose name at the start of a line makes an unlabelled block shell code.
_TOOLS = re.compile(
    r"^[ \t]*(?:[$#%][ \t]+)?(?:sudo[ \t]+)?(?:kubectl|oc|docker|podman|helm|git|systemctl|journalctl|curl|ssh|psql"
    r"|pg_\w+|etcdctl|amtool|promtool|terraform|aws|gcloud|az|openssl|redis-cli|kafka-[\w-]+|patronictl|ceph|rbd|virtctl"
    r"|nodetool|mysql|export|cat|grep|df|du|ls|ps|kill|rm|cp|mv|chmod|chown|apt-get|apt|yum|dnf|pip|npm|make|dig"
    r"|nslookup|ip|ss|netstat|iptables|tar|find|awk|sed|jq|watch|for|while|if)(?=[ \t]|$)",
    re.MULTILINE,
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LONGEST = 100_000
_DEEPEST = 3
_WORDS = frozenset({"word", "number", "raw_string", "string", "concatenation", "simple_expansion", "expansion"})
_STATIC = frozenset({"word", "number", "raw_string", "string_content", "command_name"})


def is_shell(block: CodeBlock) -> bool:
    """True for a block labelled as shell, and for an unlabelled one that starts like it."""
    if block.language:
        return block.language in SHELL_LANGUAGES
    return _TOOLS.search(block.code[:2000]) is not None


def commands_of(blocks: Sequence[CodeBlock]) -> list[Command]:
    """The commands of all shell blocks, in order."""
    found: list[Command] = []
    for block in blocks:
        if is_shell(block) and len(block.code) <= _LONGEST:
            found += _Reader(block).commands()
    return found


class _Piece(NamedTuple):
    """A text that is shell code, and where its characters stand in the block's code."""

    text: str
    at: int
    depth: int


class _Reader:
    """Reads one block."""

    def __init__(self, block: CodeBlock) -> None:
        self._block = block
        self._code = block.code.rstrip("\n")
        self._starts = [0]
        for line in self._code.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def commands(self) -> Iterator[Command]:
        cuts = prompts(self._code, self._block.language)
        text = self._code
        if cuts is not None:
            text = "\n".join(
                " " * len(line) if cut == OUTPUT else " " * cut + line[cut:]
                for line, cut in zip(text.split("\n"), cuts, strict=True)
            )
        yield from self._read(_Piece(text, 0, 0))

    def _read(self, piece: _Piece) -> Iterator[Command]:
        # One byte a character: tree-sitter counts bytes.
        source = _NOT_ASCII.sub("x", masked(piece.text)).encode("ascii")
        stack: list[tuple[Any, Any]] = [(shell_tree(source), None)]
        found: list[Command] = []
        while stack:
            node, redirected = stack.pop()
            if node.type == "ERROR" or (node.type == "command" and node.has_error):
                continue
            if node.type == "command":
                command = self._command(node, piece, redirected)
                if command:
                    found.append(command)
                # A substitution within a word is a command of its own.
                stack += [(child, None) for child in node.children if child.child_count]
                continue
            redirected = node if node.type == "redirected_statement" else None
            stack += [(child, redirected) for child in node.children]
        found.sort(key=lambda command: command.span)
        for command in found:
            yield from self._unwrapped(command)

    def _command(self, node: Any, piece: _Piece, redirected: Any) -> Command | None:
        """The command of a node; `redirected` is the statement around it that says where its output goes."""
        words: list[Word] = []
        for child in node.children:
            if child.type in ("variable_assignment", "file_redirect", "herestring_redirect", "heredoc_redirect"):
                continue
            words.append(self._word(child, piece))
        if not words:
            return None
        here = None
        if redirected is not None:
            words += self._words_around(node, redirected, piece)
            here = self._here(redirected, piece)
        return Command(tuple(words), Span(words[0].span.start, words[-1].span.end), self._block, piece.depth, here)

    def _words_around(self, node: Any, redirected: Any, piece: _Piece) -> Iterator[Word]:
        """The command's words that stand behind a redirection, and a `-` that the grammar loses before one."""
        redirections = [
            child for child in redirected.children if child.type.endswith("_redirect") and not child.has_error
        ]
        if redirections:
            gap = piece.text[node.end_byte : redirections[0].start_byte]
            if gap.strip() == "-":
                start = piece.at + node.end_byte + gap.index("-")
                yield Word("-", "-", self._span(start, start + 1), True, False)
        for redirection in redirections:
            words = [child for child in redirection.children if child.type in _WORDS]
            for child in words[1:] if redirection.type == "file_redirect" else words:
                yield self._word(child, piece)

    def _word(self, node: Any, piece: _Piece) -> Word:
        start, end = node.start_byte, node.end_byte
        written = piece.text[start:end]
        text, fixed, quoted = self._value(node, piece)
        if PLACEHOLDER.search(written):
            fixed = False
        return Word(text, written, self._span(piece.at + start, piece.at + end), fixed, quoted)

    def _value(self, node: Any, piece: _Piece) -> tuple[str, bool, bool]:
        """What the shell makes of a word, whether that is certain, and whether quotes take part."""
        written = piece.text[node.start_byte : node.end_byte]
        if node.type == "raw_string":
            return written[1:-1], True, True
        if node.type == "string":
            plain = all(child.type in ("string_content", '"') for child in node.children)
            return re.sub(r"\\([\"\\$`])", r"\1", written[1:-1]), plain, True
        if node.type in ("concatenation", "command_name"):
            parts = [self._value(child, piece) for child in node.children]
            texts, fixed, quoted = zip(*parts, strict=True) if parts else ((written,), (True,), (False,))
            return "".join(texts), all(fixed), any(quoted)
        if node.type in _STATIC:
            return re.sub(r"\\(.)", r"\1", written) if "\\" in written else written, True, False
        return written, False, False

    def _here(self, node: Any, piece: _Piece) -> Span | None:
        for child in node.children:
            if child.type == "heredoc_redirect":
                for inner in child.children:
                    if inner.type == "heredoc_body":
                        return self._span(piece.at + inner.start_byte, piece.at + inner.end_byte)
        return None

    def _unwrapped(self, command: Command) -> Iterator[Command]:
        """The command without what only starts it, and the commands it hands to another shell."""
        start = inner_start(command.words)
        if start is None:
            return
        yield command._replace(
            words=command.words[start:], span=Span(command.words[start].span.start, command.span.end)
        )
        if command.depth >= _DEEPEST:
            return
        passed = inner_text(command.words[start:])
        if isinstance(passed, int):
            words = command.words[start + passed :]
            inner = command._replace(
                words=words, span=Span(words[0].span.start, command.span.end), depth=command.depth + 1
            )
            yield from self._unwrapped(inner)
        elif passed is not None:
            at = self._offset(passed.span.start) + 1
            yield from self._read(_Piece(self._code[at : at + len(passed.written) - 2], at, command.depth + 1))

    def _span(self, start: int, end: int) -> Span:
        return Span(self._original(start), self._original(end - 1) + 1 if end > start else self._original(start))

    def _original(self, offset: int) -> int:
        line = bisect_right(self._starts, offset) - 1
        if line >= len(self._block.lines):
            return self._block.lines[-1].end if self._block.lines else self._block.span.end
        return self._block.lines[line].start + offset - self._starts[line]

    def _offset(self, original: int) -> int:
        starts = [span.start for span in self._block.lines]
        line = max(bisect_right(starts, original) - 1, 0)
        return self._starts[line] + original - starts[line]


def shell_tree(source: bytes) -> Any:
    """The root of tree-sitter's tree of shell code."""
    return _parser().parse(source).root_node


@cache
def _parser() -> Any:
    from tree_sitter import Language, Parser
    from tree_sitter_bash import language

    return Parser(Language(language()))
