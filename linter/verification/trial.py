"""Tries the commands of a page that are marked for it, and no others.

A block is marked by a comment right before it: `<!-- runbook-linter: verify -->`. Its commands run one by one, without
a shell, in an empty temporary folder, with a time limit; each must begin with words that the caller allowed. A program
that starts others (`env`, `sudo`, `xargs`, a shell) is never run: it would make the list worth nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from linter.model.document import CodeBlock
from linter.model.page import Page
from linter.parsing.simple_commands import NotSimpleError, simple_commands
from linter.parsing.wrappers import starts_others

_MARK = re.compile(r"\s*runbook-linter:\s*verify\s*")
_MOST_OUTPUT = 20_000


class Refusal(NamedTuple):
    """A marked block that does not run, and why. `line` counts from 1."""

    line: int
    reason: str


class Trial(NamedTuple):
    """A command that ran: its words, the exit status (None where it took too long), what it printed, seconds."""

    words: tuple[str, ...]
    status: int | None
    output: str
    seconds: float


class Planned(NamedTuple):
    """A command that may run, and the line of its block."""

    words: tuple[str, ...]
    line: int


def marked_blocks(page: Page) -> Iterator[CodeBlock]:
    """The code blocks that a comment right before them marks."""
    for comment in page.comments:
        if _MARK.fullmatch(comment.text):
            block = next((b for b in page.code_blocks if b.span.start >= comment.span.end), None)
            if block and not page.text[comment.span.end : block.span.start].strip():
                yield block


def plan(page: Page, allowed: Sequence[Sequence[str]]) -> tuple[list[Planned], list[Refusal]]:
    """The commands that may run, and why others may not. Nothing should run where there is any refusal."""
    planned: list[Planned] = []
    refused: list[Refusal] = []
    for block in marked_blocks(page):
        line = page.document.position(block.span).line
        try:
            commands = simple_commands(block.code, block.language)
        except NotSimpleError as error:
            refused.append(Refusal(line, str(error)))
            continue
        if not commands:
            refused.append(Refusal(line, "the block holds no command"))
        for words in commands:
            reason = _refused(words, allowed)
            if reason:
                refused.append(Refusal(line, reason))
            else:
                planned.append(Planned(words, line))
    return planned, refused


def run(words: Sequence[str], timeout: float) -> Trial:
    """Run one planned command. The folder it runs in is empty, and gone afterwards."""
    path = os.pathsep.join(
        folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if _is_sure(folder)
    )
    program = shutil.which(words[0], path=path)
    if program is None:
        return Trial(tuple(words), 127, f"{words[0]}: no such program here\n", 0.0)
    with tempfile.TemporaryDirectory(prefix="runbook-linter-") as folder:
        started = time.monotonic()
        with subprocess.Popen(
            [program, *words[1:]],
            cwd=folder,
            env={**os.environ, "PATH": path, "PAGER": "cat"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # A group of its own, so that what it started ends with it.
            start_new_session=True,
        ) as process:
            try:
                output, _ = process.communicate(timeout=timeout)
                status: int | None = process.returncode
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                output, _ = process.communicate()
                status = None
        text = output.decode("utf-8", "replace")
        return Trial(tuple(words), status, text[:_MOST_OUTPUT], time.monotonic() - started)


def _refused(words: Sequence[str], allowed: Sequence[Sequence[str]]) -> str:
    """Why a command may not run; empty where it may."""
    if "/" in words[0] or not re.fullmatch(r"[\w.+-]+", words[0]):
        return f"`{words[0]}` is not the plain name of a program"
    if starts_others(words[0]):
        return f"`{words[0]}` starts other programs, and is never run"
    if not any(tuple(words[: len(start)]) == tuple(start) for start in allowed if start):
        return f'`{" ".join(words)}` is not on the list: allow it with --allow "{" ".join(words[:2])}"'
    return ""


def _is_sure(folder: str) -> bool:
    """True for a folder of the PATH that does not depend on where one stands."""
    return os.path.isabs(folder)
