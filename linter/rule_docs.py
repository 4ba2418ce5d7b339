"""A rule's documentation, read from its module: the docstring is the text, its examples are its tests."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from linter.rules.rule import PageRule, Rule

_FENCE = re.compile(r"^(`{3,}|~{3,})(\w+)[ \t]*([^\n]*)\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_NAMED_FENCE = re.compile(r"^(`{3,}|~{3,})(\w+)[ \t]+(\S+)$", re.MULTILINE)
_PAGE = "runbook.md"


class Example(NamedTuple):
    """Files that a rule's documentation shows, by path; `bad` ones give a finding of the rule, good ones none."""

    bad: bool
    files: Mapping[str, str]


def docstring(rule: type[Rule]) -> str:
    """The documentation of a rule: its module's docstring, else the class's."""
    module = sys.modules.get(rule.__module__)
    return inspect.cleandoc((module.__doc__ if module else None) or rule.__doc__ or rule.name)


def summary(rule: type[Rule]) -> str:
    """The first line of the documentation."""
    return docstring(rule).splitlines()[0]


def examples(rule: type[Rule]) -> list[Example]:
    """The examples in the rule's documentation: the fences below `## Bad` and below `## Good`.

    A fence may name its file after the language (`~~~yaml mkdocs.yml`); a Markdown fence without a name is a
    page called `runbook.md`.
    """
    found: list[Example] = []
    for title, body in _outer_headings(docstring(rule)):
        if title in ("Bad", "Good"):
            files = {match[3].strip() or _PAGE: match[4] for match in _FENCE.finditer(body)}
            found.append(Example(title == "Bad", files))
    return found


def rule_page(rule: type[Rule]) -> str:
    """The rule as a Markdown page: for `runbook-linter rule` and for `docs/rules/`."""
    first, _, rest = docstring(rule).partition("\n")
    lines = [
        f"# {rule.name} ({rule.code})",
        "",
        first,
        "",
        f"Default level: **{rule.severity}**. {_scope(rule)}",
        "",
        # A fence with a file name is no fence to every renderer: the name goes above it.
        _NAMED_FENCE.sub(r"`\3`:\n\n\1\2", rest.strip("\n")),
    ]
    in_yaml = "record" in getattr(rule, "sources", ())
    language, opening, closing = ("yaml", "#", "") if in_yaml else ("html", "<!--", " -->")
    options = rule.declared_options()
    if options:
        lines += ["", "## Options", ""] if "## Options" not in rest else [""]
        lines += [
            f"- `{name}` (default `{_in_yaml(option.default)}`): {option.help}" for name, option in options.items()
        ]
    lines += [
        "",
        "## Suppressing it",
        "",
        "On the line before, with a reason and, where it will pass, an end:",
        "",
        f"```{language}",
        f'{opening} runbook-linter: ignore[{rule.name}] until=2027-01-31 reason="why this is right here"{closing}',
        "```",
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _in_yaml(value: Any) -> str:
    """An option's value as somebody writes it into the configuration."""
    listed = list(value) if isinstance(value, (tuple, set, frozenset)) else value
    return yaml.safe_dump(listed, default_flow_style=True, sort_keys=False, width=1000).removesuffix("...\n").strip()


def _scope(rule: type[Rule]) -> str:
    sources = getattr(rule, "sources", ("page",))
    if "record" in sources and "page" not in sources:
        return "Looks at the records of incidents."
    kinds = f"Looks at pages of kind {', '.join(rule.kinds)}." if rule.kinds else "Looks at every page."
    seen = "Sees one page only." if issubclass(rule, PageRule) else "Sees the whole knowledge base."
    return f"{kinds} {seen}"


def _outer_headings(text: str) -> list[tuple[str, str]]:
    """The `## ` sections of a text, headings inside fences not counted."""
    sections: list[tuple[str, list[str]]] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        marker = re.match(r"`{3,}|~{3,}", line)
        if marker and not fence:
            fence = marker[0]
        elif marker and line.strip() == fence:
            fence = ""
        if not fence and line.startswith("## "):
            sections.append((line[3:].strip(), []))
        elif sections:
            sections[-1][1].append(line)
    return [(title, "".join(body)) for title, body in sections]
