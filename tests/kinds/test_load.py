"""Schema files: those that ship are valid, those of users are refused at the right place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from linter.kinds.errors import SchemaError
from linter.kinds.load import SHIPPED, common_front_matter, load_kinds, schema_files, schemas_folder
from linter.kinds.validate import validated
from tests.conftest import ROOT

RECIPE = """\
kind: recipe
title: Recipe
profiles: [quick, full]
default_profile: quick
recognise:
  core: [ingredients, steps]
  at_least: 2
  folders: [recipes]
severities:
  full: {section-content: off, title: error}
front_matter:
  required:
    full: [owner]
  properties:
    servings: {type: integer, minimum: 1}
sections:
  - id: ingredients
    title: Ingredients
    synonyms: [What you need]
    required: [quick, full]
    requires_if: {diet: [vegan, 1, true]}
    content: {table_columns: [Item]}
  - id: steps
    title: Steps
    sections:
      - id: serve
        title: Serve
"""


@pytest.mark.parametrize("path", sorted(schemas_folder().glob("*.yml")), ids=lambda path: path.stem)
def test_shipped_schemas_are_valid(path: Path) -> None:
    data = validated(path.read_text(encoding="utf-8"), path)
    assert data["kind"] == path.stem
    for section in data["sections"]:
        assert section["guidance"], section["id"]
        assert "‹" in section["scaffold"] or "{{ " in section["scaffold"], section["id"]


@pytest.mark.parametrize("path", sorted(schemas_folder().glob("*.schema.json")), ids=lambda path: path.name)
def test_json_schemas_are_schemas(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "path", sorted((schemas_folder().parent / "linter" / "rules").rglob("*.json")), ids=lambda p: p.stem
)
def test_words_of_rules_keep_their_schema(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    schema = (path.parent / data["$schema"]).resolve()
    assert schema.parent == schemas_folder().resolve()
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(data)


def test_shipped_kinds() -> None:
    kinds = load_kinds()
    assert list(kinds) == ["communication", "playbook", "post-mortem", "runbook"]
    runbook = kinds["runbook"]
    assert runbook.default_profile == "alert"
    demanded = {
        profile: [spec.title for spec in runbook.sections if profile in spec.required] for profile in runbook.profiles
    }
    assert demanded["alert"] == ["Overview", "Impact", "Diagnosis", "Mitigation"]
    assert {"Verification", "Rollback", "Escalation", "Communication"} <= set(demanded["full"])
    assert runbook.severities["full"]["unnumbered-procedure"] == "warning"
    assert runbook.front_matter_schema["properties"].keys() == common_front_matter()["properties"].keys()


def test_users_kinds_are_added_and_replace(tmp_path: Path) -> None:
    (tmp_path / "recipe.yml").write_text(RECIPE, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a schema", encoding="utf-8")
    (tmp_path / "own.yaml").write_text(
        "kind: runbook\ntitle: Ours\nprofiles: [p]\ndefault_profile: p\nsections: [{id: a, title: A}]\n",
        encoding="utf-8",
    )
    kinds = load_kinds(schema_files(tmp_path, ["."]))
    assert kinds["runbook"].title == "Ours"
    assert load_kinds()["runbook"].title == "Runbook"
    recipe = kinds["recipe"]
    assert recipe.severities == {"full": {"section-content": "off", "title": "error"}}
    assert recipe.sections[0].requires_if == {"diet": ("vegan", "1", "true")}
    assert recipe.sections[0].content.table_columns == ("Item",)
    assert recipe.sections[1].sections[0].id == "serve"
    assert recipe.front_matter_schema["properties"]["servings"] == {"type": "integer", "minimum": 1}
    assert recipe.source == str(tmp_path / "recipe.yml")


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "words"),
    [
        ("    synonyms:", "    synonims:", 19, 5, "`synonims` is no key of a schema here; did you mean `synonyms`?"),
        ("title: Recipe\n", "titel: Recipe\n", 2, 1, "did you mean `title`?"),
        ("default_profile: quick", "default_profile: quik", 4, 18, "did you mean `quick`?"),
        ("core: [ingredients, steps]", "core: [ingredients, stepps]", 6, 23, "did you mean `steps`?"),
        ("title: error}", "title: eror}", 10, 39, "`eror` is none of off, info, warning, error; did you mean `error`?"),
        ("  full: {section", "  ful: {section", 10, 3, "`ful` is none of the kind's profiles (quick, full)"),
        ("required: [quick, full]", "required: [quick, fall]", 20, 23, "`fall` is none of the kind's profiles"),
        ("  - id: steps", "  - {id: ingredients, title: X}\n  - id: steps", 23, 10, "two sections have the id"),
        ("title: Steps", "title: What you needs", 24, 12, "already stands for the section `ingredients`"),
        ("type: integer", "type: integr", 15, 22, "did you mean `integer`?"),
        ("table_columns: [Item]", "table_columns: Item", 22, 30, "is not of type 'array'"),
        ("kind: recipe", "kind: My Recipe", 1, 7, "small letters"),
        ("title: Serve", "title: [", 28, 1, "not usable as YAML"),
        ("at_least: 2", "at_least: 2\n  at_least: 3", 8, 3, "stands twice"),
        ("  properties:\n", "  properties: {$ref: 'https://example.com/x'}\n  propertys:\n", 14, 22, "is not of type"),
    ],
)
def test_errors_are_placed(tmp_path: Path, old: str, new: str, line: int, column: int, words: str) -> None:
    assert old in RECIPE
    path = tmp_path / "recipe.yml"
    path.write_text(RECIPE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        load_kinds(schema_files(tmp_path, ["."]))
    error = caught.value
    assert words in error.message
    assert (error.path, error.line, error.column) == (path, line, column), str(error)
    assert str(error).startswith(f"{path}:{line}:{column}: ")


@pytest.mark.parametrize("text", ["", "- a\n", "[" * 100_000, "kind", "\t"])
def test_what_is_no_schema(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError):
        load_kinds(schema_files(tmp_path, ["."]))


def test_unreadable(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="cannot read this folder"):
        schema_files(tmp_path, ["none"])
    (tmp_path / "x.yml").write_bytes(b"\xff\xfe")
    with pytest.raises(SchemaError, match="not UTF-8"):
        load_kinds(schema_files(tmp_path, ["."]))


def test_schema_files_are_plain_yaml() -> None:
    for path in schemas_folder().glob("*.yml"):
        assert isinstance(yaml.safe_load(path.read_text(encoding="utf-8")), dict)


def test_the_shipped_json_is_fresh() -> None:
    """`make generated` writes it from `schemas/`."""
    from tools.shipped_kinds import shipped_kinds

    assert SHIPPED.read_text(encoding="utf-8") == shipped_kinds()


def test_schemas_of_other_things_are_left_alone(tmp_path: Path) -> None:
    """In a `schemas/` that no configuration names, only what looks like a kind is one."""
    (tmp_path / "schemas").mkdir()
    for name, text in {
        "api.yml": "openapi: 3.1.0\ninfo: {title: x}\n",
        "crd.yml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n",
        "drill.yml": "kind: drill\ntitel: Drill\n",
        "walk.yaml": "knid: walk\nsections: []\n",
    }.items():
        (tmp_path / "schemas" / name).write_text(text, encoding="utf-8")
    assert [path.name for path in schema_files(tmp_path, [])] == ["drill.yml", "walk.yaml"]
    assert len(schema_files(tmp_path, ["schemas"])) == 4
    assert schema_files(tmp_path / "nowhere", []) == []


def test_a_schema_is_validated_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "recipe.yml").write_text(RECIPE, encoding="utf-8")
    first = load_kinds([tmp_path / "recipe.yml"])["recipe"]
    (kept,) = (tmp_path / "cache").rglob("*.json")
    code = (
        "import sys; from pathlib import Path; from linter.kinds.load import load_kinds; "
        f"kind = load_kinds([Path({str(tmp_path / 'recipe.yml')!r})])['recipe']; "
        "print('jsonschema' in sys.modules, kind.title)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "False Recipe\n"
    # A file that is damaged or changed is validated again.
    kept.write_text("{", encoding="utf-8")
    assert load_kinds([tmp_path / "recipe.yml"])["recipe"] == first
    (tmp_path / "recipe.yml").write_text(RECIPE.replace("title: Recipe", "titel: Recipe"), encoding="utf-8")
    with pytest.raises(SchemaError):
        load_kinds([tmp_path / "recipe.yml"])
