"""The configuration is read exactly, and what it gets wrong is said in one line with its place."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from linter.config import ConfigError, find_config, matches_glob
from linter.config_reader import read_config
from tests.conftest import ROOT, lint_folder

FULL = """\
docs: docs
kinds: {runbook: {profile: full, review_every: 90, rules: {vague-step: off}}}
rules: {dead-link: error, vague-step: off, front-matter: {severity: warning}}
overrides:
  - paths: ["old/**"]
    profile: alert
    report: false
links: {flavour: gitlab, site_root: ""}
alerts: {rules: ["rules/*.yml"], runbook_urls: {"https://r.example.com/": docs/runbooks}, case_sensitive: true}
people: [Ana]
fail_on: warning
min_score: 80
review_every: 180
score: {dead-link: 20}
exclude: ["vendor/**"]
"""


def test_every_key_is_read(tmp_path: Path) -> None:
    path = tmp_path / "runbook-linter.yml"
    path.write_text(FULL, encoding="utf-8")
    config = read_config(path)
    assert config.kinds["runbook"].profile == "full"
    assert config.kinds["runbook"].rules["vague-step"].severity == "off"
    assert config.overrides[0].report is False
    assert config.links.flavour == "gitlab"
    assert config.alerts.case_sensitive
    assert config.lines["rules.dead-link"] == 3
    assert config.lines["overrides.0.profile"] == 6


def test_the_schema_for_editors_accepts_it() -> None:
    schema = json.loads((ROOT / "schemas" / "config.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.safe_load(FULL), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"ruels": {}}, schema)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ruels: {}\n", ":1: unknown key `ruels`; did you mean `rules`?"),
        ("docs: docs\nlinks: {flavor: github}\n", ":2: unknown key `flavor` in `links`; did you mean `flavour`?"),
        ("links: {flavour: githb}\n", "unknown flavour `githb`; did you mean `github`?"),
        ("rules: {dead-link: loud}\n", ":1: `dead-link` must be off, info, warning, error"),
        ("min_score: high\n", "`min_score` must be a number"),
        ("docs: [\n", "not valid YAML"),
        ("- a\n", "must be a mapping"),
        ("overrides:\n  - kind: runbook\n", ":2: an override needs `paths`"),
    ],
)
def test_mistakes_are_named_with_their_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "runbook-linter.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules: {dead-lnk: error}\n", "unknown rule `dead-lnk`; did you mean `dead-link`?"),
        ("rules: {dead-link: {colour: red}}\n", "`dead-link` has no option `colour`"),
    ],
)
def test_rules_and_options_must_exist(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "runbook-linter.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said.replace("?", r"\?")):
        lint_folder(tmp_path)


def test_pyproject_serves_too(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(
        '[tool.runbook-linter]\ndocs = "pages"\n\n[tool.runbook-linter.rules]\ndead-link = "off"\n', "utf-8"
    )
    (tmp_path / "sub").mkdir()
    assert find_config(tmp_path / "sub") == path
    config = read_config(path)
    assert config.docs == "pages"
    assert config.lines["rules.dead-link"] == 5


def test_config_beats_kind_beats_rule_and_the_last_override_wins(tmp_path: Path) -> None:
    (tmp_path / "runbook-linter.yml").write_text(
        "rules: {dead-link: warning}\noverrides:\n"
        "  - {paths: ['a/**'], rules: {dead-link: info}}\n  - {paths: ['a/b/**'], rules: {dead-link: off}}\n",
        encoding="utf-8",
    )
    for folder in ("", "a", "a/b"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "page.md").write_text("# A\n\n[gone](gone.md)\n", encoding="utf-8")
    run = lint_folder(tmp_path, "dead-link", "L102")
    found = {finding.path: finding.severity for finding in run.findings if finding.name == "dead-link"}
    assert found["page.md"] == "warning"
    assert found["a/page.md"] == "info"


@pytest.mark.parametrize(
    ("path", "pattern", "matches"),
    [
        ("docs/old/a.md", "docs/old/**", True),
        ("docs/older/a.md", "docs/old/**", False),
        ("a.md", "**/*.md", True),
        ("x/y/a.md", "**/*.md", True),
        ("x/y/a.md", "*.md", False),
        ("x/y/a.md", "x/*/a.md", True),
        ("x/y/z/a.md", "x/*/a.md", False),
        ("x/y/z/a.md", "x/**/a.md", True),
        ("a" * 200, "a*" * 30 + "b", False),
        ("/".join("a" * 60), "/".join(["**", "a"] * 20) + "/b", False),
    ],
)
def test_globs(path: str, pattern: str, matches: bool) -> None:
    assert matches_glob(path, pattern) is matches
