"""Which rules there are: our own, those of installed packages the configuration names, and local files."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

from linter.config import Config, ConfigError
from linter.plugins import RULES, load_plugins
from linter.rules.rule import PageRule, ProjectRule, Rule

_OWN_CODE = re.compile(r"[SMLCWPAN]\d{3}")
_ANY_CODE = re.compile(r"[A-Z]{1,12}\d{1,4}")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

FAMILIES = {
    "S": "structure",
    "M": "metadata",
    "L": "links",
    "C": "commands",
    "W": "wording",
    "P": "post_mortems",
    "A": "alerts",
    "N": "incidents",
}


def load_rules(config: Config, root: Path) -> dict[str, type[Rule]]:
    """All rules by name, in order of code.

    Raises ConfigError where a plugin or rule file cannot be loaded, or a code or name is claimed twice.
    """
    found: dict[str, type[Rule]] = {}
    codes: dict[str, str] = {}
    for origin, rule in [*_built_in(), *_from_plugins(config), *_from_files(config, root)]:
        _check(rule, origin)
        for claimed, by in ((rule.name, found.get(rule.name)), (rule.code, codes.get(rule.code))):
            if by is not None:
                raise ConfigError(f"{origin}: the rule {rule.name} ({rule.code}) claims `{claimed}`, which is taken")
        found[rule.name] = rule
        codes[rule.code] = rule.name
    return dict(sorted(found.items(), key=lambda item: item[1].code))


def rule_named(rules: Mapping[str, type[Rule]], name: str) -> type[Rule] | None:
    """The rule of this name or code."""
    return rules.get(name) or next((rule for rule in rules.values() if rule.code == name.upper()), None)


def is_own_code(code: str) -> bool:
    """True for a code of the linter's own families, such as S101."""
    return _OWN_CODE.fullmatch(code) is not None


def rules_in(module: ModuleType) -> list[type[Rule]]:
    """The rules a module defines."""
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Rule)
        and value.__module__ == module.__name__
        and value not in (Rule, PageRule, ProjectRule)
        and hasattr(value, "code")
    ]


def _built_in() -> Iterable[tuple[str, type[Rule]]]:
    folder = os.path.join(os.path.dirname(__file__), "rules")
    for family in FAMILIES.values():
        try:
            names = sorted(os.listdir(os.path.join(folder, family)))
        except FileNotFoundError:
            continue
        for name in names:
            if name.endswith(".py") and not name.startswith("_"):
                module = importlib.import_module(f"linter.rules.{family}.{name[:-3]}")
                for rule in rules_in(module):
                    yield module.__name__, rule


def _from_plugins(config: Config) -> Iterable[tuple[str, type[Rule]]]:
    for origin, value in load_plugins(config, RULES):
        for rule in rules_in(value) if isinstance(value, ModuleType) else [value]:
            yield origin, rule  # type: ignore[misc]  # `_check` refuses what is no rule.


def _from_files(config: Config, root: Path) -> Iterable[tuple[str, type[Rule]]]:
    if not config.rule_files:
        return
    import importlib.util
    import sys

    for number, name in enumerate(config.rule_files):
        path = root / name
        module_name = f"runbook_linter_rule_file_{number}"
        spec = importlib.util.spec_from_file_location(module_name, path)
        if spec is None or spec.loader is None or not path.is_file():
            raise ConfigError(f"{path}: the rule file that the configuration names is not there")
        module = importlib.util.module_from_spec(spec)
        sys.modules[module_name] = module
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            raise ConfigError(f"{path}: cannot load the rule file: {type(error).__name__}: {error}") from None
        loaded = rules_in(module)
        if not loaded:
            raise ConfigError(f"{path}: the rule file defines no rule")
        for rule in loaded:
            yield str(path), rule


def _check(rule: object, origin: str) -> None:
    if not (isinstance(rule, type) and issubclass(rule, (PageRule, ProjectRule))):
        raise ConfigError(f"{origin}: {rule!r} is neither a PageRule nor a ProjectRule")
    for attribute in ("code", "name", "severity"):
        if not isinstance(getattr(rule, attribute, None), str):
            raise ConfigError(f"{origin}: the rule {rule.__name__} has no `{attribute}`")
    if not _NAME.fullmatch(rule.name):
        raise ConfigError(f"{origin}: the rule name `{rule.name}` is not kebab case")
    if not _ANY_CODE.fullmatch(rule.code):
        raise ConfigError(f"{origin}: the code `{rule.code}` is not letters and digits, such as ACME001")
    if is_own_code(rule.code) and not rule.__module__.startswith("linter.rules."):
        raise ConfigError(f"{origin}: the code `{rule.code}` uses a family of the linter; bring a prefix of your own")
