"""Jira's REST API: issues, their search, remote links; version 3 as Jira Cloud has it, or 2 as Jira Data Center has it.

Answers follow https://developer.atlassian.com/cloud/jira/platform/rest/v3 and
https://developer.atlassian.com/server/jira/platform/rest: what is wrong is said by field.
"""

from __future__ import annotations

import re
from typing import Any

from linter.incidents.sandbox.vendor import Reply, Request

_LABEL = re.compile(r'labels = "([^"]+)"')
_LINK = re.compile(r"issue/([A-Z][A-Z0-9_]*-[0-9]+)/remotelink", re.ASCII)


class JiraStandIn:
    """A site. `lag` is how many searches still miss an issue that is there: Jira's index is behind."""

    name = "jira"
    prefix = ""

    def __init__(self, lag: int = 0, *, is_cloud: bool = True) -> None:
        self.api = f"rest/api/{3 if is_cloud else 2}"
        self._is_cloud = is_cloud
        self.issues: list[dict[str, Any]] = []
        self.links: dict[tuple[str, str], dict[str, Any]] = {}
        self._lag = lag

    def operation(self, request: Request) -> str:
        """`issue`, `search` or `remotelink`."""
        if not request.path.startswith(f"{self.api}/"):
            return ""
        asked = (request.method, request.path.removeprefix(f"{self.api}/"))
        if asked == ("POST", "issue"):
            return "issue"
        if asked == ("GET", "search/jql" if self._is_cloud else "search"):
            return "search"
        return "remotelink" if asked[0] == "POST" and _LINK.fullmatch(asked[1]) else ""

    def refusal(self, operation: str, message: str) -> Reply:
        """What is wrong with a field."""
        if not operation:
            return Reply(404, {"message": "null for uri", "status-code": 404})
        return Reply(400, {"errorMessages": [], "errors": {"issuetype": message, "project": "no such project"}})

    def answer(self, operation: str, request: Request) -> Reply:
        """Do what is asked for."""
        if not request.authorization.startswith("Basic " if self._is_cloud else "Bearer "):
            return Reply(401, {"errorMessages": ["You are not authenticated."], "errors": {}})
        if operation == "issue":
            fields = request.values["fields"]
            if isinstance(fields.get("description"), str) == self._is_cloud:
                wanted = "an Atlassian Document" if self._is_cloud else "a string"
                return Reply(400, {"errorMessages": [], "errors": {"description": f"Operation value must be {wanted}"}})
            number = len(self.issues) + 1
            issue = {"id": str(10_000 + number), "key": f"{fields['project']['key']}-{number}", "fields": fields}
            self.issues.append(issue)
            return Reply(201, {"id": issue["id"], "key": issue["key"], "self": f"/{self.api}/issue/{issue['id']}"})
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
        match = _LINK.fullmatch(request.path.removeprefix(f"{self.api}/"))
        key = match[1] if match else ""
        if not any(issue["key"] == key for issue in self.issues):
            return Reply(404, {"errorMessages": ["Issue does not exist."], "errors": {}})
        place = (key, request.values["globalId"])
        status = 200 if place in self.links else 201
        self.links[place] = request.values
        return Reply(status, {"id": list(self.links).index(place) + 1, "self": f"/{self.api}/issue/remotelink"})
