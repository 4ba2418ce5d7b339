"""`runbook-linter config migrate`: the configurations of markdownlint and link checkers as one of ours."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from linter.cli.writing import refuse_existing, write_new_file
from linter.config import CONFIG_NAME, ConfigError
from linter.migrating.jsonc import read_jsonc
from linter.migrating.link_checkers import from_lychee, from_markdown_link_check
from linter.migrating.markdownlint import from_cli2, from_markdownlint
from linter.migrating.migration import Migration, config_text, joined, schema_text
from linter.parsing.guarded_yaml import YamlError, load_yaml

KNOWN_FILES = (
    *(f".markdownlint{suffix}" for suffix in (".jsonc", ".json", ".yaml", ".yml")),
    *(f".markdownlint-cli2{suffix}" for suffix in (".jsonc", ".yaml")),
    *("lychee.toml", ".lychee.toml", ".markdown-link-check.json", "mlc_config.json"),
)
_KIND = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def run(args: argparse.Namespace, files: Sequence[str]) -> int:
    """Print what the files come to, or write it; say on standard error what does not map."""
    paths = [Path(file) for file in files] or [Path(name) for name in KNOWN_FILES if Path(name).is_file()]
    if not paths:
        raise ConfigError(
            f"no configuration to migrate here; name one, or stand beside one of {', '.join(KNOWN_FILES)}"
        )
    if not _KIND.fullmatch(args.kind):
        raise ConfigError(f"--kind {args.kind}: small letters and digits, with single `-` between words")
    found = [(path, _migrated(path, args.kind)) for path in paths]
    whole = joined(migration for _, migration in found)
    config = config_text(whole, [path.name for path in paths])
    written = {Path(CONFIG_NAME): config}
    if whole.kind:
        written[Path("schemas", f"{args.kind}.yml")] = schema_text(whole.kind)
    if args.write:
        for path in written:
            refuse_existing(path, force=False)
        for path, text in written.items():
            write_new_file(path, text)
            print(f"{path.as_posix()} written", file=sys.stderr)
    else:
        print("\n".join(f"# {path.as_posix()}\n{text}" for path, text in written.items()), end="")
    for path, migration in found:
        for line in migration.unmapped:
            print(f"{path}: not taken over: {line}", file=sys.stderr)
    return 0


def _migrated(path: Path, kind: str) -> Migration:
    values = _values(path)
    if ".markdownlint-cli2." in path.name or isinstance(values.get("config"), Mapping):
        return from_cli2(values, kind)
    if path.suffix == ".toml":
        return from_lychee(values)
    if "ignorePatterns" in values or "replacementPatterns" in values or "link-check" in path.name:
        return from_markdown_link_check(values)
    return from_markdownlint(values, kind)


def _values(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: cannot be read: it is not UTF-8 text") from None
    try:
        values = _READERS[path.suffix](text)
    except KeyError:
        raise ConfigError(f"{path}: only {', '.join(_READERS)} can be read, not a program") from None
    except YamlError as error:
        raise ConfigError(f"{path}:{error.line}:{error.column}: not valid YAML: {error.message}") from None
    except json.JSONDecodeError as error:
        raise ConfigError(f"{path}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}:1:1: not usable: {error}") from None
    if not isinstance(values, Mapping):
        raise ConfigError(f"{path}:1:1: not a configuration: a mapping of settings is missing")
    return values


_READERS: Mapping[str, Callable[[str], Any]] = {
    ".json": read_jsonc,
    ".jsonc": read_jsonc,
    ".yaml": load_yaml,
    ".yml": load_yaml,
    ".toml": tomllib.loads,
}
