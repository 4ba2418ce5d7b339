"""`runbook-linter find SERVICE|ALERT`: where is the runbook?"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import PurePosixPath

from linter.cli.setting import add_common_arguments, make_request, read_setting
from linter.engine import PageResult, lint
from linter.scoring import score_pages


def parser() -> argparse.ArgumentParser:
    """The options of `find`."""
    parser = argparse.ArgumentParser(
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
    ranked = sorted(((_rank(page, wanted), page.path, page) for page in done.pages), key=lambda row: row[:2])
    found = [page for rank, _, page in ranked if rank < _NO_MATCH]
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
        print(f"runbook-linter: no page for `{wanted}`{_nearest(done.pages, wanted)}", file=sys.stderr)
    for line in troubles:
        print(f"runbook-linter: {line}", file=sys.stderr)
    return 2 if troubles else 0 if found else 1


_NO_MATCH = 9


def _rank(page: PageResult, wanted: str) -> int:
    """0 for the alert itself, then aliases, service, title, file name; 9 for no match. Runbooks before the rest."""
    key = _folded(wanted)
    names = [
        [*_texts(page.data.get("alerts"))],
        [*_texts(page.data.get("aliases"))],
        [page.title, PurePosixPath(page.path).stem],
        [*_texts(page.data.get("service"))],
    ]
    for rank, group in enumerate(names):
        if any(_folded(name) == key for name in group):
            return rank
    if any(key in _folded(name) for group in names for name in group if name):
        return 5 if page.kind == "runbook" else 6
    return _NO_MATCH


def _nearest(pages: Iterable[PageResult], wanted: str) -> str:
    from difflib import get_close_matches

    names = {name for page in pages for name in (page.title, PurePosixPath(page.path).stem) if name}
    near = get_close_matches(wanted, names, 3)
    return f"; near names: {', '.join(near)}" if near else ""


def _folded(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return [value] if isinstance(value, str) else []


def _text(value: object) -> str:
    return "" if value is None else str(value)
