"""JSON and YAML that a command carries can be read.

A patch or a request body inside a command is data, and nobody sees that it is broken until the command is run: a
`\\` and a line break inside single quotes stay in the text, a bracket is missing, a comma is one too many. Values to
fill in count as filled.

## Bad
~~~markdown
# Profile incomplete

```bash
kubectl patch storageprofile local --type=merge -p '{"spec": {"claimPropertySets": \\
  [{"accessModes": ["ReadWriteOnce"]}]}}'
```
~~~

## Good
~~~markdown
# Profile incomplete

```bash
kubectl patch storageprofile local --type=merge -p '{"spec": {"claimPropertySets":
  [{"accessModes": ["ReadWriteOnce"]}]}}'
```
~~~
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from linter.model.command import Command, Word
from linter.model.finding import Problem
from linter.model.page import Page
from linter.model.span import Span
from linter.parsing.placeholders import PLACEHOLDER
from linter.rules.rule import PageRule

_CARRIERS = {
    "kubectl": frozenset({"-p", "--patch", "--overrides"}),
    "oc": frozenset({"-p", "--patch", "--overrides"}),
    "curl": frozenset({"-d", "--data", "--data-raw", "--data-binary", "--json"}),
}
_CARRIED = re.compile(r"(?:-p|--patch|--overrides|-d|--data(?:-raw|-binary)?|--json)[= ]?\s*['\"]")
_VALUE = re.compile(r"\$\{\w+\}|\$\w+|\$\([^()]*\)|`[^`]*`|\.\.\.|\u2026")
_LONGEST = 20_000


class BrokenEmbeddedData(PageRule):
    code = "C115"
    name = "broken-embedded-data"
    severity = "error"

    def check(self, page: Page) -> Iterator[Problem]:
        if not any(_CARRIED.search(block.code) for block in page.code_blocks):
            return
        for command in page.commands:
            for word in _data(command):
                reason = _broken(word.text)
                if reason:
                    yield self.finding(word.span, f"this is neither JSON nor YAML: {reason}", subject=word.written)


def _data(command: Command) -> Iterator[Word]:
    """The words that carry JSON or YAML in braces or brackets."""
    options = _CARRIERS.get(command.tool)
    if not options or (command.tool != "curl" and "patch" not in command.argv[1:4] and "run" not in command.argv[1:4]):
        return
    for word, following in zip(command.words, (*command.words[1:], None), strict=True):
        name, equals, value = word.text.partition("=")
        if name in options and equals:
            start = word.written.find("=") + 1
            span = Span(word.span.start + start, word.span.end)
            found = word._replace(text=value, written=word.written[start:], span=span)
        elif word.text in options and following is not None:
            found = following
        else:
            continue
        if found.quoted and found.text.lstrip()[:1] in ("{", "["):
            yield found


def _broken(text: str) -> str:
    """What is wrong with a text that should be JSON or YAML; empty where it can be read."""
    if len(text) > _LONGEST:
        return ""
    filled = _VALUE.sub("0", PLACEHOLDER.sub("0", text))
    try:
        json.loads(filled)
    except (ValueError, RecursionError) as error:
        said = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
    else:
        return ""
    if "\\\n" in text:
        return "a `\\` and a line break inside single quotes stay in the text; leave the `\\` out"
    from linter.parsing.guarded_yaml import YamlError, load_yaml

    try:
        load_yaml(filled)
    except YamlError:
        return said[:1].lower() + said[1:]
    return ""
