"""`runbook-linter new WHAT PATH`: a page from the schema that the linter checks; an alert, a kind, a rule."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linter.cli.command_parser import CommandParser
from linter.cli.given_values import asked_values, given_values, refuse_wrong_values
from linter.cli.setting import Setting, add_common_arguments, pages_folder, read_setting
from linter.cli.writing import file_named, refuse_existing, write_new_file, write_new_files
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.model.kind import Kind


_OTHERS = ("alert", "kind", "rule")
_NO_FILE = "-"


def parser() -> argparse.ArgumentParser:
    """The options of `new`."""
    parser = CommandParser(
        prog="runbook-linter new",
        description="Write a page to begin with: the sections and front matter that its kind asks for. Or an alert's"
        " rule with its runbook, a kind of document, a rule of your own with its tests.",
    )
    parser.add_argument(
        "kind",
        metavar="WHAT",
        help="runbook, playbook, post-mortem, communication or a kind of yours; alert, kind, rule",
    )
    parser.add_argument("path", metavar="PATH", help="where to write it, `-` for standard output; for a kind, its name")
    parser.add_argument("--title", help="the title (default: from the file's name)")
    parser.add_argument("--profile", help="how much it asks for (default: the kind's)")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a value for the front matter")
    parser.add_argument("--incident-id", metavar="ID", help="the incident whose record fills a new post-mortem")
    parser.add_argument("--code", default="", help="the code of a new rule (default: the next one that is free)")
    parser.add_argument("--force", action="store_true", help="write over what is there")
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Write the page; exit 2 where there is one already."""
    if args.incident_id:
        return _new_post_mortem(args)
    from linter.generators.page import guessed_values, new_page
    from linter.generators.page_template import find_template
    from linter.kinds.load import load_kinds, schema_files
    from linter.project.reading import UnreadableError, read_text

    to_output = args.path == _NO_FILE
    folder = str(Path(args.path).parent) if not to_output else "."
    setting = read_setting(args, [folder])
    kinds = load_kinds(schema_files(setting.root, setting.config.schemas))
    if args.kind not in kinds and args.kind in _OTHERS:
        if args.kind == "alert":
            return _new_alert(args, setting, kinds["runbook"])
        return _new_kind(args, setting, kinds) if args.kind == "kind" else _new_rule(args, setting)
    kind = _kind(kinds, args.kind)
    given = given_values(args.set)
    if given.pop("kind", kind.name) != kind.name:
        raise ConfigError(f"--set kind: a new {kind.name} is of the kind {kind.name}")
    profile = args.profile or str(given.pop("profile", "")) or _profile(setting.config.kinds.get(kind.name), kind)
    if profile not in kind.profiles:
        raise ConfigError(f"{kind.name} has no profile `{profile}`; there are {', '.join(kind.profiles)}")
    if args.title:
        given["title"] = args.title
    elif to_output:
        given.setdefault("title", kind.title)
    refuse_wrong_values(kind, given)
    place = Path(args.path)
    if not to_output:
        place = file_named(args.path)
        place = place if place.suffix in (".md", ".markdown") else place.with_name(f"{place.name}.md")
        refuse_existing(place, force=args.force)

    def read(path: str) -> str | None:
        try:
            return read_text(setting.root, path)
        except UnreadableError:
            return None

    template = find_template(setting.root, setting.config.schemas, kind.name)
    path = _below(setting.root, place) if not to_output else "page.md"
    author = _author(setting.root)
    if sys.stdin.isatty() and not to_output:
        given.update(asked_values(kind, profile, given, guessed_values(path, read, author)))
    text = new_page(kind, profile, path, given, read, template, author)
    if to_output:
        print(text, end="")
        return 0
    write_new_file(place, text)
    check = f"runbook-linter {shlex.quote(str(place))}"
    print(f"{place}: written; ‹…› marks what is for you to say, and `{check}` finds what is left")
    return 0


def _new_post_mortem(args: argparse.Namespace) -> int:
    """Write what `post-mortem-generator` writes."""
    from linter.cli.post_mortem_generator import parser, write_post_mortem

    if args.kind not in ("post-mortem", "postmortem"):
        raise ConfigError(f"--incident-id {args.incident_id}: only a post-mortem is filled from an incident's record")
    given = {**vars(args), "summary": args.title or "", "output": args.path}
    return write_post_mortem(parser().parse_args(["--incident-id", args.incident_id], argparse.Namespace(**given)))


