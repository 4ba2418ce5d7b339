"""One issue for each owner whose pages are due: opened, kept up to date, and closed when nothing is due any more.

    owner_issues.py FOLDER     GITHUB_TOKEN and GITHUB_REPOSITORY say where

FOLDER is what `runbook-linter check --write-due FOLDER` wrote: a Markdown file for each owner, its title first.
"""

from __future__ import annotations

import sys
from pathlib import Path

from github_api import Api, ApiError, cut

LABEL = "runbooks-due"


def main(arguments: list[str]) -> int:
    """Bring the issues in line with the files; 2 where GitHub cannot be asked."""
    try:
        folder = Path(arguments[0])
        if not folder.is_dir():
            raise ApiError(f"{folder}: no such folder")
        due = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
        for line in _put(Api(), due):
            print(line)
    except (ApiError, OSError, ValueError, IndexError) as error:
        print(f"owner_issues: {error}", file=sys.stderr)
        return 2
    return 0


def _put(api: Api, due: dict[str, str]) -> list[str]:
    open_ones: dict[str, dict[str, object]] = {}
    for issue in api.all(f"/issues?state=open&labels={LABEL}"):
        name = _name(str(issue.get("body") or ""))
        if name and "pull_request" not in issue:
            open_ones.setdefault(name, issue)
    said = []
    for name, text in due.items():
        title, _, rest = text.partition("\n")
        values = {"title": title.lstrip("# ").strip()[:200], "body": cut(f"{_marker(name)}\n{rest.strip()}")}
        issue = open_ones.get(name)
        if issue is None:
            api.create("/issues", {**values, "labels": [LABEL]})
            said.append(f"{name}: opened")
        elif any(issue.get(key) != value for key, value in values.items()):
            api.change(f"/issues/{issue['number']}", values)
            said.append(f"{name}: changed")
    for name in sorted(open_ones.keys() - due.keys()):
        api.change(f"/issues/{open_ones[name]['number']}", {"state": "closed", "state_reason": "completed"})
        said.append(f"{name}: closed")
    return said


def _marker(name: str) -> str:
    return f"<!-- runbook-linter: due: {name} -->"


def _name(body: str) -> str:
    """The owner that an issue's first line names; empty where it is no issue of ours."""
    first = body.partition("\n")[0].strip()
    before, after = "<!-- runbook-linter: due: ", " -->"
    return first[len(before) : -len(after)] if first.startswith(before) and first.endswith(after) else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
