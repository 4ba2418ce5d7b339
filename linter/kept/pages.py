"""The results of pages, kept by path and content: all of a result, or none of it."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Mapping
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from linter.model.finding import Edit, Finding, Fix
from linter.model.span import Position, Span
from linter.project.anchors import Places
from linter.run import PageResult
from linter.suppression import Ignore

if TYPE_CHECKING:
    from linter.kept.values import KeptValues

Part = Literal["page", "facts"]
"""What is kept of a page: everything, or only what project rules ask of it."""

_DATE, _TIME = "\0date", "\0time"


class KeptPages:
    """The results that earlier runs kept, and where those of this one go; None where nothing is kept."""

    def __init__(self, values: KeptValues | None) -> None:
        self.values = values

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.values:
            self.values.close()
        self.values = None

    def get(self, path: str, content: str, part: Part) -> PageResult | None:
        """The result of this content at this path, without the rules that were on."""
        if self.values is None:
            return None
        known = result_from_json(path, self.values.get(f"page {path} {content}"))
        if known is None and part == "facts":
            known = result_from_json(path, self.values.get(f"facts {path} {content}"))
        return known

    def put(self, path: str, content: str, part: Part, result: PageResult) -> None:
        """Keep a result."""
        if self.values and (value := result_as_json(result)) is not None:
            self.values.put(f"{part} {path} {content}", value)


def content_id(text: str) -> str:
    """The name of a text by its content: the one that Git gives it."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def result_as_json(result: PageResult) -> dict[str, Any] | None:
    """All of a page's result but its path and its rules; None for one that JSON cannot give back as it was."""
    facts = {name: list(values) for name, values in result.facts.items()}
    data = dict(result.data)
    try:
        dated = _with_dates_named(data)
        if (
            result.troubles
            or repr(_with_dates(_there_and_back(dated))) != repr(data)
            or _there_and_back(facts) != facts
        ):
            return None
    except (TypeError, ValueError, RecursionError):
        return None
    return {
        "kind": result.kind,
        "profile": result.profile,
        "title": result.title,
        "data": dated,
        "report": result.report,
        "findings": [_finding_as_json(finding) for finding in result.findings],
        "facts": facts,
        "ignores": [[[*i.span], [*i.rules], [*i.lines], i.until, i.reason] for i in result.ignores],
        "generator": result.generator,
        "starts": list(result.line_starts),
        "collected": result.collected,
        "places": [list(result.places.headings), *result.places[1:]],
    }


def result_from_json(path: str, value: Any) -> PageResult | None:
    """The result of the page at `path`, without its rules; None for what is no such value."""
    try:
        return PageResult(
            path,
            str(value["kind"]),
            str(value["profile"]),
            str(value["title"]),
            _with_dates(dict(value["data"])),
            value["report"] is True,
            tuple(_finding_from_json(path, *finding) for finding in value["findings"]),
            {str(name): tuple(values) for name, values in value["facts"].items()},
            tuple(
                Ignore(Span(*span), tuple(rules), (lines[0], lines[1]), until, reason)
                for span, rules, lines, until, reason in value["ignores"]
            ),
            frozenset(),
            str(value["generator"]),
            array("I", value["starts"]),
            _places_from_json(*value["places"]),
            str(value["collected"]),
        )
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError, RecursionError):
        return None


def _finding_as_json(finding: Finding) -> list[Any]:
    fix = finding.fix and [[list(edit) for edit in finding.fix.edits], finding.fix.safe]
    place = [[*finding.span], [*finding.position]]
    said = [finding.message, finding.subject, list(finding.suggestions)]
    return [finding.code, finding.name, finding.severity, *place, *said, fix, finding.by_clock]


def _finding_from_json(
    path: str, code: str, name: str, severity: Any, span: Any, position: Any, message: str, subject: str, *rest: Any
) -> Finding:
    suggestions, fix, by_clock = rest
    edits = fix and tuple(Edit(*edit) for edit in fix[0])
    return Finding(
        *(code, name, severity, path, Span(*span), Position(*position), message, subject, tuple(suggestions)),
        fix=Fix(edits, fix[1]) if fix else None,
        by_clock=by_clock,
    )


def _places_from_json(headings: Any, ids: Any, has_footnotes: Any, uncertain: Any) -> Places:
    return Places(tuple((text, id) for text, id in headings), tuple(ids), has_footnotes is True, uncertain is True)


def _there_and_back(value: Any) -> Any:
    return json.loads(json.dumps(value))


def _with_dates_named(value: Any) -> Any:
    """Dates and times as JSON can hold them. Raises TypeError for keys that are no text."""
    if isinstance(value, datetime):
        return {_TIME: value.isoformat()}
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    if isinstance(value, list):
        return [_with_dates_named(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _with_dates_named(item) for key, item in value.items()}
    return value


def _with_dates(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_dates(item) for item in value]
    if isinstance(value, dict):
        if _DATE in value:
            return date.fromisoformat(value[_DATE])
        if _TIME in value:
            return datetime.fromisoformat(value[_TIME])
        return {key: _with_dates(item) for key, item in value.items()}
    return value
