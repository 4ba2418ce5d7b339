"""The comment of a pull request and the issues of owners, against a GitHub on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.reporting.pull_request import MARKER
from tests.ci.github import TOKEN, GitHub, serving
from tests.conftest import ROOT


@pytest.fixture
def hub() -> Iterator[GitHub]:
    with serving() as found:
        yield found


def script(name: str, hub: GitHub, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "ci" / f"{name}.py"), *arguments],
        env={**os.environ, **hub.environment(), "PULL_REQUEST": "7", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert TOKEN not in done.stdout + done.stderr
    return done


def comment(hub: GitHub, folder: Path, text: str) -> str:
    file = folder / "summary.md"
    file.write_text(text, encoding="utf-8")
    done = script("sticky_comment", hub, str(file))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_one_comment_changed_in_place(hub: GitHub, tmp_path: Path) -> None:
    # What others wrote, a quotation of ours among it, fills more than one page.
    hub.comments += [{"id": 500 + n, "body": "hello", "user": {"type": "User"}} for n in range(150)]
    hub.comments.append({"id": 900, "body": f"{MARKER}\nmine", "user": {"type": "User"}})
    before = len(hub.comments)
    assert comment(hub, tmp_path, "") == "nothing to say"
    assert len(hub.comments) == before
    assert comment(hub, tmp_path, f"{MARKER}\n\n1 new finding") == "written"
    assert comment(hub, tmp_path, f"{MARKER}\n\n1 new finding") == "unchanged"
    assert comment(hub, tmp_path, f"{MARKER}\n\n2 new findings") == "changed"
    assert [c["body"] for c in hub.comments[before:]] == [f"{MARKER}\n\n2 new findings"]
    assert comment(hub, tmp_path, "") == "changed"
    assert "neither makes nor mends" in hub.comments[-1]["body"]
    assert comment(hub, tmp_path, MARKER + "x" * 70_000) == "changed"
    assert len(hub.comments[-1]["body"]) == 65_536
    assert sum(request.startswith("POST") for request in hub.requests) == 1


def test_faults_never_post_twice(hub: GitHub, tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text(MARKER, encoding="utf-8")
    hub.faults = [502, 429]
    assert script("sticky_comment", hub, str(file)).stdout == "written\n"
    hub.comments.clear()
    hub.requests.clear()
    hub.refused = {"POST"}
    done = script("sticky_comment", hub, str(file))
    assert (done.returncode, hub.requests) == (2, ["GET /issues/7/comments", "POST /issues/7/comments"])
    assert done.stderr == "sticky_comment: POST /issues/7/comments: 500 not now\n"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"PULL_REQUEST": ""}, "PULL_REQUEST: not the number of a pull request"),
        ({"GITHUB_TOKEN": ""}, "GITHUB_TOKEN: not set"),
        ({"GITHUB_API_URL": "http://127.0.0.1:9"}, "Connection refused"),
    ],
)
def test_trouble_is_one_line(hub: GitHub, tmp_path: Path, environment: dict[str, str], said: str) -> None:
    (tmp_path / "summary.md").write_text(MARKER, encoding="utf-8")
    done = script("sticky_comment", hub, str(tmp_path / "summary.md"), **environment)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr


def test_an_issue_for_each_owner(hub: GitHub, tmp_path: Path) -> None:
    folder = tmp_path / "due"
    folder.mkdir()
    (folder / "storage.md").write_text("# Runbooks due: storage\n\n- a\n", encoding="utf-8")
    (folder / "network.md").write_text("# Runbooks due: network\n\n- b\n", encoding="utf-8")
    hub.issues.append({"id": 1, "number": 1, "title": "Other", "body": "x", "state": "open", "labels": []})
    assert script("owner_issues", hub, str(folder)).stdout == "network: opened\nstorage: opened\n"
    assert script("owner_issues", hub, str(folder)).stdout == ""
    (folder / "network.md").unlink()
    (folder / "storage.md").write_text("# Runbooks due: storage\n\n- c\n", encoding="utf-8")
    assert script("owner_issues", hub, str(folder)).stdout == "storage: changed\nnetwork: closed\n"
    assert [(i["title"], i["state"]) for i in hub.issues] == [
        ("Other", "open"),
        ("Runbooks due: network", "closed"),
        ("Runbooks due: storage", "open"),
    ]
    assert hub.issues[2]["body"] == "<!-- runbook-linter: due: storage -->\n- c"
    missing = script("owner_issues", hub, str(tmp_path / "nowhere"))
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)
