"""markdownlint's rules as ours, its required headings as a kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.kinds.load import build_kind
from linter.kinds.validate import validated
from linter.migrating.markdownlint import from_cli2, from_markdownlint
from linter.migrating.migration import schema_text

HEADINGS = ["# Title", "## Overview", "## Steps", "### Check", "### Mend", "*", "## Steps", "## Überblick!"]


def test_rules_by_any_of_their_names() -> None:
    migration = from_markdownlint(
        {
            "default": True,
            "MD051": False,
            "no-bare-urls": True,
            "md040": {"allowed_languages": ["bash"]},
            "reference-links-images": {"severity": "error"},
            "commands-show-output": "warning",
            "MD042": False,
            "MD013": {"line_length": 120},
            "line-length": False,
            "extends": "base.json",
        },
        "kind",
    )
    assert migration.rules == {
        "dead-anchor": "off",
        "bare-url": "warning",
        "fence-without-language": "warning",
        "undefined-reference": "error",
        "prompt-in-copyable-block": "warning",
    }
    assert migration.unmapped == (
        "MD040: allowed_languages: fence-without-language has no such options",
        "MD042: dead-link finds empty links among all other dead ones; it stays on",
        "extends: base.json is not followed; migrate that file as well",
        "MD013, line-length: style, which markdownlint goes on checking",
    )


def test_required_headings_are_a_valid_kind() -> None:
    migration = from_markdownlint({"MD043": {"headings": HEADINGS, "match_case": True}}, "house")
    assert migration.kind is not None
    place = Path("house.yml")
    kind = build_kind(validated(schema_text(migration.kind), place), place)
    assert [(spec.id, spec.title, spec.repeat) for spec in kind.sections] == [
        ("overview", "Overview", False),
        ("steps", "Steps", True),
        ("berblick", "Überblick!", False),
    ]
    assert [spec.title for spec in kind.sections[1].sections] == ["Check", "Mend"]
    assert (kind.ordered, kind.strict) == (True, False)
    assert [line.split(":")[1].strip() for line in migration.unmapped] == ["match_case", "`# Title`"]
    exact = from_markdownlint({"MD043": {"headings": ["## A", "%% B"]}}, "house")
    assert exact.kind is not None
    assert exact.kind["strict"] is True
    assert exact.unmapped == ("MD043: `%% B`: only headings and `*`, `+`, `?` are read",)


@pytest.mark.parametrize(
    "headings",
    [
        [
            "?",
            "## 1. Run",
            "#### Install",
            "##### Run",
            "### Install",
            "+",
            "###### Deep",
            "# Author(s) / Credits",
            "*",
        ],
        ["#### Deep", "## Up", "### Up", "## Up", "###### X"],
        ["## 日本", "## 日本語", "## \U0001f680", "## Rules / Aliases: `a`"],
    ],
)
def test_any_headings_are_a_valid_kind(headings: list[str]) -> None:
    migration = from_markdownlint({"MD043": {"headings": headings}}, "house")
    assert migration.kind is not None
    validated(schema_text(migration.kind), Path("house.yml"))
    said = " ".join(migration.unmapped)
    assert [title in said for title in ("# Author(s)", "`\U0001f680`")] == [
        headings[0] == "?",
        headings[0] == "## 日本",
    ]


@pytest.mark.parametrize("setting", [True, False, {"headings": []}, {"headings": "## A"}, {"headings": ["# A", "*"]}])
def test_nothing_to_demand(setting: object) -> None:
    assert from_markdownlint({"MD043": setting}, "house").kind is None


def test_cli2() -> None:
    values = {
        "config": {"MD043": {"headings": ["## A"]}},
        "globs": ["docs/**/*.md", "!docs/old/**", "#vendor/"],
        "ignores": ["./node_modules/"],
        "fix": True,
    }
    migration = from_cli2(values, "house")
    assert migration.paths == ("docs/**/*.md",)
    assert migration.exclude == ("node_modules/**", "docs/old/**", "vendor/**")
    assert migration.unmapped == ("fix: only markdownlint-cli2 knows these",)
