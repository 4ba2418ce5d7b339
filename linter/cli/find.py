"""`runbook-linter find SERVICE|ALERT`: where is the runbook?"""

from __future__ import annotations

import argparse
import json
import sys

from linter.cli.command_parser import CommandParser
from linter.cli.ending import complain
from linter.cli.setting import add_common_arguments, make_request, read_setting
from linter.engine import lint
from linter.page_search import near_names, pages_about
from linter.scoring import score_pages


def parser() -> argparse.ArgumentParser:
    """The options of `find`."""
    parser = CommandParser(
        prog="runbook-linter find",
        description="Find the runbook for a service or an alert: path, owner, score, freshness.",
    )
    parser.add_argument("words", nargs="+", metavar="SERVICE|ALERT")
    parser.add_argument("--docs", default=None, metavar="DIR", help="where to look (default: the knowledge base)")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the pages that answer, best first; exit 1 where none does."""
    setting = read_setting(args, [args.docs] if args.docs else [])
    request, troubles = make_request(setting, args)
    done = lint(request)
    scores = score_pages((page.path for page in done.pages), done.findings, setting.config.score)
    wanted = " ".join(args.words)
    found = pages_about(done.pages, wanted)
    if args.format == "json":
        rows = [
            {
                "path": page.path,
                "title": page.title,
                "owner": _text(page.data.get("owner")) or None,
                "score": scores[page.path].value,
                "last_verified": _text(page.data.get("last_verified")) or None,
            }
            for page in found
        ]
        print(json.dumps({"version": 1, "pages": rows}, ensure_ascii=False, indent=1))
    for page in found if args.format == "text" else ():
        score = scores[page.path]
        verified = _text(page.data.get("last_verified"))
        freshness = f"verified {verified}" if verified else "never verified"
        owner = _text(page.data.get("owner")) or "no owner"
        print(
            f"{page.path}\n  {page.title or '(no title)'}; {owner}; score {score.value:g} ({score.grade}); {freshness}"
        )
    if not found:
        print(f"runbook-linter: no page for `{wanted}`{near_names(done.pages, wanted)}", file=sys.stderr)
    for line in troubles:
        complain(line)
    return 2 if troubles else 0 if found else 1


def _text(value: object) -> str:
    return "" if value is None else str(value)
