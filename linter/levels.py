"""Which rules look at a page, at what severity and with which options.

Configuration beats kind beats rule; of the configuration, a path's override beats a kind's settings beats the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from linter.config import Config, ConfigError, Override, RuleSetting, matches_glob
from linter.model.kind import Kind
from linter.model.severity import Severity
from linter.registry import FAMILIES, rule_named
from linter.rules.rule import Rule


class ActiveRule(NamedTuple):
    """A rule that is on for a page. `severity` is None where nobody set it, and the rule decides."""

    rule: Rule
    severity: Severity | None


class Selection(NamedTuple):
    """What the command line says: only these rules, not those (names, codes or a family's letter)."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Levels:
    """Answers which rules are on, once per combination of kind, profile and overrides."""

    def __init__(self, rules: Mapping[str, type[Rule]], config: Config, selection: Selection) -> None:
        self._rules = rules
        self._config = config
        self._selected = [rule for rule in rules.values() if _is_selected(rule, selection)]
        self._forced = {rule.name for rule in self._selected if _names(rule, selection.select)}
        self._active: dict[tuple[str, str, tuple[int, ...]], dict[str, ActiveRule]] = {}
        self._check_names()

    def overrides_of(self, path: str) -> tuple[Override, ...]:
        """The overrides that concern a path, in the order of the configuration."""
        return tuple(
            override
            for override in self._config.overrides
            if any(matches_glob(path, pattern) for pattern in override.paths)
        )

    def active(self, path: str, kind: Kind | None, profile: str) -> dict[str, ActiveRule]:
        """The rules that are on for a page, by name."""
        overrides = self.overrides_of(path)
        key = (kind.name if kind else "", profile, tuple(id(override) for override in overrides))
        found = self._active.get(key)
        if found is None:
            found = self._build(kind, profile, overrides)
            self._active[key] = found
        return found

    def project_rule(self, rule: type[Rule]) -> Rule:
        """The instance of a project rule that judges the whole: with the options of the configuration at large."""
        return rule(_options([self._config.rules.get(rule.name), self._config.rules.get(rule.code)]))

    def among(self, names: AbstractSet[str]) -> list[type[Rule]]:
        """The selected rules of these names, in order of code."""
        return [rule for rule in self._selected if rule.name in names]

    def severity(self, finding_rule: type[Rule], active: Mapping[str, ActiveRule], own: Severity | None) -> Severity:
        """The severity of a problem: what was set for the rule, else the problem's own, else the rule's."""
        entry = active.get(finding_rule.name)
        if entry is not None and entry.severity is not None:
            return entry.severity
        return own or finding_rule.severity

    def _build(self, kind: Kind | None, profile: str, overrides: Sequence[Override]) -> dict[str, ActiveRule]:
        kind_config = self._config.kinds.get(kind.name) if kind else None
        active: dict[str, ActiveRule] = {}
        for rule in self._selected:
            if rule.kinds and (kind.name if kind else "page") not in rule.kinds:
                continue
            layers: list[RuleSetting | None] = []
            for source in (self._config.rules, kind_config.rules if kind_config else {}, *(o.rules for o in overrides)):
                layers += [source.get(rule.name), source.get(rule.code)]
            severity = next((layer.severity for layer in reversed(layers) if layer and layer.severity), None)
            if severity is None and kind is not None:
                severity = kind.severities.get(profile, {}).get(rule.name)
            if rule.name in self._forced and severity in (None, "off"):
                severity = "warning" if rule.severity == "off" else None
            elif (severity or rule.severity) == "off":
                continue
            active[rule.name] = ActiveRule(rule(_options(layers)), severity)
        return active

    def _check_names(self) -> None:
        scopes = [("rules", self._config.rules)]
        scopes += [(f"kinds.{name}.rules", kind.rules) for name, kind in self._config.kinds.items()]
        scopes += [(f"overrides.{at}.rules", override.rules) for at, override in enumerate(self._config.overrides)]
        for scope, settings in scopes:
            for name, setting in settings.items():
                rule = rule_named(self._rules, name)
                line = self._config.lines.get(f"{scope}.{name}", 1)
                if rule is None:
                    raise ConfigError(
                        f"{self._config.path}:{line}: unknown rule `{name}`{nearest_rule(self._rules, name)}"
                    )
                for option in setting.options:
                    if option not in rule.declared_options():
                        known = ", ".join(rule.declared_options()) or "none"
                        raise ConfigError(
                            f"{self._config.path}:{line}: `{name}` has no option `{option}`; its options: {known}"
                        )


def nearest_rule(rules: Mapping[str, type[Rule]], name: str) -> str:
    """A hint for a name that no rule has: `; did you mean …?`, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(name, rules, 1)
    return f"; did you mean `{near[0]}`?" if near else ""


def check_selection(rules: Mapping[str, type[Rule]], selection: Selection) -> None:
    """Raises ConfigError where the command line names a rule that is not there."""
    families = {rule.code.rstrip("0123456789") for rule in rules.values()} | set(FAMILIES)
    for name in (*selection.select, *selection.ignore):
        if name.upper() not in families and rule_named(rules, name) is None:
            raise ConfigError(f"unknown rule `{name}`{nearest_rule(rules, name)}")


def _is_selected(rule: type[Rule], selection: Selection) -> bool:
    if _names(rule, selection.ignore) or _in_family(rule, selection.ignore):
        return False
    return not selection.select or _names(rule, selection.select) or _in_family(rule, selection.select)


def _names(rule: type[Rule], given: Sequence[str]) -> bool:
    return rule.name in given or any(rule.code == name.upper() for name in given)


def _in_family(rule: type[Rule], given: Sequence[str]) -> bool:
    return any(rule.code.rstrip("0123456789") == name.upper() for name in given)


def _options(layers: Sequence[RuleSetting | None]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for layer in layers:
        if layer:
            merged.update(layer.options)
    return merged