def _new_alert(args: argparse.Namespace, setting: Setting, kind: Kind) -> int:
    """Write a rule, and the runbook it leads to."""
    from linter.generators.alert import name_of, new_alert
    from linter.generators.page_template import find_template

    given = given_values(args.set)
    if args.path == _NO_FILE and not args.title:
        raise ConfigError("new alert -: say with --title what the alert is called")
    place = Path(args.path) if args.path == _NO_FILE else file_named(args.path)
    if args.path != _NO_FILE and place.suffix not in (".yml", ".yaml"):
        raise ConfigError(f"{place}: a rule file ends in .yml")
    name = args.title or name_of(args.path)
    severity = str(given.get("severity", "warning"))
    docs, template = pages_folder(setting), find_template(setting.root, setting.config.schemas, kind.name)
    try:
        made = new_alert(name, _below(setting.root, place), severity, kind, setting.config, docs, template)
    except ValueError as error:
        raise ConfigError(str(error)) from None
    if args.path == _NO_FILE:
        print(made.rule, end="")
        return 0
    runbook = setting.root / made.runbook_path
    for path in (place, runbook):
        refuse_existing(path, force=args.force)
    write_new_files({place: made.rule, runbook: made.runbook})
    print(f"{place}: written\n{os.path.relpath(runbook)}: written; ‹…› marks what is for you to say")
    return 0


def _new_kind(args: argparse.Namespace, setting: Setting, kinds: Mapping[str, Kind]) -> int:
    """Write a schema: `new kind drill` beside the others, `new kind elsewhere/drill.yml` where it says."""
    from linter.generators.kind import new_kind

    named = Path(args.path)
    if args.path != _NO_FILE and named.suffix not in ("", ".yml", ".yaml"):
        raise ConfigError(f"{named}: a schema ends in .yml")
    name = args.title or ("example" if args.path == _NO_FILE else named.stem)
    try:
        text = new_kind(name)
    except ValueError as error:
        raise ConfigError(str(error)) from None
    if args.path == _NO_FILE:
        print(text, end="")
        return 0
    if name in kinds and not args.force:
        raise ConfigError(
            f"there is a kind `{name}` already, in {kinds[name].source} (--force writes one in its place)"
        )
    beside = setting.root / (setting.config.schemas or ("schemas",))[0]
    place = file_named(args.path) if len(named.parts) > 1 or named.suffix else beside / f"{name}.yml"
    refuse_existing(place, force=args.force)
    write_new_file(place, text)
    shown = os.path.relpath(place)
    print(f"{shown}: written; change it, then: runbook-linter new {name} PATH")
    if place.resolve().parent not in [
        (setting.root / folder).resolve() for folder in setting.config.schemas or ["schemas"]
    ]:
        print(f"name its folder in the configuration: schemas: [{os.path.relpath(place.parent, setting.root)}]")
    return 0


def _new_rule(args: argparse.Namespace, setting: Setting) -> int:
    """Write a rule, its cases, its test and its page of documentation."""
    from linter.generators.rule import new_rule
    from linter.registry import load_rules
    from linter.rule_docs import rule_page

    if args.path == _NO_FILE:
        raise ConfigError("a rule is several files: say where its own is to be, such as rules/no-shouting.py")
    try:
        made = new_rule(
            _below(setting.root, file_named(args.path)), args.code, load_rules(setting.config, setting.root)
        )
    except ValueError as error:
        raise ConfigError(str(error)) from None
    page = setting.root / "docs" / "rules" / f"{made.name}.md"
    places = {setting.root / file.path: file.text for file in made.files}
    for place in (*places, page):
        refuse_existing(place, force=args.force)
    write_new_files(places)
    # The documentation is read from the rule itself, as `runbook-linter rule` does it.
    module = made.files[0].path
    config = setting.config if made.own else setting.config._replace(rule_files=(*setting.config.rule_files, module))
    write_new_file(page, rule_page(load_rules(config, setting.root)[made.name]))
    for place in (*places, page):
        print(f"{os.path.relpath(place)}: written")
    if made.own:
        print("make generated lists it in docs/rules/index.md")
    elif module not in setting.config.rule_files:
        print(f"to switch it on, add to the configuration: rule_files: [{module}]")
    return 0


def _kind(kinds: Any, name: str) -> Kind:
    from difflib import get_close_matches

    found: Kind | None = kinds.get(name) or kinds.get(name.replace("postmortem", "post-mortem"))
    if found is None:
        known = [*sorted(kinds), *_OTHERS]
        near = get_close_matches(name, known, 1)
        meant = f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(known)}"
        raise ConfigError(f"no kind is called `{name}`{meant}")
    return found


def _profile(setting: Any, kind: Kind) -> str:
    """The configuration's profile for the kind, else the kind's own."""
    return str(getattr(setting, "profile", None) or kind.default_profile)


def _author(root: Path) -> str:
    """The name that Git knows whoever writes here by; empty outside of a repository."""
    from linter.project.git import run_git
    from linter.project.root import git_top

    name = run_git(root, "config", "user.name") if git_top(root) else None
    return name.decode("utf-8", "replace").strip() if name else ""


def _below(root: Path, place: Path) -> str:
    """A path relative to the root, with forward slashes; the whole path where it lies elsewhere."""
    full = Path(os.path.normpath(Path.cwd() / place))
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else full.as_posix()
