"""What we send keeps to our own minimal contracts, and to those that the vendors publish, where they lie at hand.

RUNBOOK_LINTER_VENDOR_SPECS names a folder with `slack.json` (slackapi/slack-api-specs, web-api/slack_web_openapi_v2),
`pagerduty.json` (PagerDuty/api-schema, reference/events-v2/openapiv3.json) and `adf.json` (@atlaskit/adf-schema,
json-schema/v1/full.json).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from linter.incidents.channels import slack, slack_channel
from linter.incidents.declare import plan
from linter.incidents.http import Deadline
from linter.incidents.record_file import create_record, read_record
from linter.incidents.rehearsal import rehearsal
from linter.incidents.sandbox.server import Seen
from linter.incidents.sandbox.vendor import broken_contract
from linter.incidents.settings import Settings, Slack
from linter.incidents.steps import carry_out

# Younger than what Slack published last, in 2021.
YOUNGER = {"bookmarks.add", "bookmarks.list"}
YOUNGER_ARGUMENTS = {"metadata", "include_all_metadata"}


@pytest.fixture
def sent(tmp_path: Path) -> Iterator[list[Seen]]:
    """All that a P1 sends, with an invitation and the look-ups of a second run."""
    place = tmp_path / "INC-7.yml"
    values = {"id": "INC-7", "title": "Payments fail", "severity": "P1", "status": "investigating"}
    create_record(place, {**values, "service": "payments", "times": {"detected": "2026-11-27T06:00:00Z"}})
    with rehearsal(Settings(), everything=True) as rehearsed:
        assert rehearsed.settings.slack
        chosen: Slack = rehearsed.settings.slack._replace(invite=("U0ANA0000",))
        settings = rehearsed.settings._replace(slack=chosen)
        for _ in range(2):
            carry_out(place, plan(read_record(place), settings, (), Deadline(9)).actions)
            text = place.read_text(encoding="utf-8").replace("state: done", "state: attempted")
            place.write_text(text.replace("page:\n    state: attempted", "page:\n    state: done"), encoding="utf-8")
        yield rehearsed.sandbox.seen


def spec(name: str) -> Any:
    folder = os.environ.get("RUNBOOK_LINTER_VENDOR_SPECS")
    if not folder:
        pytest.skip("RUNBOOK_LINTER_VENDOR_SPECS names no folder with the vendors' specifications")
    return json.loads((Path(folder) / name).read_text(encoding="utf-8"))


def test_ours(sent: list[Seen]) -> None:
    assert not [seen for seen in sent if seen.broken]
    assert {"search", "conversations.list", "conversations.history", "bookmarks.list"} <= {s.operation for s in sent}


@pytest.mark.parametrize(
    ("vendor", "operation", "values"),
    [
        ("slack", "conversations.create", {"name": "INC-7"}),
        ("slack", "chat.postMessage", {"channel": "C00000000", "text": ""}),
        ("slack", "chat.postMessage", {"channel": "C00000000", "text": "a", "metadata": {"event_type": "a-b"}}),
        ("jira", "issue", {"fields": {"summary": "a\nb"}}),
        ("jira", "remotelink", {"object": {"url": "javascript:alert(1)", "title": "a"}, "globalId": "a"}),
        ("pagerduty", "enqueue", {"routing_key": "a", "event_action": "trigger", "dedup_key": "a"}),
        ("statuspage", "create", {"incident": {"body": "no name"}}),
    ],
)
def test_the_contracts_refuse(vendor: str, operation: str, values: dict[str, Any]) -> None:
    assert broken_contract(vendor, operation, values)


def test_pagerdutys(sent: list[Seen]) -> None:
    published = spec("pagerduty.json")
    schema = published["paths"]["/enqueue"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    events = [seen.request.values for seen in sent if seen.service == "pagerduty"]
    assert events
    for event in events:
        jsonschema.Draft202012Validator({**schema, "components": published["components"]}).validate(event)
        assert set(event) <= set(schema["properties"])


def test_slacks(sent: list[Seen]) -> None:
    paths = spec("slack.json")["paths"]
    errors = set()
    for seen in sent:
        if seen.service == "slack" and seen.operation not in YOUNGER:
            (method,) = paths[f"/{seen.operation}"].values()
            known = {parameter["name"] for parameter in method["parameters"]}
            assert set(seen.request.values) <= known | YOUNGER_ARGUMENTS, seen.operation
            schema = method["responses"]["default"]["schema"]
            errors.update(schema.get("properties", {}).get("error", {}).get("enum", []))
    assert {"name_taken", "already_in_channel", *slack_channel.CANNOT_COME} <= errors
    assert set(slack.EXPLAINED) - {"token_expired"} <= errors


def test_jiras_documents(sent: list[Seen]) -> None:
    schema = spec("adf.json")
    issues = [seen.request.values for seen in sent if seen.operation == "issue"]
    assert issues
    for issue in issues:
        jsonschema.Draft4Validator(schema).validate(issue["fields"]["description"])
