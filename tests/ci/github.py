"""A GitHub on this machine: comments and issues of one repository, each request held against the published contract.

https://docs.github.com/en/rest/issues/comments and /en/rest/issues/issues, version 2022-11-28: bodies, states, the
label filter, pages of at most 100 rows, at most 65,536 characters.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jsonschema import Draft202012Validator

TOKEN = "ghs_canary0123456789"
REPOSITORY = "acme/runbooks"
_BODY = {"type": "string", "minLength": 1, "maxLength": 65_536}
_COMMENT = {"type": "object", "required": ["body"], "properties": {"body": _BODY}, "additionalProperties": False}
_ISSUE = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 256},
        "body": _BODY,
        "labels": {"type": "array", "items": {"type": "string", "maxLength": 50}},
        "state": {"enum": ["open", "closed"]},
        "state_reason": {"enum": ["completed", "not_planned", "reopened", None]},
    },
    "additionalProperties": False,
}
_NEW_ISSUE = {**_ISSUE, "required": ["title"]}


class GitHub:
    """What the repository holds, and what was asked.

    `faults` are status codes to answer with, once each, first; `refused` the methods that are always answered with 500.
    """

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.issues: list[dict[str, Any]] = []
        self.requests: list[str] = []
        self.faults: list[int] = []
        self.refused: set[str] = set()
        self.wrong: list[str] = []
        self.url = ""

    def environment(self) -> dict[str, str]:
        return {"GITHUB_API_URL": self.url, "GITHUB_TOKEN": TOKEN, "GITHUB_REPOSITORY": REPOSITORY}

    def answer(self, method: str, target: str, values: Any) -> tuple[int, Any]:
        """The status and body of an answer."""
        url = urlsplit(target)
        query = {key: value[0] for key, value in parse_qs(url.query).items()}
        path = url.path.removeprefix(f"/repos/{REPOSITORY}")
        self.requests.append(f"{method} {path}")
        if self.faults:
            return self.faults.pop(0), {"message": f"no, {TOKEN}"}
        if method in self.refused:
            return 500, {"message": "not now"}
        if method == "GET" and re.fullmatch(r"/issues/\d+/comments", path):
            return 200, _page(self.comments, query)
        if method == "GET" and path == "/issues":
            rows = [issue for issue in self.issues if issue["state"] == query.get("state", "open")]
            return 200, _page([i for i in rows if query.get("labels") in (None, *i["labels"])], query)
        if method == "POST" and re.fullmatch(r"/issues/\d+/comments", path):
            return self._made(self.comments, _COMMENT, values, {"user": {"type": "Bot"}})
        if method == "POST" and path == "/issues":
            return self._made(self.issues, _NEW_ISSUE, values, {"state": "open"})
        if method == "PATCH" and (found := re.fullmatch(r"/issues/(?:comments/)?(\d+)", path)):
            rows, schema = (self.comments, _COMMENT) if "comments" in path else (self.issues, _ISSUE)
            row = next((row for row in rows if row["id"] == int(found[1])), None)
            if row is None:
                return 404, {"message": "Not Found"}
            self._check(schema, values)
            row.update(values)
            return 200, row
        return 404, {"message": "Not Found"}

    def _made(self, rows: list[dict[str, Any]], schema: Any, values: Any, more: dict[str, Any]) -> tuple[int, Any]:
        self._check(schema, values)
        number = len(rows) + 1
        rows.append({"id": number, "number": number, "labels": [], **more, **values})
        return 201, rows[-1]

    def _check(self, schema: Any, values: Any) -> None:
        self.wrong += [error.message for error in Draft202012Validator(schema).iter_errors(values)]


def _page(rows: list[dict[str, Any]], query: dict[str, str]) -> list[dict[str, Any]]:
    size, page = min(int(query.get("per_page", 30)), 100), int(query.get("page", 1))
    return rows[(page - 1) * size : page * size]


@contextmanager
def serving() -> Iterator[GitHub]:
    """A GitHub that answers while the block lasts; at its end, no request may have broken the contract."""
    hub = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            values = json.loads(self.rfile.read(size)) if size else None
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                hub.wrong.append("no token")
            if not self.headers.get("User-Agent") or self.headers.get("X-GitHub-Api-Version") != "2022-11-28":
                hub.wrong.append("no user agent, or no version")
            status, body = hub.answer(self.command, self.path, values)
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = _do  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
    assert hub.wrong == []
