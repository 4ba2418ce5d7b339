"""The shipped data: of the form its schemas say, complete, and safe to match with."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from linter.catalogue.deprecations import facts
from linter.catalogue.tool import shipped_tool, shipped_tools
from tests.conftest import ROOT

DATA = ROOT / "linter" / "catalogue" / "data"
TOOLS = sorted(path for path in (DATA / "tools").glob("*.json") if path.name != "index.json")


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("path", TOOLS, ids=lambda path: path.stem)
def test_a_tool_is_as_its_schema_says(path: Path) -> None:
    validator("tool.schema.json").validate(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ["deprecations", "api-versions"])
def test_facts_are_as_their_schema_says(name: str) -> None:
    data = json.loads((DATA / f"{name.replace('-', '_')}.json").read_text(encoding="utf-8"))
    validator(f"{name}.schema.json").validate(data)
    identities = [row.get("id") or (row["apiVersion"], row["kind"]) for row in data]
    assert len(identities) == len(set(identities))


def test_every_tool_asked_for_is_there() -> None:
    wanted = (
        "kubectl oc docker podman git systemctl journalctl curl ssh psql pg_dump pg_basebackup"
        " pg_restore etcdctl amtool promtool ls df ps top free ip ss openssl tar grep"
    )
    assert [name for name in wanted.split() if shipped_tool(name) is None] == []
    kubectl = shipped_tool("k")
    assert kubectl is not None
    assert kubectl.name == "kubectl"
    assert len(kubectl.versions) == 2


def test_the_index_names_every_file() -> None:
    assert sorted(tool.name for tool in shipped_tools()) == sorted(path.stem for path in TOOLS)


def test_the_catalogue_stays_small(tmp_path: Path) -> None:
    import tarfile

    with tarfile.open(tmp_path / "data.tgz", "w:gz") as archive:
        archive.add(DATA, "data")
    assert (tmp_path / "data.tgz").stat().st_size < 300_000


def test_no_expression_of_a_fact_can_hang() -> None:
    hostile = ["a" * 20_000, "/" * 20_000, "-" * 20_000, " " * 20_000, "9093/api/v1/" * 2_000, "pg_" * 8_000]
    for fact in facts().values():
        for pattern in (fact.text, fact.unless):
            for text in hostile if pattern else ():
                assert pattern is not None
                # A quantifier within a quantifier would take for ever here.
                pattern.search(text)


def test_a_fact_that_is_one_to_one_names_what_it_replaces() -> None:
    for fact in facts().values():
        if fact.fix is not None:
            assert fact.options or fact.path or fact.tools or fact.text, fact.id
            assert not fact.options or len({len(re.findall(r"\w+", o)) for o in fact.options}) >= 1
