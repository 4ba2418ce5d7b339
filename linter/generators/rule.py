"""A new rule: its file, pages with the findings it should give, its documentation; it works as it is written."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from linter.registry import FAMILIES, is_own_code
from linter.rules.rule import Rule

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_CODE = re.compile(r"([A-Z]{1,12})(\d{1,4})")
_RULE = '''"""Say here in one sentence what a page must have, or must not have.

Say why it matters to somebody who has just been woken, and what to write instead. This text is the rule's
documentation; the pages below run as its tests.

## Bad

~~~markdown
# Disk full

As everybody knows, the disk fills up at night.
~~~

## Good

~~~markdown
# Disk full

The disk fills up at night, when the backup runs.
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

{imports}

class {title}(PageRule):
    code = "{code}"
    name = "{name}"
    severity = "info"
    phrases = PageRule.option(["as everybody knows"], "what to look for, in any case")

    def check(self, page: Page) -> Iterator[Problem]:
        for phrase in self.phrases:
            for found in re.finditer(re.escape(phrase), page.prose, re.IGNORECASE):
                yield self.finding(
                    Span(*found.span()), f"`{{found[0]}}`: say what is the matter, and what to write instead"
                )
'''
_OWN_IMPORTS = """from linter.model.finding import Problem
from linter.model.page import Page
from linter.model.span import Span
from linter.rules.rule import PageRule
"""
_IMPORTS = "from linter import Page, PageRule, Problem, Span\n"
_BAD = """# Disk full

It is, As everybody knows, the backup.

`as everybody knows` in code is what somebody types.

<!-- expect
3:8 info say what is the matter
-->
"""
_GOOD = """# Disk full

It is the backup, as everybody who knows it will tell you.
"""
_TEST = '''"""Pages that carry the findings they should give; the examples in the rule's docstring are tried as well."""

from linter.testing import wrong_cases


def test_{function}() -> None:
    assert not wrong_cases("{rule}", "{folder}")
'''


class NewFile(NamedTuple):
    """A file to be written, relative to the root."""

    path: str
    text: str


class NewRule(NamedTuple):
    """The rule's name and code, and its files; `own` is true for a rule of the linter itself."""

    name: str
    code: str
    files: tuple[NewFile, ...]
    own: bool


def new_rule(path: str, code: str, rules: Mapping[str, type[Rule]]) -> NewRule:
    """A rule in the file at `path`, relative to the root: `rules/no-shouting`, `linter/rules/wording/no_shouting.py`.

    `code` may be empty: then the next free one is taken. Raises ValueError for a name or code that cannot be.
    """
    name = PurePosixPath(path).stem.replace("_", "-").casefold()
    if not _NAME.fullmatch(name):
        raise ValueError(f"`{name}` is no name for a rule: small letters and digits, with single `-` between words")
    if name in rules:
        raise ValueError(f"there is a rule called `{name}` already")
    family = _family(path)
    code = code or _next_code(family, (rule.code for rule in rules.values()))
    if not _CODE.fullmatch(code):
        raise ValueError(f"`{code}` is no code for a rule: capital letters and digits, such as ACME001")
    if code in {rule.code for rule in rules.values()}:
        raise ValueError(f"the code `{code}` is taken")
    if is_own_code(code) != bool(family):
        raise ValueError(
            f"the code `{code}` belongs to the linter's own rules; bring a prefix of your own"
            if not family
            else f"the code `{code}` is none of the family {family}"
        )
    snake = name.replace("-", "_")
    module = posixpath.join(posixpath.dirname(path), f"{snake}.py")
    cases = f"tests/rules/{name}"
    title = "".join(word.capitalize() for word in name.split("-"))
    text = _RULE.format(imports=_OWN_IMPORTS if family else _IMPORTS, title=title, code=code, name=name)
    files = [NewFile(module, text), NewFile(f"{cases}/bad.md", _BAD), NewFile(f"{cases}/good.md", _GOOD)]
    if not family:
        # The linter's own tests find every rule by themselves.
        files.append(NewFile(f"tests/test_{snake}.py", _TEST.format(folder=cases, function=snake, rule=module)))
    return NewRule(name, code, tuple(files), bool(family))


def _family(path: str) -> str:
    """The family's letter for a rule of the linter itself; empty for a rule of somebody's own."""
    parts = PurePosixPath(path).parts
    return next((key for key, name in FAMILIES.items() if parts[:-1] == ("linter", "rules", name)), "")


def _next_code(family: str, taken: Iterable[str]) -> str:
    """The code after the last one of the family, or of the prefix that the knowledge base's own rules have."""
    codes = [found for found in map(_CODE.fullmatch, taken) if found]
    if not family:
        codes = [found for found in codes if not is_own_code(found[0])] or codes[:0]
        family = codes[-1][1] if codes else "X"
    last = max((int(found[2]) for found in codes if found[1] == family), default=0)
    return f"{family}{last + 1:03}"
