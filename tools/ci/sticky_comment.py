"""One comment on a pull request, written once and changed in place.

    sticky_comment.py FILE     GITHUB_TOKEN, GITHUB_REPOSITORY and PULL_REQUEST say where

FILE is what `runbook-linter check --output markdown=FILE` wrote. It is empty where a change made and mended nothing:
then no comment is written, and an earlier one says that nothing is left.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from github_api import Api, ApiError, cut

MARKER = "<!-- runbook-linter: summary of the pull request -->"
"""The first line of the summary: linter.reporting.pull_request writes it."""

NOTHING_LEFT = f"{MARKER}\n\nRunbooks: this change neither makes nor mends a finding any more."


def main(arguments: list[str]) -> int:
    """Write, change or leave the comment; 2 where GitHub cannot be asked."""
    try:
        text = Path(arguments[0]).read_text(encoding="utf-8").strip()
        number = int(os.environ.get("PULL_REQUEST") or "0")
        if number < 1:
            raise ApiError("PULL_REQUEST: not the number of a pull request")
        print(_put(Api(), number, text))
    except (ApiError, OSError, ValueError, IndexError) as error:
        print(f"sticky_comment: {error}", file=sys.stderr)
        return 2
    return 0


def _put(api: Api, number: int, text: str) -> str:
    body = cut(text or NOTHING_LEFT)
    # The first one that a bot wrote: anybody may quote the marker.
    found = next(
        (
            comment
            for comment in api.all(f"/issues/{number}/comments")
            if (comment.get("body") or "").startswith(MARKER) and (comment.get("user") or {}).get("type") == "Bot"
        ),
        None,
    )
    if found is None:
        if not text:
            return "nothing to say"
        api.create(f"/issues/{number}/comments", {"body": body})
        return "written"
    if found["body"] == body:
        return "unchanged"
    api.change(f"/issues/comments/{found['id']}", {"body": body})
    return "changed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
