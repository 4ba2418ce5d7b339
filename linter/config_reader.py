"""A configuration file to the settings that it makes; what it does not know is refused, with the nearest name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linter.config import (
    DEFAULT_INCIDENTS,
    FLAVOURS,
    PLATFORMS,
    AlertsConfig,
    Config,
    ConfigError,
    KindConfig,
    LinksConfig,
    Override,
    RuleSetting,
)
from linter.incident_keys import OTHER_KEYS, SERVICE_KEYS, wrong_values
from linter.model.severity import Severity, is_severity
from linter.model.tools import ToolInUse, Tools

_TOP_KEYS = (
    "docs", "kinds", "rules", "overrides", "plugins", "rule_files", "schemas", "links", "alerts", "tools",
    "people", "incident", "incidents", "fail_on", "min_score", "baseline", "require_reason",
    "review_every", "score", "exclude",
)  # fmt: skip
_KIND_KEYS = ("profile", "review_every", "rules")
_OVERRIDE_KEYS = ("paths", "kind", "profile", "rules", "report")
_LINK_KEYS = ("flavour", "site_root", "allow_private", "ignore", "tokens", "deadline", "cache")
_IGNORE_KEYS = ("url", "reason")
_TOOL_KEYS = ("version", "plugins", "aliases", "internal")
_ALERT_KEYS = ("rules", "runbook_urls", "addresses", "case_sensitive")


def read_config(path: Path) -> Config:
    """Read a configuration file. Raises ConfigError with file and position."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ConfigError(f"{path}: cannot read the configuration: {reason}") from None
    if path.suffix == ".toml":
        values, lines = _read_toml(path, text)
    else:
        values, lines = _read_yaml(path, text)
    return _Reader(path, lines).config(values)


def _read_yaml(path: Path, text: str) -> tuple[Any, dict[str, int]]:
    from linter.parsing.guarded_yaml import YamlError, compose_yaml, construct, mapping_items

    lines: dict[str, int] = {}

    def note(node: Any, prefix: str) -> None:
        for key, key_node, value in mapping_items(node):
            lines[f"{prefix}{key}"] = key_node.start_mark.line + 1
            note(value, f"{prefix}{key}.")
        if isinstance(getattr(node, "value", None), list) and node.id == "sequence":
            for number, item in enumerate(node.value):
                lines[f"{prefix}{number}"] = item.start_mark.line + 1
                note(item, f"{prefix}{number}.")

    try:
        node = compose_yaml(text)
        note(node, "")
        return construct(node) or {}, lines
    except YamlError as error:
        raise ConfigError(f"{path}:{error.line}:{error.column}: not valid YAML: {error.message}") from None


def _read_toml(path: Path, text: str) -> tuple[Any, dict[str, int]]:
    import re
    import tomllib

    try:
        values = tomllib.loads(text).get("tool", {}).get("runbook-linter", {})
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    # tomllib gives no positions; a key stands alone at the start of its line, below its table's header.
    lines: dict[str, int] = {}
    table: str | None = None
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\[+\s*tool\.runbook-linter\.?([^\]\s]*)\s*\]", line)
        if line.startswith("["):
            table = header[1] if header else None
            continue
        key = re.match(r"\s*\"?([\w-]+)\"?\s*=", line)
        if key and table is not None:
            lines[f"{table}.{key[1]}" if table else key[1]] = number
    return values, lines


