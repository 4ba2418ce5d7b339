"""What is read from a record, where it stands, and that the schema for editors says the same as the reader."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import jsonschema
import pytest
import yaml

from linter.model.severity_scheme import severity_level
from linter.parsing.incident_records import looks_like_record, read_incident_file
from linter.parsing.record_times import read_time
from tests.conftest import ROOT, no_hang

SCHEMA = json.loads((ROOT / "schemas" / "incident.schema.json").read_text(encoding="utf-8"))
HEAD = "id: INC-1\ntitle: Payments fail\nseverity: P1\nstatus: resolved\ntimes: {started: 2026-10-20T06:00:00Z}\n"


class _Loader(yaml.SafeLoader):
    """YAML 1.2, as editors read it: times and `yes` are texts."""


_Loader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(("timestamp", "bool"))]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false", re.IGNORECASE), list("tTfF"))
CHECKER = jsonschema.FormatChecker(formats=[])


@CHECKER.checks("date-time")
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or read_time(value) is not None


def _schema_accepts(text: str) -> bool:
    value: Any = yaml.load(text, Loader=_Loader)
    return jsonschema.Draft202012Validator(SCHEMA, format_checker=CHECKER).is_valid(value)


def _without(key: str) -> str:
    return re.sub(rf"^{key}:.*\n", "", HEAD, flags=re.MULTILINE)


def _with(key: str, value: str) -> str:
    return f"{_without(key)}{key}: {value}\n"


GOOD = [
    HEAD,
    _with("severity", "SEV-0"),
    _with("severity", "Sev1"),
    _with("severity", "sev 4"),
    _with("status", "Investigating"),
    _with("status", "post-mortem"),
    _with("id", "INC-20261020-1"),
    _with("title", "yes"),
    _with("times", "{detected: 2026-10-20t06:00:00.25+02:00, started: }"),
    _with("times", "{started: '2026-10-20 06:00:00Z', x-paged: later}"),
    HEAD + "service: payments\n",
    HEAD + "service: [payments, orders]\n",
    HEAD + "roles:\nlinks: ~\nupdates: []\nevents:\nimpact:\n",
    HEAD + "roles: {technical_leads: [a, b], scribe: null}\n",
    HEAD + "x-own: {anything: [1, 2]}\n",
    HEAD + "links: {channel: '#a', ticket: OPS-1, page: 'https://example.com'}\n",
    HEAD + "steps: [{name: page, state: done, attempts: 2, note: U1 was not invited}]\n",
    HEAD + "steps: {page: {state: Failed, error: refused, time: 2026-10-20T06:00:00Z}, ticket: }\n",
    HEAD + "updates: [{time: 2026-10-20T06:00:00Z, message: a, channels: {slack: '1.2', mail: [a], other: }}]\n",
    HEAD + "updates: [{time: 2026-10-20T06:00:00Z, message: a, channels: [slack], next_update: }]\n",
    HEAD + "events: [{time: 2026-10-20T06:00:00Z, text: a, by: b}]\n",
    HEAD + "post_mortem: docs/a.md\nworkaround: none\n",
]
BAD = [
    "[]\n",
    "text\n",
    *(_without(key) for key in ("id", "title", "severity", "status", "times")),
    *(_with(key, "") for key in ("id", "title", "severity", "status", "times")),
    _with("id", "7"),
    _with("id", "a b"),
    _with("title", "' '"),
    _with("title", "[a]"),
    _with("severity", "critical"),
    _with("severity", "P5"),
    _with("severity", "1"),
    _with("status", "closed"),
    _with("status", "RESOLVED"),
    _with("times", "{}"),
    _with("times", "{resolved: 2026-10-20T06:00:00Z}"),
    _with("times", "{started: 2026-10-20T06:00:00}"),
    _with("times", "{started: 2026-10-20}"),
    _with("times", "{started: 2026-13-20T06:00:00Z}"),
    _with("times", "{started: 0001-01-01T00:00:00+23:00}"),
    _with("times", "{started: 9999-12-31T23:59:59-23:00}"),
    _with("times", "{started: 2026-10-20T06:00:00+25:00}"),
    _with("times", "{started: 2026-10-20T06:00:00Z, begun: 2026-10-20T06:00:00Z}"),
    HEAD + "serverity: P1\n",
    HEAD + "service: {a: b}\n",
    HEAD + "service: ['']\n",
    HEAD + "roles: [a]\n",
    HEAD + "roles: {incident_commander: [a]}\n",
    HEAD + "roles: {technical_leads: a}\n",
    HEAD + "roles: {technical_leads: [null]}\n",
    HEAD + "links: {room: a}\n",
    HEAD + "steps: [{name: page}]\n",
    HEAD + "steps: [null]\n",
    HEAD + "steps: {page: {state: perhaps}}\n",
    HEAD + "steps: {page: {state: done, attempts: -1}}\n",
    HEAD + "steps: {page: {state: done, attempts: '1'}}\n",
    HEAD + "updates: {a: b}\n",
    HEAD + "updates: [{message: a}]\n",
    HEAD + "updates: [{time: 2026-10-20T06:00:00Z, message: ''}]\n",
    HEAD + "updates: [{time: 2026-10-20T06:00:00Z, message: a, channels: {slack: 1.2}}]\n",
    HEAD + "updates: [{time: 2026-10-20T06:00:00Z, message: a, channels: {slack: {ts: a}}}]\n",
    HEAD + "updates: [{time: 2026-10-20T06:00:00Z, message: a, status: done}]\n",
    HEAD + "events: [{time: 2026-10-20T06:00:00Z}]\n",
    HEAD + "post_mortem: true\n",
]


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("text", GOOD)
def test_schema_and_reader_accept(text: str) -> None:
    assert read_incident_file("INC-1.yml", text).broken == ()
    assert _schema_accepts(text)


@pytest.mark.parametrize("text", BAD)
def test_schema_and_reader_refuse(text: str) -> None:
    assert read_incident_file("INC-1.yml", text).broken
    assert not _schema_accepts(text)


def test_what_is_read_and_where_it_stands() -> None:
    text = (
        HEAD + "roles: {incident_commander: Dana}\n"
        "updates:\n  - {time: '2026-10-20T08:10:00+02:00', message: Payments fail., channels: {mail: [a, b]}}\n"
    )
    record = read_incident_file("docs/incidents/INC-1.yml", text).record
    assert record is not None
    assert (record.path, record.id, record.level, record.status) == ("docs/incidents/INC-1.yml", "INC-1", 1, "resolved")
    assert record.times.started == datetime(2026, 10, 20, 6, tzinfo=UTC)
    assert record.updates[0].time == datetime(2026, 10, 20, 6, 10, tzinfo=UTC)
    assert record.updates[0].channels == {"mail": ("a", "b")}
    for key, value in (
        ("severity", "P1"),
        ("times.started", "2026-10-20T06:00:00Z"),
        ("roles.incident_commander", "Dana"),
        ("updates.0.message", "Payments fail."),
        ("updates.0.time", "2026-10-20T08:10:00+02:00"),
    ):
        assert text[slice(*record.spans[key])] == value


def test_metrics() -> None:
    times = "{started: 2026-10-20T06:00:00Z, detected: 2026-10-20T06:07:00Z, resolved: 2026-10-20T06:48:00Z}"
    record = read_incident_file("INC-1.yml", _with("times", times)).record
    assert record is not None
    assert record.metrics == (timedelta(minutes=7), None, timedelta(minutes=48))


@pytest.mark.parametrize(
    ("text", "level"),
    [("P0", 0), ("p4", 4), ("SEV-2", 2), ("Sev1", 1), ("SEV1", 1), ("P5", None), ("critical", None), ("", None)],
)
def test_severities(text: str, level: int | None) -> None:
    assert severity_level(text) == level


def test_other_words_for_severities_are_given() -> None:
    assert severity_level("Critical", {"critical": 0}) == 0


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "a: &b0 [x, x]\n" + "\n".join(f"b{i}: &b{i} [*b{i - 1}, *b{i - 1}]" for i in range(1, 60)),
        "id: &a [*a]\nroles: *a\nupdates: *a\n",
        "updates:\n" + "- *u\n" * 10,
        "? [a]\n: b\n",
        "\0",
        "id: !!python/object:os.system x\n",
        HEAD + "updates: [" + "{time: " * 90 + "\n",
        "times: {started: " + "2" * 100_000 + "}\n",
        HEAD + "x: " + "a" * 900_000,
    ],
)  # fmt: skip
def test_hostile_yaml_is_one_finding_and_no_hang(text: str) -> None:
    with no_hang():
        assert read_incident_file("INC-1.yml", text).broken


def test_one_record_to_a_file() -> None:
    found = read_incident_file("INC-1.yml", f"{HEAD}---\n{HEAD}")
    assert [part.message for part in found.broken] == ["a file holds one record: put this one into a file of its own"]
    assert [part.message for part in read_incident_file("INC-1.yml", "# nothing\n").broken] == ["the record is empty"]


def test_what_looks_like_a_record() -> None:
    assert looks_like_record("incidents/a.yml", "id: a\nseverity: P1\n")
    assert looks_like_record("incidents/INC-1.yml", "title: a\n")
    assert not looks_like_record("incidents/pod.yml", "kind: Pod\nmetadata: {}\nstatus: {}\n")
