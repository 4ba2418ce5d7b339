"""`kubectl delete NAME` does nothing: the type of the resource is missing.

`kubectl` and `oc` read the only word after `delete`, `describe` or `edit` as a type. A reader who
puts a pod's name there gets an error, at the worst time. Reported where that word is plainly a name: a placeholder
or variable that is not about a type. `delete` with a type and nothing else (`kubectl delete pods -A`) is an error too.

## Bad
~~~markdown
# Pod hangs

```bash
kubectl delete -n shop <pod-name>
```
~~~

## Good
~~~markdown
# Pod hangs

```bash
kubectl delete -n shop pod <pod-name>
```
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.command import Command, Word
from linter.model.finding import Problem
from linter.model.page import Page
from linter.parsing.variables import variables_set
from linter.rules.rule import PageRule

_VERBS = frozenset({"delete", "describe", "edit"})
_TOOL_AND_VERB = re.compile(r"\b(?:kubectl|oc|k)\b[^\n]*?\s(?:delete|describe|edit)\s")
_WITH_VALUE = frozenset(
    {
        *("-n", "--namespace", "-o", "--output", "--context", "--cluster", "--kubeconfig", "--user", "--as"),
        *("--as-group", "--token", "-s", "--server", "--request-timeout", "--field-selector", "--cascade"),
        *("--grace-period", "--timeout", "--cache-dir", "-v", "--v", "--chunk-size", "--sort-by"),
    }
)
_NAMES_MANY = re.compile(r"-[flkR]|--(?:filename|selector|field-selector|kustomize|all|recursive|raw)(?![\w-])")
_OF_A_TYPE = re.compile(r"type|kind|resource|object|crd|\bcr\b|[/,]", re.IGNORECASE)
_TYPE = re.compile(r"[a-z]{2,40}")
_NAME = re.compile(r"<[^<>]+>|\$\{?\w+\}?|\{\{[^{}]+\}\}")


class VerbWithoutType(PageRule):
    code = "C117"
    name = "verb-without-type"
    severity = "error"

    def check(self, page: Page) -> Iterator[Problem]:
        if not any(_TOOL_AND_VERB.search(block.code) for block in page.code_blocks):
            return
        known: frozenset[str] | None = None
        for command in page.commands:
            if command.tool in ("kubectl", "oc", "k"):
                # A `\` behind it that ends no line is broken-continuation's.
                if _deletes_nothing(command) and page.text[command.span.end :].lstrip(" ")[:1] != "\\":
                    kind = _operands(command)[1][0]
                    message = f"`{command.tool} delete {kind.text}` names no object: add a name, `-l …` or `--all`"
                    yield self.finding(kind.span, message, subject=command.text)
                    continue
                found = _only_name(command)
                if found and "$" in found.written:
                    # A variable that the page sets may well hold `pod/api-1`, as `-o name` gives it.
                    known = variables_set(page.code_blocks) if known is None else known
                    found = None if found.written.strip("\"'${}") in known else found
                if found:
                    verb = next(word.text for word in command.words if word.text in _VERBS)
                    message = (
                        f"`{command.tool} {verb}` reads `{found.written}` as a type of resource:"
                        f" write the type before it, such as `{verb} pod {found.written}`"
                    )
                    yield self.finding(found.span, message, subject=command.text)


def _operands(command: Command) -> tuple[str, list[Word]]:
    """The verb and its operands; no verb where the command names many objects at once, or has another verb."""
    verb = ""
    operands: list[Word] = []
    skip = False
    for word in command.words[1:]:
        if skip:
            skip = False
        elif word.text == "--":
            break
        elif word.text.startswith("-") and word.text != "-":
            if _NAMES_MANY.match(word.text):
                return "", []
            skip = word.text in _WITH_VALUE
        elif not verb:
            if word.text not in _VERBS:
                return "", []
            verb = word.text
        else:
            operands.append(word)
    return verb, operands


def _only_name(command: Command) -> Word | None:
    """The one operand of a verb that wants a type and a name, if it is plainly a name."""
    _, operands = _operands(command)
    if len(operands) != 1:
        return None
    name = operands[0]
    return name if _NAME.fullmatch(name.written.strip("\"'")) and not _OF_A_TYPE.search(name.written) else None


def _deletes_nothing(command: Command) -> bool:
    """True for `delete TYPE` with a plain type and no more."""
    verb, operands = _operands(command)
    if verb != "delete" or len(operands) != 1 or command.depth:
        return False
    return operands[0].fixed and _TYPE.fullmatch(operands[0].text) is not None
