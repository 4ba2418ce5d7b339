"""`runbook-linter verify PAGE --by NAME`: say that somebody tried a page's commands, or try them."""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from linter.cli.command_parser import CommandParser
from linter.cli.ending import complain
from linter.cli.setting import add_common_arguments, make_request, read_setting

if TYPE_CHECKING:
    from linter.model.page import Page


def parser() -> argparse.ArgumentParser:
    """The options of `verify`."""
    parser = CommandParser(
        prog="runbook-linter verify",
        description="Stamp pages as verified today: last_verified, verified_by and a hash of their commands.",
        epilog="--run tries the blocks after a comment `<!-- runbook-linter: verify -->` first: without a shell, in an"
        " empty folder, and only commands that begin with words given to --allow. Pages cannot allow anything.",
    )
    parser.add_argument("paths", nargs="+", metavar="PAGE")
    parser.add_argument("--by", metavar="NAME", help="who verified (default: Git's user.name)")
    parser.add_argument("--run", action="store_true", help="try the marked blocks; stamp only if all succeed")
    parser.add_argument("--allow", action="append", default=[], metavar="WORDS", help='such as --allow "kubectl get"')
    parser.add_argument("--timeout", type=float, default=30.0, metavar="SECONDS", help="for each command (30)")
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Try and stamp; exit 1 where a command failed or was refused, 2 where a page cannot be read or written."""
    setting = read_setting(args, args.paths)
    by = args.by or _git_user()
    if not by:
        print("runbook-linter: say who verified: --by NAME", file=sys.stderr)
        return 2
    allowed = [shlex.split(words) for words in args.allow]
    request, troubles = make_request(setting, args)
    from linter.engine import Engine
    from linter.files import write_atomically
    from linter.parsing import parse
    from linter.project.reading import UnreadableError
    from linter.verification.stamp import STAMP_KEY, StampError, stamp_of, stamped

    engine = Engine(request)
    status = 0
    for path in request.pages:
        try:
            page = engine.page(path, engine.read(path))
            if args.run and not _tried(page, allowed, args.timeout):
                status = max(status, 1)
                continue
            stamp = stamp_of(page)
            text = stamped(page.document, stamp, by, setting.today)
            if parse(text).front_matter.data.get("verified_by") != by:
                raise StampError("its front matter would not be read back as written")
            write_atomically(setting.root / path, text)
        except (UnreadableError, StampError) as error:
            troubles.append(f"{path}: {error}")
            continue
        except OSError as error:
            troubles.append(f"{path}: cannot be written: {error.strerror}")
            continue
        print(f"{path}: verified by {by} on {setting.today}" + (f", {STAMP_KEY} {stamp}" if stamp else ""))
    for trouble in troubles:
        complain(trouble)
    return 2 if troubles else status


def _tried(page: Page, allowed: Sequence[Sequence[str]], timeout: float) -> bool:
    """Run the page's marked commands and show what they print; true where there were any and all succeeded."""
    from linter.verification.trial import plan
    from linter.verification.trial import run as run_command

    planned, refused = plan(page, allowed)
    for refusal in refused:
        print(f"{page.path}:{refusal.line}: not run: {refusal.reason}")
    if refused:
        return False
    if not planned:
        print(f"{page.path}: no block is marked with <!-- runbook-linter: verify -->")
        return False
    for command in planned:
        print(f"{page.path}:{command.line}: $ {shlex.join(command.words)}", flush=True)
        trial = run_command(command.words, timeout)
        print(trial.output, end="" if trial.output.endswith("\n") or not trial.output else "\n")
        if trial.status != 0:
            how = f"took longer than {timeout:g} seconds" if trial.status is None else f"exit status {trial.status}"
            print(f"{page.path}:{command.line}: failed: {how}")
            return False
    return True


def _git_user() -> str:
    try:
        done = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
