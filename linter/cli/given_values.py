"""Front matter that somebody gives to a new page: with `--set`, or in answer at the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.model.kind import Kind


def given_values(pairs: Sequence[str]) -> dict[str, Any]:
    """The values of `--set`, read as YAML: a list, a number, a date or a text. Raises ConfigError."""
    from linter.parsing.guarded_yaml import YamlError, load_yaml

    given: dict[str, Any] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise ConfigError(f"--set {pair}: write KEY=VALUE")
        try:
            given[key.strip()] = load_yaml(value) if value.strip() else ""
        except YamlError as error:
            raise ConfigError(f"--set {pair}: {error.message}") from None
    return given


def refuse_wrong_values(kind: Kind, given: Mapping[str, Any]) -> None:
    """Raise ConfigError for a value that the linter would not accept on a page of the kind."""
    from linter.kinds.values import what_is_wrong

    schemas = kind.front_matter_schema.get("properties", {})
    for key, value in given.items():
        wrong = what_is_wrong(value, schemas[key]) if key in schemas else ""
        if wrong:
            raise ConfigError(f"--set {key}: {wrong}")


def asked_values(kind: Kind, profile: str, given: Mapping[str, Any], guessed: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody at the terminal answers for what is missing; an empty answer takes what is guessed.

    A wrong answer is asked for again. Ctrl-D leaves all that is still to be asked as it is.
    """
    from linter.generators.page import meaning_of, missing_keys
    from linter.kinds.values import what_is_wrong

    answers: dict[str, Any] = {}
    schemas = kind.front_matter_schema.get("properties", {})
    for key in missing_keys(kind, profile, given):
        default = f" [{guessed[key]}]" if key in guessed else ""
        while True:
            try:
                answer = input(f"{key}, {meaning_of(kind, key)}{default}: ").strip()
            except EOFError:
                print()
                return answers
            value = _read(answer, schemas.get(key, {}))
            wrong = what_is_wrong(value, schemas[key]) if answer and key in schemas else ""
            if not wrong:
                break
            print(f"{key} {wrong}")
        if answer:
            answers[key] = value
    return answers


def _read(answer: str, schema: Mapping[str, Any]) -> Any:
    """An answer as a value: read as YAML where something else than text is wanted."""
    from linter.parsing.guarded_yaml import YamlError, load_yaml

    wanted = schema.get("type", "string")
    if "string" in (wanted if isinstance(wanted, list) else [wanted]):
        return answer
    try:
        return load_yaml(answer)
    except YamlError:
        return answer
