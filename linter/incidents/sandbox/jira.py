"""Jira Cloud's REST API, version 3: issues, their search, remote links.

Answers follow https://developer.atlassian.com/cloud/jira/platform/rest/v3: what is wrong is said by field.
"""

from __future__ import annotations

import re
from typing import Any

from linter.incidents.sandbox.vendor import Reply, Request

_LABEL = re.compile(r'labels = "([^"]+)"')
_ISSUE = re.compile(r"rest/api/3/issue/([A-Z][A-Z0-9_]*-[0-9]+)/remotelink", re.ASCII)


class JiraStandIn:
    """A site. `lag` is how many searches still miss an issue that is there: Jira's index is behind."""

    name = "jira"
    prefix = ""

    def __init__(self, lag: int = 0) -> None:
        self.issues: list[dict[str, Any]] = []
        self.links: dict[tuple[str, str], dict[str, Any]] = {}
        self._lag = lag

    def operation(self, request: Request) -> str:
        """`issue`, `search` or `remotelink`."""
        if (request.method, request.path) == ("POST", "rest/api/3/issue"):
            return "issue"
        if (request.method, request.path) == ("GET", "rest/api/3/search/jql"):
            return "search"
        return "remotelink" if request.method == "POST" and _ISSUE.fullmatch(request.path) else ""

    def refusal(self, operation: str, message: str) -> Reply:
        """What is wrong with a field."""
        return Reply(400, {"errorMessages": [], "errors": {"issuetype": message, "project": "no such project"}})

    def answer(self, operation: str, request: Request) -> Reply:
        """Do what is asked for."""
        if not request.authorization.startswith("Basic "):
            return Reply(401, {"errorMessages": ["You are not authenticated."], "errors": {}})
        if operation == "issue":
            fields = request.values["fields"]
            number = len(self.issues) + 1
            issue = {"id": str(10_000 + number), "key": f"{fields['project']['key']}-{number}", "fields": fields}
            self.issues.append(issue)
            return Reply(201, {"id": issue["id"], "key": issue["key"], "self": f"/rest/api/3/issue/{issue['id']}"})
        if operation == "search":
            label = _LABEL.search(request.values["jql"])
            found = [issue for issue in self.issues if label and label[1] in issue["fields"].get("labels", [])]
            if found and self._lag:
                self._lag -= 1
                found = []
            return Reply(200, {"issues": [{"id": issue["id"], "key": issue["key"]} for issue in found], "isLast": True})
        return self._link(request)

    def _link(self, request: Request) -> Reply:
        """A remote link of a globalId that is known is updated: 200 instead of 201."""
        match = _ISSUE.fullmatch(request.path)
        key = match[1] if match else ""
        if not any(issue["key"] == key for issue in self.issues):
            return Reply(404, {"errorMessages": ["Issue does not exist."], "errors": {}})
        place = (key, request.values["globalId"])
        status = 200 if place in self.links else 201
        self.links[place] = request.values
        return Reply(status, {"id": list(self.links).index(place) + 1, "self": "/rest/api/3/issue/remotelink"})
