"""`runbook-linter learn DIR --kind NAME`: a kind of document inferred from the pages that are there."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.command_parser import CommandParser
from linter.cli.ending import complain
from linter.cli.setting import add_common_arguments, read_setting
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.generators.learned_kind import Misfit

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MOST_SHOWN = 12


def parser() -> argparse.ArgumentParser:
    """The options of `learn`."""
    parser = CommandParser(
        prog="runbook-linter learn",
        description="Write a kind of document that fits pages that are there: sections, order and front matter.",
    )
    parser.add_argument("folder", metavar="DIR", help="the pages to learn from")
    parser.add_argument("--kind", required=True, metavar="NAME", help="the name of the new kind")
    parser.add_argument("--write", metavar="FILE", help="write the schema there (default: standard output)")
    parser.add_argument("--misfits", action="store_true", help="name each page that does not fit, and why")
    parser.add_argument("--force", action="store_true", help="write over what is there")
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Write the kind; say on standard error how many pages fit it, and why the others do not."""
    from linter.cli.writing import file_named, refuse_existing, write_new_file
    from linter.generators.kind_yaml import as_yaml
    from linter.generators.learned_kind import LearnedPage, learn_kind, misfits
    from linter.kinds.load import build_kind, load_kinds, schema_files
    from linter.kinds.recognise import is_plain_name, is_retired, is_stub, is_template
    from linter.kinds.validate import validated
    from linter.parsing import parse
    from linter.project.discovery import discover
    from linter.project.reading import UnreadableError, read_text

    if not _NAME.fullmatch(args.kind):
        raise ConfigError(f"--kind {args.kind}: write it in lower case, with `-` between words")
    place = file_named(args.write) if args.write is not None else Path(f"{args.kind}.yml")
    if args.write is not None:
        if place.suffix not in (".yml", ".yaml"):
            raise ConfigError(f"{place}: a schema ends in .yml")
        refuse_existing(place, force=args.force)
    setting = read_setting(args, [args.folder])
    found = discover(setting.root, setting.arguments, setting.config.exclude)
    pages: list[LearnedPage] = []
    for path in found.pages:
        if not path.endswith((".md", ".markdown")) or is_plain_name(path) or is_template(path):
            continue
        try:
            document = parse(read_text(setting.root, path))
        except UnreadableError as error:
            complain(f"{path}: {error}")
            continue
        if not is_stub(document) and not is_retired(document):
            pages.append(LearnedPage(path, document))
    if len(pages) < 2:
        found_here = "one page" if pages else "no page" if os.path.exists(args.folder) else "no such folder"
        raise ConfigError(f"{args.folder}: {found_here}; a kind is learned from two pages at least")
    known = load_kinds(schema_files(setting.root, setting.config.schemas))
    try:
        learned = learn_kind(args.kind, pages, list(known.values()))
    except ValueError as error:
        raise ConfigError(f"{args.folder}: {error}") from None
    text = as_yaml(learned)
    kind = build_kind(validated(text, place), place)
    if args.write is not None:
        write_new_file(place, text)
    else:
        print(text, end="")
    wrong = misfits(kind, pages)
    _say(args.kind, len(pages), wrong, each=args.misfits)
    if not any(section.required for section in kind.sections):
        print(
            f"no section stands on most of these pages, so `{args.kind}` asks for none: learn it from a folder"
            " whose pages are alike, or write `required: [standard]` where you want one",
            file=sys.stderr,
        )
    return 0


def _say(name: str, total: int, wrong: Sequence[Misfit], *, each: bool) -> None:
    fit = total - len(wrong)
    print(f"{fit} of {total} pages fit `{name}` ({fit / total:.0%})", file=sys.stderr)
    if each:
        for page in wrong:
            print(f"  {page.path}: {'; '.join(page.reasons)}", file=sys.stderr)
        return
    reasons = Counter(reason for page in wrong for reason in page.reasons)
    for reason, number in reasons.most_common(_MOST_SHOWN):
        example = next(page.path for page in wrong if reason in page.reasons)
        print(f"  {number:4}  {reason}, as in {example}", file=sys.stderr)
    if wrong:
        print("  --misfits names each of them", file=sys.stderr)
