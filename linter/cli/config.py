"""`runbook-linter config` and `check --show-config PATH`: the settings in force and where each was set.

`config migrate` makes them from those of other linters.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from linter.cli.command_parser import CommandParser
from linter.cli.setting import Setting, add_common_arguments, read_setting
from linter.config import Config, ConfigError
from linter.engine import Engine
from linter.project.discovery import relative
from linter.project.reading import UnreadableError, read_text
from linter.run import Request


def parser() -> argparse.ArgumentParser:
    """The options of `config`."""
    parser = CommandParser(
        prog="runbook-linter config",
        usage="%(prog)s [PATH] [options]\n       %(prog)s migrate [FILE ...] [--kind NAME] [--write]",
        description="Show the settings in force for a page; or make a configuration from those of markdownlint,"
        " markdownlint-cli2, lychee and markdown-link-check.",
    )
    parser.add_argument(
        "path", nargs="*", metavar="PATH", help="a page, or a folder for the general ones; `migrate` and its files"
    )
    parser.add_argument(
        "--kind",
        default="required-headings",
        metavar="NAME",
        help="migrate: the kind that the headings of MD043 become (default: required-headings)",
    )
    parser.add_argument("--write", action="store_true", help="migrate: write the files, where there are none yet")
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the settings."""
    if args.path[:1] == ["migrate"]:
        from linter.cli.config_migrate import run as migrate

        return migrate(args, args.path[1:])
    if args.write:
        raise ConfigError("--write goes with `config migrate`")
    if len(args.path) > 1:
        raise ConfigError(f"{args.path[1]}: `config` shows the settings for one PATH")
    return show(args, args.path[0] if args.path else ".")


def show(args: argparse.Namespace, path: str) -> int:
    """Print the settings that concern `path`. Raises ConfigError where it is not there."""
    if not Path(path).exists():
        raise ConfigError(f"{path}: no such file or folder")
    setting = read_setting(args, [path])
    for line in _lines(setting, Path(setting.arguments[0])):
        print(line)
    return 0


def _lines(setting: Setting, path: Path) -> Iterator[str]:
    config = setting.config
    source = config.path.name if config.path else None
    yield f"root: {setting.root}"
    yield f"configuration: {config.path or 'none found; defaults'}"
    engine = Engine(Request(setting.root, config, (), True, setting.today))
    if path.is_file():
        name = relative(setting.root, path) or path.name
        try:
            page = engine.page(name, read_text(setting.root, name))
        except UnreadableError as error:
            raise ConfigError(f"{path}: cannot be read: {error}") from None
        how = "named" if page.named else "recognised"
        yield f"kind: {page.kind_name} ({how}{_kind_origin(config, page.data, source)})"
        if page.kind:
            yield f"profile: {page.profile}"
        active = engine.levels.active(name, page.kind, page.profile)
        yield "rules:"
        for rule in engine.rules.values():
            entry = active.get(rule.name)
            level = "off" if entry is None else entry.severity or rule.severity
            yield f"  {rule.code:<8}{rule.name:<28} {level:<8} {_rule_origin(config, rule.name, rule.code, source)}"
        return
    for key, line in config.lines.items():
        yield f"{key}: {source}:{line}"


def _rule_origin(config: Config, name: str, code: str, source: str | None) -> str:
    found = [
        line
        for key, line in config.lines.items()
        if key.rsplit(".", 1)[-1] in (name, code) and "rules" in key.split(".")
    ]
    return f"{source}:{', '.join(map(str, found))}" if found else "default"


def _kind_origin(config: Config, data: object, source: str | None) -> str:
    if isinstance(data, dict) and data.get("kind"):
        return ", front matter"
    lines = [line for key, line in config.lines.items() if key.startswith("overrides.") and key.endswith(".kind")]
    return f", {source}:{lines[-1]}" if lines else ""
