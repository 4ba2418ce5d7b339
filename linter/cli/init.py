"""`runbook-linter init`: turns a repository into a knowledge base; writes over nothing."""

from __future__ import annotations

import argparse
import os
import posixpath
import shlex
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.command_parser import CommandParser
from linter.cli.setting import add_common_arguments, parse_date
from linter.cli.writing import write_new_files
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.generators.first_files import Fit
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
    from linter.generators.first_files import Found, first_files
    from linter.kinds.load import load_kinds, schemas_folder
    from linter.project.discovery import discover
    from linter.project.forge import forge_of
    from linter.project.root import git_top
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
    fits = _fits(root, pages, kinds, parse_date(args.today)) if pages else {}
    top = git_top(root) or root
    there = Found(
        _docs(root), pages, fits, _has_html_links(root, pages), forge_of(root), has_other_generator(root), top == root
    )
    files = first_files(name, there, kinds, schemas_folder(), lambda path: os.path.lexists(root / path))
    if not args.dry_run:
        write_new_files({root / file.path: file.text for file in files})
    for file in files:
        print(f"{file.path}: {'would be written' if args.dry_run else 'written'}")
    if top != root:
        there_too = f"runbook-linter init {shlex.quote(str(top))}"
        print(f"hook and CI are read at the top of the repository alone: `{there_too}` writes them")
    if not files:
        print("everything is there already")
    elif not args.dry_run:
        serve = "mkdocs serve, " if any(file.path == "mkdocs.yml" for file in files) else ""
        print(f"\nnow: runbook-linter check, {serve}pre-commit install")
        if pages:
            print("old findings need not stop anybody: runbook-linter check --write-baseline puts them down")
    return 0


def _docs(root: Path) -> str | None:
    """The folder of pages that a configuration here or mkdocs.yml names. Raises ConfigError for a broken one."""
    from linter.config import CONFIG_NAME, Config
    from linter.config_reader import read_config
    from linter.project.site import read_site

    config = read_config(root / CONFIG_NAME) if (root / CONFIG_NAME).is_file() else Config()
    site = read_site(root, config)
    return site.docs if site.is_mkdocs or config.docs is not None else None


def _fits(root: Path, pages: Sequence[str], kinds: Mapping[str, Kind], today: date) -> dict[str, Fit]:
    """For each kind that pages are of, the most demanding profile that most of them meet.

    Profiles go from the least demanding to the most: one run for all kinds' first ones, one for all second ones.
    """
    from linter.config import Config, KindConfig
    from linter.engine import lint
    from linter.generators.first_files import Fit
    from linter.levels import Selection
    from linter.run import Request

    fits: dict[str, Fit] = {}
    for level in range(max(len(kind.profiles) for kind in kinds.values())):
        asked = {kind.name: kind.profiles[level] for kind in kinds.values() if level < len(kind.profiles)}
        config = Config(kinds={name: KindConfig(profile=profile) for name, profile in asked.items()})
        done = lint(Request(root, config, tuple(pages), True, today, Selection(("missing-section",))))
        short = {finding.path for finding in done.findings}
        for name, profile in asked.items():
            of_kind = [page.path for page in done.pages if page.kind == name]
            others = len(short.intersection(of_kind))
            if of_kind and (level == 0 or others * 2 < len(of_kind)):
                folder = posixpath.commonpath([posixpath.dirname(path) for path in of_kind]) or "."
                fits[name] = Fit(profile if others * 2 < len(of_kind) else "", len(of_kind), others, folder)
    return fits


def _has_html_links(root: Path, pages: Sequence[str]) -> bool:
    """Whether raw HTML of some page leads to a file beside it."""
    from linter.parsing import parse
    from linter.project.reading import UnreadableError, read_text
    from linter.project.resolve import is_external

    for path in pages:
        try:
            text = read_text(root, path)
        except UnreadableError:
            continue
        if "<img" in text or "<a " in text:
            document = parse(text)
            targets = [image.target for image in document.images if image.form == "html"]
            targets += [link.target for link in document.links if link.form == "html"]
            if any(target and not target.startswith(("#", "/")) and not is_external(target) for target in targets):
                return True
    return False
