"""The `incident` block: tokens come from outside of it, and are never repeated."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from pathlib import Path

import jsonschema
import pytest
import yaml

from linter.config import ConfigError
from linter.config_reader import read_config
from linter.incident_keys import OTHER_KEYS, SERVICE_KEYS
from linter.incidents.http import ServiceError
from linter.incidents.settings import TokenSource, read_settings
from tests.conftest import ROOT

CANARY = "xoxb-1234567890-canary"


def _read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "runbook-linter.yml"
    path.write_text(text, encoding="utf-8")
    return read_settings(read_config(path))


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("slak: {}", "unknown key `slak` in `incident`; did you mean `slack`?"),
        ("slack: {token_envv: A}", "unknown key `token_envv` in `incident.slack`; did you mean `token_env`?"),
        (f"slack: {{token: {CANARY}}}", "unknown key `token` in `incident.slack`; did you mean `token_env`?"),
        (f"slack: {{token_env: {CANARY}}}", "`incident.slack.token_env` holds a token"),
        (f"slack: {{token_command: [echo, {CANARY}]}}", "`incident.slack.token_command` holds a token"),
        (
            "pagerduty: {routing_key_env: 0123456789abcdef0123456789abcdef}",
            "must be the name of an environment variable",
        ),
        ("pagerduty: {routing_key_env: 123456}", "must be the name of an environment variable"),
        ("slack: {token_command: pass slack}", "must be a list of words"),
        ("jira: {url: 'https://me:secret@jira.example'}", "must not hold a name or a password"),
        ("jira: {url: 'http://jira.example'}", "must begin with https://"),
        ("jira: {url: jira.example}", "must be a URL such as"),
        ("jira: {url: 'https://a.example', user: a@b.example}", ":3: `incident.jira` has no `project`"),
        ("jira: {url: 'https://acme.atlassian.net', project: OPS}", ":3: `incident.jira` has no `user`: the address"),
        ("slack: {invite: U1}", "`incident.slack.invite` must be a list of texts"),
        ("deadline: 0", "`incident.deadline` must be a number above zero"),
        ("slack: {private: maybe}", "`incident.slack.private` must be true or false"),
    ],
)
def test_what_cannot_be_used_is_said_without_its_value(tmp_path: Path, block: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        _read(tmp_path, f"docs: docs\nincident:\n  {block}\n")
    assert said in str(raised.value)
    assert str(raised.value).startswith(f"{tmp_path / 'runbook-linter.yml'}:3: ")
    for secret in ("canary", "0123456789", "123456", "secret@"):
        assert secret not in str(raised.value)


def test_defaults(tmp_path: Path) -> None:
    settings = _read(tmp_path, "incident: {slack: , pagerduty: {}}\n")
    assert settings.slack.token == TokenSource("SLACK_BOT_TOKEN")  # type: ignore[attr-defined]
    assert settings.pagerduty.url == "https://events.pagerduty.com"  # type: ignore[attr-defined]
    assert settings.jira is None  # type: ignore[attr-defined]
    settings = _read(tmp_path, "incident: {jira: {url: 'https://jira.example', project: OPS}}\n")
    assert not settings.jira.is_cloud  # type: ignore[attr-defined]


def test_a_token_from_a_program(tmp_path: Path) -> None:
    said = f"import sys; print({CANARY!r}); sys.stderr.write('noise')"
    assert TokenSource("NOT_SET", (sys.executable, "-c", said)).read(9) == CANARY
    failing = f"import sys; print({CANARY!r}, file=sys.stderr); sys.exit(3)"
    for command, reason in [
        ((sys.executable, "-c", failing), "ended with status 3"),
        ((str(tmp_path / "nothing"),), "cannot be run"),
        ((sys.executable, "-c", "import time; time.sleep(99)"), "did not end within 1 s"),
        ((sys.executable, "-c", "pass"), f"`{sys.executable}` printed nothing"),
        ((sys.executable, "-c", "print('two words')"), "prints has blanks"),
        ((sys.executable, "-c", f"print({CANARY!r}); print('user: me')"), "prints has several lines"),
        ((), "set NOT_SET"),
    ]:
        with pytest.raises(ServiceError) as raised:
            TokenSource("NOT_SET", command).read(1)
        assert reason in str(raised.value)
        assert CANARY not in str(raised.value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (f"{CANARY}\n{CANARY}", "SHORT_LIVED has several lines"),
        (f"“{CANARY}”", "SHORT_LIVED has blanks, or signs that no token has"),
        (f"{CANARY}\udcff", "SHORT_LIVED has blanks, or signs that no token has"),
    ],
)
def test_a_token_from_the_environment(monkeypatch: pytest.MonkeyPatch, value: str, said: str) -> None:
    monkeypatch.setenv("SHORT_LIVED", value)
    with pytest.raises(ServiceError) as raised:
        TokenSource("SHORT_LIVED").read(1)
    assert said in str(raised.value)
    assert CANARY not in str(raised.value)
    monkeypatch.setenv("SHORT_LIVED", f"{CANARY}\n")
    assert TokenSource("SHORT_LIVED").read(1) == CANARY


def _blocks() -> list[str]:
    pages = sorted((ROOT / "docs" / "guide").glob("*.md"))
    found = [block for page in pages for block in re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)]
    return [textwrap.dedent(block) for block in found if re.search(r"^ *incident:$", block, re.MULTILINE)]


@pytest.mark.parametrize("block", _blocks())
def test_what_the_handbook_shows_is_accepted_by_reader_and_schema(tmp_path: Path, block: str) -> None:
    _read(tmp_path, block)
    schema = json.loads((ROOT / "schemas" / "config.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load(block), schema)


def test_the_schema_knows_the_same_keys_as_the_reader() -> None:
    schema = json.loads((ROOT / "schemas" / "config.schema.json").read_text(encoding="utf-8"))
    known = schema["properties"]["incident"]["properties"]
    assert set(known) == {*SERVICE_KEYS, *OTHER_KEYS}
    for service, keys in SERVICE_KEYS.items():
        assert set(known[service]["properties"]) == set(keys)
