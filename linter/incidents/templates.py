"""Messages from communication templates: pages of the kind `communication`, agreed on before they are needed.

A template is somebody's text, and only filled in. It may name fields, ask whether there are some, and go through a list
once; it cannot call anything, and nothing that it says takes long.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from linter.kinds.match import match
from linter.model.incident import IncidentRecord, Metrics, Roles, Times, Update
from linter.model.kind import Kind
from linter.parsing import parse
from linter.parsing.durations import duration_in_words
from linter.rules.incidents.update_cadence import time_in_words

_FILTERS = frozenset(
    {"default", "d", "upper", "lower", "title", "capitalize", "first", "last", "length", "count", "trim", "int"}
)
_ALLOWED: tuple[type[nodes.Node], ...] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem),
    *(nodes.Filter, nodes.Test, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    *(nodes.For, nodes.Keyword),
)
"""What can neither call nor build anything: a text that is joined with itself a few times fills the memory."""
_LONGEST = 100_000
_LONGEST_TEMPLATE = 20_000
_SPARED = "audience"
# What `runbook-linter new` leaves to its reader.
_LEFT = re.compile(r"‹[^‹›\n]{1,300}+›")


class UnusableTemplateError(Exception):
    """A template that cannot be filled in. The text is one line; `line` counts from 1, 0 where it is unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def fill_in(text: str, kind: Kind, record: IncidentRecord, update: Update) -> str:
    """The message that a template makes of a record and its update: without front matter, title and audience.

    Raises UnusableTemplateError.
    """
    values = {name: value for name, value in _values(record, update).items() if value not in ("", None, [], {})}
    if len(text) > _LONGEST_TEMPLATE:
        raise UnusableTemplateError(f"a template is at most {_LONGEST_TEMPLATE:,} characters long")
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True)
    environment.globals.clear()
    document = parse(text)
    start = document.front_matter.span.end if document.front_matter else 0
    offset = text.count("\n", 0, start)
    try:
        tree = environment.parse(text[start:])
        for node in tree.find_all(nodes.Node):
            _refuse(node, offset)
        for loop in tree.find_all(nodes.For):
            if any(loop.find_all(nodes.For)):
                raise UnusableTemplateError("a loop within a loop", loop.lineno + offset)
        filled = _rendered(environment.from_string(text[start:]), values)
    except UndefinedError as error:
        raise UnusableTemplateError(_what_is_missing(str(error))) from None
    except TemplateError as error:
        raise UnusableTemplateError(str(error), (getattr(error, "lineno", 0) or -offset) + offset) from None
    except RecursionError:
        raise UnusableTemplateError("its expressions are nested too deeply") from None
    except (ArithmeticError, NameError, SyntaxError, TypeError, ValueError) as error:
        # Jinja2 makes Python of a template: what it cannot make any of fails in Python's ways.
        raise UnusableTemplateError(str(error)) from None
    message = _message(filled.encode("utf-8", "replace").decode(), kind)
    if left := _LEFT.search(message):
        line = text.count("\n", 0, max(text.find(left[0]), 0)) + 1
        raise UnusableTemplateError(f"{left[0]} is still to be filled in, with a text or a field", line)
    return message


def _rendered(template: Template, values: Mapping[str, Any]) -> str:
    """The text, a piece at a time: a list within it may be long."""
    pieces, length = [], 0
    for piece in template.generate(values):
        pieces.append(piece)
        length += len(piece)
        if length > _LONGEST:
            raise UnusableTemplateError(f"what comes of it is longer than {_LONGEST:,} characters")
    return "".join(pieces)


def _refuse(node: nodes.Node, offset: int) -> None:
    """Raise UnusableTemplateError for what a template must not do."""
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        raise UnusableTemplateError(
            f"the filter `{node.name}` is not one of {', '.join(sorted(_FILTERS))}", node.lineno + offset
        )
    if not isinstance(node, _ALLOWED):
        what = type(node).__name__.lower()
        raise UnusableTemplateError(f"a template only names fields, asks and lists: no `{what}`", node.lineno + offset)


_WHERE = {
    "message": "--message TEXT",
    "next_update": "--next-update 30m",
    "impact": "--impact TEXT",
    **dict.fromkeys(("started", "detected"), "`runbook-linter incident start ID --time 06:00` writes it down"),
    "acknowledged": "`runbook-linter incident acknowledge ID` writes it down",
    "mitigated": "`runbook-linter incident mitigate ID` writes it down",
    "resolved": "`runbook-linter incident resolve ID` writes it down",
}


def _what_is_missing(error: str) -> str:
    name = error.split("'")[1] if error.count("'") > 1 else ""
    if not name:
        return error
    return f"the template asks for `{name}`: {_WHERE.get(name, 'the record does not say it')}"


def _message(filled: str, kind: Kind) -> str:
    """What is told: the page without its title, and without the section on whom it is for."""
    document = parse(filled)
    spared = [
        claim.section.span
        for claim in match(document, kind, kind.default_profile, {}).claims
        if claim.spec.id == _SPARED
    ]
    sections = document.sections
    if sections and sections[0].level == 1:
        spared.append(sections[0].heading.span)
    kept, at = [], 0
    for span in sorted(spared):
        kept.append(filled[at : span.start])
        at = max(at, span.end)
    return "".join([*kept, filled[at:]]).strip()


def _values(record: IncidentRecord, update: Update) -> dict[str, Any]:
    """What a template may name (`TEMPLATE_FIELDS`), as text."""
    roles = {name: _joined(getattr(record.roles, name)) for name in Roles._fields}
    times = {name: _time(getattr(record.times, name)) for name in Times._fields}
    known = {name: value for name, value in record.metrics._asdict().items() if value is not None}
    metrics = {**dict.fromkeys(Metrics._fields, ""), **{name: duration_in_words(known[name]) for name in known}}
    status = update.status or record.status
    return {
        **{name: getattr(record, name) for name in ("id", "title", "severity", "impact", "workaround", "post_mortem")},
        **roles,
        **times,
        **metrics,
        **record.links,
        "service": _joined(record.services),
        "status": status[:1].upper() + status[1:],
        "message": update.message,
        "time": _time(update.time),
        "next_update": _time(update.next_update),
        "roles": _filled(roles),
        "times": _filled(times),
        "metrics": _filled(metrics),
        "links": dict(record.links),
        "updates": [
            {"time": _time(known.time), "status": known.status, "message": known.message} for known in record.updates
        ],
        "events": [{"time": _time(event.time), "text": event.text, "by": event.by} for event in record.events],
    }


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _time(time: datetime | None) -> str:
    return time_in_words(time) if time else ""


def _joined(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
