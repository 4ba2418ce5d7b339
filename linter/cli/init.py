"""`runbook-linter init`: turns a repository into a knowledge base; writes over nothing."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from pathlib import Path

from linter.cli.setting import add_common_arguments, read_setting
from linter.config import ConfigError


def parser() -> argparse.ArgumentParser:
    """The options of `init`."""
    parser = argparse.ArgumentParser(
        prog="runbook-linter init",
        description="Write what a knowledge base needs to begin with; nothing that is there is written over.",
    )
    parser.add_argument("folder", nargs="?", default=".", metavar="DIR", help="the repository (default: here)")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Write the files that are missing, one line for each."""
    from linter.files import write_atomically
    from linter.kinds.load import load_kinds
    from linter.project.discovery import discover
    from linter.starting import first_files

    root = Path(os.path.realpath(args.folder))
    if not root.is_dir():
        raise ConfigError(f"{args.folder}: no such folder")
    pages = [path for path in discover(root, [root], ()).pages if "/" in path or path.casefold() != "readme.md"]
    kinds = load_kinds([])
    name = root.name.replace("-", " ").replace("_", " ").strip().capitalize() or "Runbooks"
    files = first_files(name, pages, _profiles(args, root) if pages else {}, kinds, lambda path: (root / path).exists())
    for file in files:
        place = root / file.path
        if not args.dry_run:
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(place, file.text)
            except OSError as error:
                raise ConfigError(f"{file.path}: cannot be written: {error.strerror}") from None
        print(f"{file.path}: {'would be written' if args.dry_run else 'written'}")
    if not files:
        print("everything is there already")
    elif not args.dry_run:
        print("\nnow: runbook-linter check, mkdocs serve, pre-commit install")
    return 0


def _profiles(args: argparse.Namespace, root: Path) -> dict[str, str]:
    """For each kind that pages are of, the most demanding profile that most of them meet."""
    from linter.config import Config, KindConfig
    from linter.engine import Request, lint
    from linter.kinds.load import load_kinds
    from linter.levels import Selection
    from linter.project.discovery import discover

    setting = read_setting(args, [str(root)])
    pages = tuple(path for path in discover(root, [root], ()).pages if path.endswith((".md", ".markdown")))
    chosen: dict[str, str] = {}
    for kind in load_kinds([]).values():
        for profile in kind.profiles:
            config = Config(kinds={kind.name: KindConfig(profile=profile)})
            done = lint(Request(root, config, pages, True, setting.today, Selection(("missing-section",))))
            of_kind = {page.path for page in done.pages if page.kind == kind.name}
            missing = Counter(finding.path for finding in done.findings if finding.path in of_kind)
            if of_kind and len(missing) * 2 < len(of_kind):
                chosen[kind.name] = profile
    return {name: profile for name, profile in chosen.items() if profile != load_kinds([])[name].default_profile}
