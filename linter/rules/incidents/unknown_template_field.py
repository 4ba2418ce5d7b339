"""A communication template names only fields that the record of an incident has.

`{{ severty }}` is empty in the message that goes to customers, and it is noticed there. The fields are those of the
record and of the update: `id`, `title`, `severity`, `service`, `impact`, `workaround`, `status`, `message`, `time`,
`next_update`, the `roles` and `times` by their own names or as `roles.scribe`, the `links`, the `metrics`. Fields that
you fill in yourself: `rules: {unknown-template-field: {fields: [region]}}`.

## Bad
~~~markdown
---
kind: communication
---
# Update

{{ titel }}: {{ message }}
~~~

## Good
~~~markdown
---
kind: communication
---
# Update

{{ title }}: {{ message }} Next update at {{ next_update | default("14:00 UTC") }}.
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from linter.model.finding import Problem
from linter.model.incident import TEMPLATE_FIELDS
from linter.model.page import Page
from linter.model.span import Span
from linter.rules.rule import PageRule

# What begins with another sign belongs to another template language, `${{` to GitHub.
_FIELD = re.compile(r"(?<!\$)\{\{[-+]?(?!\s*[.#/<>%!&^$={])([^{}\n]{1,200}?)[-+]?\}\}")
_RAW = re.compile(r"\{%-?\s{0,9}raw\s{0,9}-?%\}|\{%-?\s{0,9}endraw\s{0,9}-?%\}|\{#|#\}")
_TAG = re.compile(r"\{%([^{}%\n]{1,200})%\}")
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_NAME = re.compile(r"[^\W\d]\w*")
# A filter or a test is named after `|` and `is`, an attribute after `.`, an argument before `=`.
_NO_FIELD_BEFORE = re.compile(r"(?:\||\.|\bis(?:\s+not)?)\s*$")
_NO_FIELD_AFTER = re.compile(r"\s*(?:=(?!=)|\()")
_WORDS = frozenset(
    {"and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None", "loop"}
)
# `{{ Incident number }}` is meant for people, and one mistake.
_SPOKEN = re.compile(r"\s*([^\W\d]\w*(?: \w+)+)\s*")


class UnknownTemplateField(PageRule):
    code = "N106"
    name = "unknown-template-field"
    severity = "warning"
    kinds = ("communication",)
    fields: list[str] = PageRule.option([], "further fields that something else fills in")

    def check(self, page: Page) -> Iterator[Problem]:
        if "{{" not in page.text:
            return
        known = {*TEMPLATE_FIELDS, *self.fields, *_set_in(page.text)}
        for found in _FIELD.finditer(_rendered_part(page.text), page.front_matter.span.end):
            yield from self._unknown(found, known)

    def _unknown(self, found: re.Match[str], known: set[str]) -> Iterator[Problem]:
        spoken = _SPOKEN.fullmatch(found[1])
        if spoken and not _WORDS & set(spoken[1].split(" ")):
            start = found.start(1) + spoken.start(1)
            yield self._finding(Span(start, start + len(spoken[1])), spoken[1], sorted(known))
            return
        text = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), found[1])
        for name in _NAME.finditer(text):
            before, after = text[: name.start()], text[name.end() :]
            if name[0] in _WORDS or _NO_FIELD_BEFORE.search(before) or _NO_FIELD_AFTER.match(after):
                continue
            span = Span(found.start(1) + name.start(), found.start(1) + name.end())
            if name[0] not in known:
                yield self._finding(span, name[0], sorted(known))
                continue
            inner = re.match(r"\.([^\W\d]\w*)", after)
            own = TEMPLATE_FIELDS.get(name[0], ())
            if inner and own and inner[1] not in own:
                span = Span(span.end + 1, span.end + inner.end())
                yield self._finding(span, inner[1], own, f" of `{name[0]}`")

    def _finding(self, span: Span, name: str, known: list[str] | tuple[str, ...], of: str = "") -> Problem:
        near = get_close_matches(name.casefold(), known, 1)
        hint = f"did you mean `{near[0]}`?" if near else "`runbook-linter rule unknown-template-field` lists them"
        message = f"`{name}` is no field{of or ' of an incident'}: {hint}"
        return self.finding(span, message, subject=f"{of}{name}", suggestions=near)


def _set_in(text: str) -> Iterator[str]:
    """The names that a template gives itself, by `for`, `set` and the like."""
    for tag in _TAG.finditer(text):
        words = _NAME.findall(tag[1])
        if words and words[0] in ("for", "set", "macro", "with", "import", "from", "call"):
            yield from words[1:]


def _rendered_part(text: str) -> str:
    """The text with what Jinja leaves as it is blanked, `{% raw %}` and comments; all positions stay true."""
    parts: list[str] = []
    done = 0
    start = -1
    for found in _RAW.finditer(text):
        opens = found[0] == "{#" or ("endraw" not in found[0] and found[0] != "#}")
        if opens and start < 0:
            start = found.start()
        elif not opens and start >= 0:
            parts += [text[done:start], " " * (found.end() - start)]
            done, start = found.end(), -1
    return "".join([*parts, text[done:]])
