"""`runbook-linter init`: turns a repository into a knowledge base; writes over nothing."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.command_parser import CommandParser
from linter.cli.setting import add_common_arguments, parse_date
from linter.cli.writing import write_new_file
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.model.kind import Kind


def parser() -> argparse.ArgumentParser:
    """The options of `init`."""
    parser = CommandParser(
        prog="runbook-linter init",
        description="Write what a knowledge base needs to begin with; nothing that is there is written over.",
    )
    parser.add_argument("folder", nargs="?", default=".", metavar="DIR", help="the repository (default: here)")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Write the files that are missing, one line for each."""
    from linter.generators.first_files import first_files
    from linter.kinds.load import load_kinds, schemas_folder
    from linter.project.discovery import discover
    from linter.project.site import has_other_generator

    root = Path(os.path.realpath(args.folder))
    if not root.is_dir():
        raise ConfigError(f"{args.folder}: no such folder")
    pages = [
        path
        for path in discover(root, [root], ()).pages
        if path.endswith((".md", ".markdown")) and ("/" in path or path.casefold() != "readme.md")
    ]
    kinds = load_kinds()
    name = root.name.replace("-", " ").replace("_", " ").strip().capitalize() or "Runbooks"
    profiles = _profiles(root, pages, kinds, parse_date(args.today)) if pages else {}
    files = first_files(
        name,
        pages,
        profiles,
        kinds,
        schemas_folder(),
        lambda path: (root / path).exists(),
        other_generator=has_other_generator(root),
    )
    for file in files:
        if not args.dry_run:
            write_new_file(root / file.path, file.text, file.path)
        print(f"{file.path}: {'would be written' if args.dry_run else 'written'}")
    if not files:
        print("everything is there already")
    elif not args.dry_run:
        serve = "mkdocs serve, " if any(file.path == "mkdocs.yml" for file in files) else ""
        print(f"\nnow: runbook-linter check, {serve}pre-commit install")
        if pages:
            print("old findings need not stop anybody: runbook-linter check --write-baseline puts them down")
    return 0


def _profiles(root: Path, pages: Sequence[str], kinds: Mapping[str, Kind], today: date) -> dict[str, str]:
    """For each kind that pages are of, the most demanding profile that most of them meet, where it is not the kind's.

    Profiles go from the least demanding to the most: one run for all kinds' first ones, one for all second ones.
    """
    from linter.config import Config, KindConfig
    from linter.engine import lint
    from linter.levels import Selection
    from linter.run import Request

    chosen: dict[str, str] = {}
    for level in range(max(len(kind.profiles) for kind in kinds.values())):
        asked = {kind.name: kind.profiles[level] for kind in kinds.values() if level < len(kind.profiles)}
        config = Config(kinds={name: KindConfig(profile=profile) for name, profile in asked.items()})
        done = lint(Request(root, config, tuple(pages), True, today, Selection(("missing-section",))))
        short = {finding.path for finding in done.findings}
        all_of = Counter(page.kind for page in done.pages)
        met = Counter(page.kind for page in done.pages if page.path not in short)
        chosen |= {name: profile for name, profile in asked.items() if met[name] * 2 > all_of[name]}
    return {name: profile for name, profile in chosen.items() if profile != kinds[name].default_profile}
