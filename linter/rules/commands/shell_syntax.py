"""Shell code that the shell cannot read: a quote is never closed, or the last line ends in the middle.

Looked at are blocks labelled as shell that begin with a command and leave nothing out (`...`). By itself the linter
reports only what is sure: a quote without an end, and a pipe or `&&` at the end of the block. With
`pip install 'runbook-linter[shellcheck]'` and the option `shellcheck: true` it reports all that ShellCheck cannot read.

## Bad
~~~markdown
# Node broken

```bash
kubectl get nodes -o jsonpath='{.items[*].metadata.name}
```
~~~

## Good
~~~markdown
# Node broken

```bash
kubectl get nodes -o jsonpath='{.items[*].metadata.name}'
```
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.catalogue.tool import shipped_tool
from linter.model.document import CodeBlock
from linter.model.finding import Problem
from linter.model.page import Page
from linter.model.span import Span
from linter.parsing.placeholders import masked
from linter.parsing.sessions import OUTPUT, prompts
from linter.parsing.shellcheck import SyntaxProblem, syntax_problems
from linter.rules.rule import PageRule

_SCRIPTS = frozenset({"bash", "sh", "shell", "zsh", "ksh"})
_LEFT_OUT = re.compile(r"\.\.\.|\u2026|<snip|\[snip")
_UNFINISHED = re.compile(r"(?:\|\|?|&&)[ \t]*\Z")
_FIRST = re.compile(r"\s*(?:sudo\s+)?([a-z][\w.-]*)(?=\s)")
# The parts of shell code in which a quote character is none: escapes, comments, and whole quotes.
_QUOTED = re.compile(r"\\.|(?:^|(?<=[\s;|&(]))#[^\n]*|'[^']*'|\"(?:[^\"\\]|\\.)*\"|(['\"])", re.DOTALL | re.MULTILINE)


class ShellSyntax(PageRule):
    code = "C106"
    name = "shell-syntax"
    severity = "warning"
    shellcheck = PageRule.option(False, "let ShellCheck read the blocks too (needs the extra `shellcheck`)")

    def check(self, page: Page) -> Iterator[Problem]:
        for block in page.code_blocks:
            if block.language not in _SCRIPTS or _LEFT_OUT.search(block.code) or "<<" in block.code:
                continue
            code = _typed(block)
            if not _begins_with_a_command(code):
                continue
            problems = _sure(code)
            if not problems and self.shellcheck:
                problems = syntax_problems(masked(code))[:1]
            for problem in problems:
                line = block.lines[min(problem.line, len(block.lines)) - 1]
                start = min(line.start + problem.column - 1, line.end)
                yield self.finding(Span(start, max(line.end, start)), problem.message)


def _typed(block: CodeBlock) -> str:
    """The code without prompts and output, each line in its place."""
    lines = block.code.rstrip("\n").split("\n")
    cuts = prompts("\n".join(lines), block.language)
    if cuts is None:
        return "\n".join(lines)
    return "\n".join(
        "" if cut == OUTPUT else " " * cut + line[cut:] for line, cut in zip(lines, cuts, strict=True)
    ).rstrip()


def _begins_with_a_command(code: str) -> bool:
    """True where each paragraph of the code begins with a tool that is known: no query, no output."""
    first = _FIRST.match(code)
    return first is not None and shipped_tool(first[1]) is not None


def _sure(code: str) -> list[SyntaxProblem]:
    text = masked(code)
    for found in _QUOTED.finditer(text):
        if found[1]:
            line = text.count("\n", 0, found.start()) + 1
            column = found.start() - text.rfind("\n", 0, found.start())
            return [SyntaxProblem(line, column, f"this {found[1]} is never closed")]
    unfinished = _UNFINISHED.search(text)
    if unfinished:
        line = text.count("\n") + 1
        column = unfinished.start() - text.rfind("\n", 0, unfinished.start())
        return [SyntaxProblem(line, column, f"nothing follows `{unfinished[0].strip()}`: the command is cut off")]
    return []
