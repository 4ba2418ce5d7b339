"""`runbook-linter new KIND PATH`: a page to begin with, from the schema that the linter checks it against."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linter.cli.setting import Setting, add_common_arguments, read_setting
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.model.kind import Kind


def parser() -> argparse.ArgumentParser:
    """The options of `new`."""
    parser = argparse.ArgumentParser(
        prog="runbook-linter new",
        description="Write a page to begin with: the sections and front matter that its kind asks for.",
    )
    parser.add_argument(
        "kind", metavar="KIND", help="runbook, playbook, post-mortem, communication, alert, or one of yours"
    )
    parser.add_argument("path", metavar="PATH", help="where to write it, `-` for standard output")
    parser.add_argument("--title", help="the title (default: from the file's name)")
    parser.add_argument("--profile", help="how much it asks for (default: the kind's)")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a value for the front matter")
    parser.add_argument("--force", action="store_true", help="write over what is there")
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Write the page; exit 2 where there is one already."""
    from linter.kinds.load import load_kinds
    from linter.new_page import new_page
    from linter.project.reading import UnreadableError, read_text

    to_output = args.path == "-"
    folder = str(Path(args.path).parent) if not to_output else "."
    setting = read_setting(args, [folder])
    kinds = load_kinds([setting.root / name for name in setting.config.schemas])
    if args.kind == "alert" and "alert" not in kinds:
        return _new_alert(args, setting, kinds["runbook"])
    kind = _kind(kinds, args.kind)
    profile = args.profile or _profile(setting.config.kinds.get(kind.name), kind)
    if profile not in kind.profiles:
        raise ConfigError(f"{kind.name} has no profile `{profile}`; there are {', '.join(kind.profiles)}")
    given = _given(args.set)
    if args.title:
        given["title"] = args.title
    place = Path(args.path if args.path.endswith((".md", ".markdown")) or to_output else f"{args.path}.md")
    if not to_output and place.exists() and not args.force:
        raise ConfigError(f"{place}: is there already (--force writes over it)")
    if sys.stdin.isatty() and not to_output:
        given.update(_asked(kind, profile, given))

    def read(path: str) -> str | None:
        try:
            return read_text(setting.root, path)
        except UnreadableError:
            return None

    text = new_page(kind, profile, _below(setting.root, place) if not to_output else "page.md", given, read)
    if to_output:
        print(text, end="")
        return 0
    _write(place, text)
    print(f"{place}: written; ‹…› marks what is for you to say, and `runbook-linter {place}` finds what is left")
    return 0


def _new_alert(args: argparse.Namespace, setting: Setting, kind: Kind) -> int:
    """Write a rule, and the runbook it leads to."""
    from linter.new_alert import name_of, new_alert
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
        if path.exists() and not args.force:
            raise ConfigError(f"{path}: is there already (--force writes over it)")
    _write(place, made.rule)
    _write(runbook, made.runbook)
    print(f"{place}: written\n{made.runbook_path}: written; ‹…› marks what is for you to say")
    return 0


def _write(place: Path, text: str) -> None:
    from linter.files import write_atomically

    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(place, text)
    except OSError as error:
        raise ConfigError(f"{place}: cannot be written: {error.strerror}") from None


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


def _asked(kind: Kind, profile: str, given: dict[str, Any]) -> dict[str, Any]:
    """What somebody at the terminal answers for what is missing; nothing for an empty answer."""
    from linter.new_page import missing_keys

    answers = {}
    for key in missing_keys(kind, profile, given):
        answer = input(f"{key}: ").strip()
        if answer:
            answers[key] = answer
    return answers


def _below(root: Path, place: Path) -> str:
    """A path relative to the root, with forward slashes; the path itself where it lies elsewhere."""
    full = Path.cwd() / place
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else place.as_posix()
