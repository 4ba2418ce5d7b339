"""`runbook-linter new WHAT PATH`: a page from the schema that the linter checks; an alert, a kind, a rule."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linter.cli.command_parser import CommandParser
from linter.cli.setting import Setting, add_common_arguments, read_setting
from linter.cli.writing import refuse_existing, write_new_file
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.model.kind import Kind


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

    to_output = args.path == "-"
    folder = str(Path(args.path).parent) if not to_output else "."
    setting = read_setting(args, [folder])
    kinds = load_kinds(schema_files(setting.root, setting.config.schemas))
    if args.kind not in kinds and args.kind in ("alert", "kind", "rule"):
        if args.kind == "alert":
            return _new_alert(args, setting, kinds["runbook"])
        return _new_kind(args, setting, kinds) if args.kind == "kind" else _new_rule(args, setting)
    kind = _kind(kinds, args.kind)
    profile = args.profile or _profile(setting.config.kinds.get(kind.name), kind)
    if profile not in kind.profiles:
        raise ConfigError(f"{kind.name} has no profile `{profile}`; there are {', '.join(kind.profiles)}")
    given = _given(args.set)
    if args.title:
        given["title"] = args.title
    place = Path(args.path if args.path.endswith((".md", ".markdown")) or to_output else f"{args.path}.md")
    if not to_output:
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
        given.update(_asked(kind, profile, given, guessed_values(path, read, author)))
    text = new_page(kind, profile, path, given, read, template, author)
    if to_output:
        print(text, end="")
        return 0
    write_new_file(place, text)
    print(f"{place}: written; ‹…› marks what is for you to say, and `runbook-linter {place}` finds what is left")
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
    from linter.project.site import read_site

    given = _given(args.set)
    place = Path(args.path)
    if args.path != "-" and place.suffix not in (".yml", ".yaml"):
        raise ConfigError(f"{place}: a rule file ends in .yml")
    docs = read_site(setting.root, setting.config).docs
    name = args.title or name_of(args.path)
    severity = str(given.get("severity", "warning"))
    try:
        made = new_alert(name, _below(setting.root, place), severity, kind, setting.config, docs)
    except ValueError as error:
        raise ConfigError(str(error)) from None
    if args.path == "-":
        print(made.rule, end="")
        return 0
    runbook = setting.root / made.runbook_path
    for path in (place, runbook):
        refuse_existing(path, force=args.force)
    write_new_file(place, made.rule)
    write_new_file(runbook, made.runbook)
    print(f"{place}: written\n{made.runbook_path}: written; ‹…› marks what is for you to say")
    return 0


def _new_kind(args: argparse.Namespace, setting: Setting, kinds: Mapping[str, Kind]) -> int:
    """Write a schema: `new kind drill` beside the others, `new kind elsewhere/drill.yml` where it says."""
    from linter.generators.kind import new_kind

    named = Path(args.path)
    if args.path != "-" and named.suffix not in ("", ".yml", ".yaml"):
        raise ConfigError(f"{named}: a schema ends in .yml")
    name = args.title or ("example" if args.path == "-" else named.stem)
    try:
        text = new_kind(name)
    except ValueError as error:
        raise ConfigError(str(error)) from None
    if args.path == "-":
        print(text, end="")
        return 0
    if name in kinds and not args.force:
        raise ConfigError(
            f"there is a kind `{name}` already, in {kinds[name].source} (--force writes one in its place)"
        )
    beside = setting.root / (setting.config.schemas or ("schemas",))[0]
    place = named if len(named.parts) > 1 or named.suffix else beside / f"{name}.yml"
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

    if args.path == "-":
        raise ConfigError("a rule is several files: say where its own is to be, such as rules/no-shouting.py")
    try:
        made = new_rule(_below(setting.root, Path(args.path)), args.code, load_rules(setting.config, setting.root))
    except ValueError as error:
        raise ConfigError(str(error)) from None
    page = setting.root / "docs" / "rules" / f"{made.name}.md"
    places = {setting.root / file.path: file.text for file in made.files}
    for place in (*places, page):
        refuse_existing(place, force=args.force)
    for place, text in places.items():
        write_new_file(place, text)
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
        near = get_close_matches(name, list(kinds), 1)
        meant = f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(sorted(kinds))}"
        raise ConfigError(f"no kind is called `{name}`{meant}")
    return found


def _profile(setting: Any, kind: Kind) -> str:
    """The configuration's profile for the kind, else the kind's own."""
    return str(getattr(setting, "profile", None) or kind.default_profile)


def _given(pairs: Sequence[str]) -> dict[str, Any]:
    """The values of `--set`, read as YAML: a list, a number, a date or a text."""
    from linter.parsing.guarded_yaml import YamlError, load_yaml

    given: dict[str, Any] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise ConfigError(f"--set {pair}: write KEY=VALUE")
        try:
            given[key.strip()] = load_yaml(value) if value.strip() else ""
        except YamlError as error:
            raise ConfigError(f"--set {pair}: {error.message}") from None
    return given


def _asked(kind: Kind, profile: str, given: Mapping[str, Any], guessed: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody at the terminal answers for what is missing; an empty answer takes what is guessed."""
    from linter.generators.page import meaning_of, missing_keys

    answers = {}
    for key in missing_keys(kind, profile, given):
        default = f" [{guessed[key]}]" if key in guessed else ""
        answer = input(f"{key}, {meaning_of(kind, key)}{default}: ").strip()
        if answer:
            answers[key] = answer
    return answers


def _author(root: Path) -> str:
    """The name that Git knows whoever writes here by; empty outside of a repository."""
    from linter.project.git import run_git
    from linter.project.root import git_top

    name = run_git(root, "config", "user.name") if git_top(root) else None
    return name.decode("utf-8", "replace").strip() if name else ""


def _below(root: Path, place: Path) -> str:
    """A path relative to the root, with forward slashes; the path itself where it lies elsewhere."""
    full = Path.cwd() / place
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else place.as_posix()
