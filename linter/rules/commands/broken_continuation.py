"""A command can be pasted as it stands.

Three marks that an editor or a word processor leaves behind break a command without showing it: blanks after the
`\\` at a line's end, no-break spaces, and typographic quotes and dashes. The shell answers "command not found" or
takes half of the command. The fix puts the plain character there. In a block that shows a session, a line without a
prompt is judged only where it begins with a known program: a file or an answer may stand there, too.

## Bad
~~~markdown
# Disk full

```bash
kubectl get pods –all-namespaces
```
~~~

## Good
~~~markdown
# Disk full

```bash
kubectl get pods --all-namespaces
```
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from linter.catalogue.programs import is_program
from linter.model.document import CodeBlock
from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.model.span import Span
from linter.model.tools import Tools
from linter.parsing.sessions import OUTPUT, SESSION_LANGUAGES, prompts
from linter.parsing.shell import SHELL_LANGUAGES
from linter.rules.rule import PageRule

# A tree or table drawn with lines is output.
_DRAWN = re.compile(r"[ \t\u00a0]*[\u2500-\u259f]")
_COMMENT = re.compile(r"^\s*#|\s#\s")
_BLANKS = re.compile(r"\\[ \t]+$", re.MULTILINE)
_SHORT_OPTION = re.compile(r"[A-Za-z](?![\w-])")
_QUOTES = {"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'"}


class BrokenContinuation(PageRule):
    code = "C116"
    name = "broken-continuation"
    severity = "error"

    def check(self, page: Page) -> Iterator[Problem]:
        for block in page.code_blocks:
            if block.language in SHELL_LANGUAGES and (not block.code.isascii() or _BLANKS.search(block.code)):
                yield from self._in_block(block, page.tools)

    def _in_block(self, block: CodeBlock, tools: Tools) -> Iterator[Problem]:
        text = block.code.rstrip("\n")
        cuts = prompts(text, block.language)
        may_be_output = cuts is None and block.language.casefold() in SESSION_LANGUAGES
        is_typed = goes_on = False
        for number, line in enumerate(text.split("\n")):
            is_typed = goes_on and is_typed if may_be_output and not _begins_with_program(line, tools) else True
            goes_on = line.rstrip().endswith("\\")
            if number >= len(block.lines) or (cuts and cuts[number] == OUTPUT) or _DRAWN.match(line) or not is_typed:
                continue
            comment = _COMMENT.search(line)
            for found in _signs().finditer(line):
                if comment and found.start() > comment.start():
                    break
                start = block.lines[number].start + found.start()
                span = Span(start, start + len(found[0]))
                message, plain = _said(found[0], line[found.end() :])
                if plain is not None:
                    yield self.finding(span, message, fix=Fix((Edit(span.start, span.end, plain),), safe=True))


@cache
def _signs() -> re.Pattern[str]:
    # Sets of signs from all over Unicode take long to compile, and few pages have any.
    return re.compile(
        r"\\[ \t]+$|[\u00a0\u202f\u2007]|(?<=[ \t])[\u2013\u2014\u2212](?=[A-Za-z])|[\u201c\u201d\u201e\u2018\u2019]"
    )


def _begins_with_program(line: str, tools: Tools) -> bool:
    words = line.split(maxsplit=1)
    return bool(words) and is_program(words[0], tools)


def _said(sign: str, rest: str) -> tuple[str, str | None]:
    if sign[0] == "\\":
        return "blanks after the `\\` end the command here: remove them", "\\"
    if sign in _QUOTES:
        return f"`{sign}` is no quote to the shell: write `{_QUOTES[sign]}`", _QUOTES[sign]
    if sign in "\u2013\u2014\u2212":
        plain = "-" if _SHORT_OPTION.match(rest) else "--"
        return f"`{sign}` is a typographic dash, so this is no option: write `{plain}`", plain
    return "a no-break space joins two words into one: write a plain space", " "
