"""A user's schema file held against `document-kind.schema.json`, each error at the file's own line.

jsonschema is dear to import; only a run with schemas of its own pays for it.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from linter.kinds.errors import SchemaError
from linter.kinds.load import schemas_folder
from linter.kinds.recognise import PLAIN_PAGE
from linter.kinds.titles import fold_title
from linter.parsing.guarded_yaml import YamlError, compose_yaml, construct

_DEEPEST = 5
Steps = tuple[str | int, ...]


def validated(text: str, path: Path) -> dict[str, Any]:
    """The data of a schema file. Raises SchemaError at the first line that is wrong."""
    try:
        node = compose_yaml(text)
        data = construct(node)
    except YamlError as error:
        raise SchemaError(path, error.line, error.column, f"not usable as YAML: {error.message}") from None
    if node is None or not isinstance(data, dict):
        raise SchemaError(path, 1, 1, "a schema is a list of `key: value` lines; `kind:` and `sections:` are missing")
    _refuse_odd_keys(node, path)
    _name_switched_off(data)
    schema = json.loads((schemas_folder() / "document-kind.schema.json").read_text(encoding="utf-8"))
    errors = [*_schema_errors(data, schema)] or [*_contradictions(data)]
    placed = [(*_place(node, steps, at_key), message) for steps, at_key, message in errors]
    if placed:
        # A misspelt key also leaves its right spelling missing: the misspelling is what to mend.
        raise SchemaError(path, *min(placed, key=lambda found: (found[2].endswith(" missing"), found)))
    return data


def _refuse_odd_keys(node: yaml.Node, path: Path) -> None:
    """YAML takes the last of two equal keys in silence, and keys that are no text."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line, column = key.start_mark.line + 1, key.start_mark.column + 1
            if not isinstance(key, yaml.ScalarNode):
                raise SchemaError(path, line, column, "a key must be plain text")
            if key.value in seen:
                raise SchemaError(path, line, column, f"the key `{key.value}` stands twice")
            seen.add(key.value)
            _refuse_odd_keys(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_odd_keys(item, path)


def _name_switched_off(data: dict[str, Any]) -> None:
    """YAML reads a bare `off` as false; under severities the word is meant."""
    severities = data.get("severities")
    if isinstance(severities, dict):
        for levels in severities.values():
            if isinstance(levels, dict):
                levels.update({rule: "off" for rule, level in levels.items() if level is False})


def _schema_errors(data: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[tuple[Steps, bool, str]]:
    """(steps to the place, whether its key is meant, message) of each breach of the JSON Schema."""
    validator = Draft202012Validator(schema)
    for error in validator.iter_errors(data):
        steps = tuple(error.absolute_path)
        if error.validator == "additionalProperties" and isinstance(error.instance, dict):
            known = error.schema.get("properties", {})
            for key in error.instance:
                if key not in known:
                    yield (*steps, key), True, f"`{key}` is no key of a schema here{_nearest(str(key), known)}"
        else:
            yield steps, False, _worded(error, steps)


def _worded(error: ValidationError, steps: Steps) -> str:
    while error.context:
        error = best_match(error.context)
    expected: Any = error.validator_value
    instance: Any = error.instance
    name = next((f"`{step}`: " for step in reversed(steps) if isinstance(step, str)), "")
    if error.validator == "enum":
        allowed = [str(value) for value in expected]
        return f"{name}`{error.instance}` is none of {', '.join(allowed)}{_nearest(str(error.instance), allowed)}"
    if error.validator == "required":
        missing = [key for key in expected if key not in instance]
        return f"{name}{', '.join(f'`{key}:`' for key in missing)} missing"
    if error.validator == "pattern":
        return f"{name}`{error.instance}` is not written in small letters with single hyphens (or blanks) between"
    return f"{name}{error.message}"


def _contradictions(data: Mapping[str, Any]) -> Iterator[tuple[Steps, bool, str]]:
    """What JSON Schema cannot say: names that must be defined elsewhere in the file."""
    profiles = data["profiles"]
    if data["default_profile"] not in profiles:
        yield ("default_profile",), False, _not_a_profile(data["default_profile"], profiles)
    for name in data.get("severities", {}):
        if name not in profiles:
            yield ("severities", name), True, _not_a_profile(name, profiles)
    for name in data.get("front_matter", {}).get("required", {}):
        if name not in profiles:
            yield ("front_matter", "required", name), True, _not_a_profile(name, profiles)
    if data["kind"] == PLAIN_PAGE:
        yield ("kind",), False, f"`{PLAIN_PAGE}` is what pages of no kind are called"
    ids = [section["id"] for section in data["sections"]]
    for number, name in enumerate(data.get("recognise", {}).get("core", ())):
        if name not in ids:
            yield ("recognise", "core", number), False, f"no section has the id `{name}`{_nearest(name, ids)}"
    yield from _section_contradictions(data["sections"], profiles, ("sections",))


def _section_contradictions(
    sections: Sequence[Mapping[str, Any]], profiles: Sequence[str], at: Steps
) -> Iterator[tuple[Steps, bool, str]]:
    ids: set[str] = set()
    titles: dict[str, str] = {}
    for number, section in enumerate(sections):
        here: Steps = (*at, number)
        if section["id"] in ids:
            yield (*here, "id"), False, f"two sections have the id `{section['id']}`"
        ids.add(section["id"])
        for place, profile in enumerate(section.get("required", ())):
            if profile not in profiles:
                yield (*here, "required", place), False, _not_a_profile(profile, profiles)
        named: list[tuple[Steps, str]] = [((*here, "title"), section["title"])]
        named += [((*here, "synonyms", place), title) for place, title in enumerate(section.get("synonyms", ()))]
        for steps, title in named:
            if not fold_title(title) or title != " ".join(title.split()):
                yield steps, False, f"the title `{title}` can be no heading: one line of words, with single blanks"
            owner = titles.setdefault(fold_title(title), section["id"])
            if owner != section["id"]:
                yield steps, False, f"the title `{title}` already stands for the section `{owner}`"
        if len(here) > 2 * _DEEPEST:
            yield (*here, "title"), False, "this section lies too deep: headings have six levels, the title among them"
        yield from _section_contradictions(section.get("sections", ()), profiles, (*here, "sections"))


def _not_a_profile(name: str, profiles: Sequence[str]) -> str:
    return f"`{name}` is none of the kind's profiles ({', '.join(profiles)}){_nearest(name, profiles)}"


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), 1)
    return f"; did you mean `{close[0]}`?" if close else ""


def _place(node: yaml.Node, steps: Steps, at_key: bool) -> tuple[int, int]:
    """Line and column of the value (or its key) that `steps` lead to."""
    mark = node.start_mark
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            key, node = next(((key, value) for key, value in node.value if key.value == str(step)), (node, node))
            mark = key.start_mark if at_key else node.start_mark
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            mark = node.start_mark
    return mark.line + 1, mark.column + 1
