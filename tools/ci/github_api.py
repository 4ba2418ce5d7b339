"""GitHub's REST API, as far as comments and issues need it. Only the standard library: it runs before anything else.

https://docs.github.com/en/rest/issues: list and create and update issue comments, list and create and update issues.
"""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST_BODY = 65_536
"""Characters that GitHub takes in the body of a comment or issue."""

_SECONDS = 20
_TRIES = 3
_PER_PAGE = 100
_MOST_PAGES = 50
_CUT = "\n\n… (cut here: the rest is in the job's summary)"


class ApiError(Exception):
    """GitHub refused, or could not be reached. The text is one line, without the token."""


class Api:
    """Talks about one repository. What creates something is sent once; all else is tried again."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        missing = [name for name in ("GITHUB_TOKEN", "GITHUB_REPOSITORY") if not environment.get(name)]
        if missing:
            raise ApiError(f"{' and '.join(missing)}: not set")
        base = environment.get("GITHUB_API_URL", "https://api.github.com").rstrip("/")
        self._base = f"{base}/repos/{environment['GITHUB_REPOSITORY']}"
        self._token = environment["GITHUB_TOKEN"]

    def all(self, path: str) -> Iterator[dict[str, Any]]:
        """All rows of a list, page by page. Raises ApiError."""
        sign = "&" if "?" in path else "?"
        for page in range(1, _MOST_PAGES + 1):
            rows = self._send("GET", f"{path}{sign}per_page={_PER_PAGE}&page={page}", None, _TRIES)
            yield from rows
            if len(rows) < _PER_PAGE:
                return

    def create(self, path: str, values: Mapping[str, Any]) -> None:
        """Make something new. Raises ApiError; whether it was made is then not known, and the next run looks it up."""
        self._send("POST", path, values, 1)

    def change(self, path: str, values: Mapping[str, Any]) -> None:
        """Give something other values. Raises ApiError."""
        self._send("PATCH", path, values, _TRIES)

    def _send(self, method: str, path: str, values: Mapping[str, Any] | None, tries: int) -> Any:
        request = urllib.request.Request(
            self._base + path,
            None if values is None else json.dumps(values).encode(),
            {
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
                "User-Agent": "runbook-linter",
                "X-GitHub-Api-Version": "2022-11-28",
            },
            method=method,
        )
        for left in reversed(range(tries)):
            try:
                with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                said = f"{error.code} {_message(error)}"
                again = error.code >= 500 or error.code == 429
            except (OSError, ValueError) as error:
                said, again = str(error), True
            if not left or not again:
                raise ApiError(f"{method} {path.partition('?')[0]}: {said.replace(self._token, '***')}")
            time.sleep(2 ** (tries - left) / 4)
        raise AssertionError


def cut(body: str) -> str:
    """The body, no longer than GitHub takes it."""
    return body if len(body) <= LONGEST_BODY else body[: LONGEST_BODY - len(_CUT)] + _CUT


def _message(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error).get("message", error.reason))
    except (OSError, ValueError, AttributeError):
        return str(error.reason)