class _Reader:
    """Turns plain values into a Config, refusing what it does not know."""

    def __init__(self, path: Path, lines: Mapping[str, int]) -> None:
        self._path = path
        self._lines = lines

    def error(self, key: str, message: str) -> ConfigError:
        parts = key.split(".")
        line = 1
        while parts:
            if ".".join(parts) in self._lines:
                line = self._lines[".".join(parts)]
                break
            parts.pop()
        return ConfigError(f"{self._path}:{line}: {message}")

    def config(self, values: Any) -> Config:
        values = self.mapping(values, "", _TOP_KEYS)
        links = self.mapping(values.get("links"), "links", _LINK_KEYS)
        alerts = self.mapping(values.get("alerts"), "alerts", _ALERT_KEYS)
        flavour = self.text(links.get("flavour"), "links.flavour")
        if flavour is not None and flavour not in FLAVOURS:
            raise self.error("links.flavour", f"unknown flavour `{flavour}`{_nearest(flavour, FLAVOURS)}")
        urls = self.mapping(alerts.get("runbook_urls"), "alerts.runbook_urls", None)
        rules = self.rules(values.get("rules"), "rules")
        if self.flag(values.get("require_reason"), "require_reason"):
            rules.setdefault("ignore-without-reason", RuleSetting("error", {}))
        return Config(
            path=self._path,
            docs=self.text(values.get("docs"), "docs"),
            kinds=self.kinds(values.get("kinds")),
            rules=rules,
            overrides=self.overrides(values.get("overrides")),
            plugins=self.texts(values.get("plugins"), "plugins"),
            rule_files=self.texts(values.get("rule_files"), "rule_files"),
            schemas=self.texts(values.get("schemas"), "schemas"),
            links=LinksConfig(
                flavour,
                self.text(links.get("site_root"), "links.site_root"),
                self.texts(links.get("allow_private"), "links.allow_private"),
                self.ignored_urls(links.get("ignore")),
                {
                    host: self.text(name, f"links.tokens.{host}") or ""
                    for host, name in self.mapping(links.get("tokens"), "links.tokens", None).items()
                },
                self.number(links.get("deadline"), "links.deadline"),
                self.text(links.get("cache"), "links.cache"),
            ),
            alerts=AlertsConfig(
                self.texts(alerts.get("rules"), "alerts.rules"),
                {url: self.text(folder, f"alerts.runbook_urls.{url}") or "" for url, folder in urls.items()},
                self.texts(alerts.get("addresses"), "alerts.addresses"),
                self.flag(alerts.get("case_sensitive"), "alerts.case_sensitive") or False,
            ),
            tools=self.tools(values.get("tools")),
            people=self.texts(values.get("people"), "people"),
            incident=self.incident(values.get("incident")),
            incidents=DEFAULT_INCIDENTS
            if values.get("incidents") is None
            else self.texts(values["incidents"], "incidents"),
            fail_on=self.severity(values.get("fail_on"), "fail_on"),
            min_score=self.number(values.get("min_score"), "min_score"),
            review_every=self.days(values.get("review_every"), "review_every"),
            score=self.weights(values.get("score")),
            exclude=self.texts(values.get("exclude"), "exclude"),
            baseline=self.text(values.get("baseline"), "baseline"),
            lines=self._lines,
        )

    def kinds(self, value: Any) -> dict[str, KindConfig]:
        found: dict[str, KindConfig] = {}
        for name, settings in self.mapping(value, "kinds", None).items():
            key = f"kinds.{name}"
            settings = self.mapping(settings, key, _KIND_KEYS)
            found[name] = KindConfig(
                self.text(settings.get("profile"), f"{key}.profile"),
                self.days(settings.get("review_every"), f"{key}.review_every"),
                self.rules(settings.get("rules"), f"{key}.rules"),
            )
        return found

    def ignored_urls(self, value: Any) -> tuple[tuple[str, str], ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.error("links.ignore", "`links.ignore` must be a list of `{url: …, reason: …}`")
        found = []
        for number, item in enumerate(value):
            key = f"links.ignore.{number}"
            entry = self.mapping(item, key, _IGNORE_KEYS)
            url, reason = self.text(entry.get("url"), f"{key}.url"), self.text(entry.get("reason"), f"{key}.reason")
            if not url or not reason:
                raise self.error(key, "what is ignored needs a `url` (with `*`) and a `reason`")
            found.append((url, reason))
        return tuple(found)

    def overrides(self, value: Any) -> tuple[Override, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.error("overrides", "`overrides` must be a list")
        found = []
        for number, item in enumerate(value):
            key = f"overrides.{number}"
            item = self.mapping(item, key, _OVERRIDE_KEYS)
            if not item.get("paths"):
                raise self.error(key, "an override needs `paths`")
            found.append(
                Override(
                    self.texts(item.get("paths"), f"{key}.paths"),
                    self.text(item.get("kind"), f"{key}.kind"),
                    self.text(item.get("profile"), f"{key}.profile"),
                    self.rules(item.get("rules"), f"{key}.rules"),
                    self.flag(item.get("report"), f"{key}.report"),
                )
            )
        return tuple(found)

    def rules(self, value: Any, key: str) -> dict[str, RuleSetting]:
        found: dict[str, RuleSetting] = {}
        for name, setting in self.mapping(value, key, None).items():
            place = f"{key}.{name}"
            # YAML 1.1 reads a bare `off` as false.
            if setting is False:
                setting = "off"
            if is_severity(setting):
                found[name] = RuleSetting(setting, {})
            elif isinstance(setting, dict):
                options = {option: value for option, value in setting.items() if option != "severity"}
                found[name] = RuleSetting(self.severity(setting.get("severity"), f"{place}.severity"), options)
            else:
                raise self.error(place, f"`{name}` must be off, info, warning, error or a mapping of options")
        return found

    def tools(self, value: Any) -> Tools:
        found: dict[str, ToolInUse] = {}
        settings = self.mapping(value, "tools", None)
        platform = self.text(settings.pop("platform", None), "tools.platform") or ""
        if platform and platform not in PLATFORMS:
            raise self.error("tools.platform", f"unknown platform `{platform}`{_nearest(platform, PLATFORMS)}")
        for name, about in settings.items():
            key = f"tools.{name}"
            if about == "internal":
                about = {"internal": True}
            elif isinstance(about, (str, float)):
                about = {"version": about}
            about = self.mapping(about, key, _TOOL_KEYS)
            if isinstance(about.get("version"), float):
                raise self.error(key, f"put the version of `{name}` in quotes: YAML reads 1.20 as the number 1.2")
            found[name] = ToolInUse(
                self.text(about.get("version"), f"{key}.version") or "",
                frozenset(self.texts(about.get("plugins"), f"{key}.plugins")),
                self.texts(about.get("aliases"), f"{key}.aliases"),
                self.flag(about.get("internal"), f"{key}.internal") or False,
            )
        return Tools(platform, found)

    def incident(self, value: Any) -> dict[str, Any]:
        found = self.mapping(value, "incident", (*SERVICE_KEYS, *OTHER_KEYS))
        for service, keys in SERVICE_KEYS.items():
            self.mapping(found.get(service), f"incident.{service}", tuple(keys))
        for key, message in wrong_values(found):
            raise self.error(key, message)
        return found

    def weights(self, value: Any) -> dict[str, float]:
        found = self.mapping(value, "score", None)
        return {name: self.number(weight, f"score.{name}") or 0.0 for name, weight in found.items()}

    def mapping(self, value: Any, key: str, known: tuple[str, ...] | None) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.error(key, f"`{key or 'the configuration'}` must be a mapping of keys to values")
        for name in value:
            if known is not None and name not in known:
                where = f" in `{key}`" if key else ""
                full = f"{key}.{name}" if key else str(name)
                raise self.error(full, f"unknown key `{name}`{where}{_nearest(str(name), known)}")
        return {str(name): item for name, item in value.items()}

    def text(self, value: Any, key: str) -> str | None:
        if value is None or isinstance(value, str):
            return value
        raise self.error(key, f"`{key}` must be text, not {value!r}")

    def texts(self, value: Any, key: str) -> tuple[str, ...]:
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(key, f"`{key}` must be a list of texts")
        return tuple(value)

    def flag(self, value: Any, key: str) -> bool | None:
        if value is None or isinstance(value, bool):
            return value
        raise self.error(key, f"`{key}` must be true or false, not {value!r}")

    def number(self, value: Any, key: str) -> float | None:
        if value is None:
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
        raise self.error(key, f"`{key}` must be a number, not {value!r}")

    def days(self, value: Any, key: str) -> int | None:
        number = self.number(value, key)
        if number is not None and (number != int(number) or number < 1):
            raise self.error(key, f"`{key}` must be a whole number of days, not {value!r}")
        return None if number is None else int(number)

    def severity(self, value: Any, key: str) -> Severity | None:
        if value is False:
            return "off"
        if value is None or is_severity(value):
            return value
        raise self.error(key, f"`{key}` must be off, info, warning or error, not {value!r}")


def _nearest(name: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    return f"; did you mean `{near[0]}`?" if near else f"; known are {', '.join(known)}"
