"""`runbook-linter incident actions`: what the post-mortems promise to change."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from typing import Any

from linter.cli.ending import complain
from linter.cli.setting import add_common_arguments, make_request, read_setting


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `actions`."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="pages and folders (default: the knowledge base)")
    parser.add_argument("--overdue", action="store_true", help="only those whose day is over")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    add_common_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print the action items; exit 2 where a page cannot be read."""
    from linter.engine import lint
    from linter.levels import Selection
    from linter.rules.post_mortems.action_item_overdue import ActionItemOverdue

    setting = read_setting(args, args.paths)
    request, troubles = make_request(setting, args)
    done = lint(request._replace(selection=Selection((ActionItemOverdue.name,))))
    today = setting.today.isoformat()
    rows: list[dict[str, Any]] = []
    for path, (text, owner, due, link, status, is_done, start, _) in done.project.facts(ActionItemOverdue):
        if args.overdue and (is_done or not due or due >= today):
            continue
        line = (done.project.text_of(path) or "").count("\n", 0, start) + 1
        # What was dropped is closed, too, and says so.
        state = (status or "done") if is_done else "overdue" if due and due < today else status or None
        values = {"text": text, "owner": owner or None, "due": due, "link": link or None, "status": state}
        values["closed"] = is_done
        rows.append({**values, "path": path, "line": line})
    if args.format == "json":
        print(json.dumps({"actions": rows}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_text(rows)))
    for trouble in [*troubles, *done.troubles]:
        complain(trouble)
    return 2 if troubles or done.troubles else 0


def _text(rows: Sequence[dict[str, Any]]) -> Iterable[str]:
    for row in sorted(rows, key=lambda row: (row["closed"], row["due"] or "9999", row["path"], row["line"])):
        facts = [row["owner"] or "nobody", f"due {row['due']}" if row["due"] else "no day", row["status"] or "open"]
        link = f"  {row['link']}" if row["link"] else ""
        yield f"{row['path']}:{row['line']}  {' '.join(row['text'].split())}\n    {', '.join(facts)}{link}"
    opened = sum(not row["closed"] for row in rows)
    late = sum(row["status"] == "overdue" for row in rows)
    yield f"{len(rows)} action item{'' if len(rows) == 1 else 's'}, {opened} open, {late} overdue"
