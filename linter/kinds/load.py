"""Document kinds out of their schema files: those that ship, then those of the user's own folders."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from linter import __version__
from linter.files import cache_folder, write_new
from linter.kinds.errors import SchemaError
from linter.model.kind import ContentDemand, Kind, SectionSpec

SHIPPED = Path(__file__).with_name("shipped_kinds.json")
"""The shipped schemas as JSON, written by `make generated`: a page without front matter needs no YAML reader."""

_SUFFIXES = (".yml", ".yaml")


def load_kinds(user_files: Sequence[Path] = ()) -> dict[str, Kind]:
    """All kinds by name. A kind in a user's file replaces the one of the same name that ships.

    Raises SchemaError for a file that cannot be used.
    """
    kinds = dict(_shipped_kinds())
    for path in user_files:
        kind = _read_users(path)
        kinds[kind.name] = kind
    return kinds


def schema_files(root: Path, named: Sequence[str]) -> list[Path]:
    """The files with a knowledge base's own kinds: in the folders its configuration names, else in `schemas/`.

    A `schemas/` that nobody named may hold schemas of anything: only what looks like a kind counts there.
    Raises SchemaError for a folder that cannot be read.
    """
    if named:
        return [path for folder in named for path in _yaml_files(root / folder)]
    own = root / "schemas"
    return [path for path in _yaml_files(own) if _looks_like_a_kind(path)] if own.is_dir() else []


@lru_cache(maxsize=1)
def schemas_folder() -> Path:
    """Where the shipped schemas lie: in the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "schemas"
    return inside if inside.is_dir() else package.parent / "schemas"


@lru_cache(maxsize=1)
def _shipped_kinds() -> Mapping[str, Kind]:
    """The kinds that ship. A test validates their files, so that no run has to."""
    shipped = _shipped()["kinds"]
    return {data["kind"]: build_kind(data, schemas_folder() / name) for name, data in shipped.items()}


def common_front_matter() -> Mapping[str, Any]:
    """The JSON Schema of the front matter that every kind knows."""
    schema: Mapping[str, Any] = _shipped()["front_matter"]
    return schema


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return content


def _looks_like_a_kind(path: Path) -> bool:
    """True for a file with a kind's keys, misspelled neighbours or not; Kubernetes' kinds begin with a capital."""
    import re

    try:
        return re.search(rb"^(?:sections:|kind:[ \t]*[\"']?[a-z])", path.read_bytes(), re.MULTILINE) is not None
    except OSError:
        return False


def _yaml_files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES and path.is_file())
    except OSError as error:
        raise SchemaError(folder, 1, 1, f"cannot read this folder of schemas: {error.strerror}") from None


def _read_users(path: Path) -> Kind:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SchemaError(path, 1, 1, f"cannot read this schema: {reason}") from None
    return build_kind(_validated(text, path), path)


def _validated(text: str, path: Path) -> Mapping[str, Any]:
    """The data of a valid schema. What was valid once is kept by its text: jsonschema is dear to import."""
    import hashlib

    against = (schemas_folder() / "document-kind.schema.json").read_bytes()
    mark = hashlib.sha256(b"\0".join([__version__.encode(), against, text.encode("utf-8")])).hexdigest()
    kept = cache_folder() / "kinds" / f"{mark}.json"
    try:
        data: Mapping[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return data
    except (OSError, ValueError):
        pass
    from linter.kinds.validate import validated

    data = validated(text, path)
    # A date among its values has no form in JSON; a cache that cannot be written is none.
    with suppress(OSError, TypeError):
        write_new(kept, json.dumps(data))
    return data


def build_kind(data: Mapping[str, Any], path: Path) -> Kind:
    """The kind that valid schema data describes."""
    recognise = data.get("recognise", {})
    front_matter = data.get("front_matter", {})
    common = common_front_matter()
    return Kind(
        name=data["kind"],
        title=data["title"],
        description=data.get("description", ""),
        profiles=tuple(data["profiles"]),
        default_profile=data["default_profile"],
        core=tuple(recognise.get("core", ())),
        core_at_least=recognise.get("at_least", 0),
        folder_words=tuple(recognise.get("folders", ())),
        sections=_sections(data["sections"]),
        ordered=data.get("ordered", True),
        strict=data.get("strict", False),
        front_matter_required={profile: tuple(keys) for profile, keys in front_matter.get("required", {}).items()},
        front_matter_schema={
            "type": "object",
            "properties": {**common["properties"], **front_matter.get("properties", {})},
        },
        severities=data.get("severities", {}),
        source=str(path),
    )


def _sections(items: Sequence[Mapping[str, Any]]) -> tuple[SectionSpec, ...]:
    return tuple(_section(item) for item in items)


def _section(item: Mapping[str, Any]) -> SectionSpec:
    content = item.get("content", {})
    return SectionSpec(
        id=item["id"],
        title=item["title"],
        synonyms=tuple(item.get("synonyms", ())),
        required=frozenset(item.get("required", ())),
        one_of=item.get("one_of", ""),
        requires_if={key: tuple(map(as_text, values)) for key, values in item.get("requires_if", {}).items()},
        repeat=item.get("repeat", False),
        anywhere=item.get("anywhere", False),
        content=ContentDemand(**{**content, "table_columns": tuple(content.get("table_columns", ()))}),
        guidance=item.get("guidance", ""),
        scaffold=item.get("scaffold", ""),
        sections=_sections(item.get("sections", ())),
    )


def as_text(value: object) -> str:
    """A front matter value as schemas compare it: `1` is "1", `true` is "true"."""
    return str(value).lower() if isinstance(value, bool) else str(value)
