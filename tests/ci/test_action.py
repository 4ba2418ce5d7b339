"""The action's own steps, run in a checkout as GitHub makes it, with a GitHub on this machine."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ci.composite import Job, run_action
from tests.ci.github import REPOSITORY, TOKEN, GitHub, serving
from tests.project.test_history import Repository

INDEX = "# Index\n\n[a](a.md)\n[b](b.md)\n[old debt](never.md)\n[to be repaired](c-old.md)\n"


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A runner's folder in which the action's first step installed the linter."""
    folder = tmp_path_factory.mktemp("runner")
    github = {"event_name": "push", "repository": REPOSITORY, "event": {}}
    job = run_action(folder, folder, github, skip=("Check", "Comment", "Issues"))
    assert job.failed == (), job.output
    return folder


class Checkout:
    """A pull request's merge commit, as actions/checkout leaves it with `fetch-depth: 0`."""

    def __init__(self, base: Path, runner: Path, hub: GitHub) -> None:
        self.origin = Repository(base / "origin")
        self.folder = base / "checkout"
        self._runner = runner
        self._hub = hub
        for name in ("a", "b", "c"):
            self.origin.write(f"docs/{name}.md", f"# {name.upper()}\n\nText.\n")
        self.origin.write("docs/index.md", INDEX)
        self.origin.commit("2026-01-01")
        self.origin.git("checkout", "-q", "-b", "topic")

    def merge(self, *clone: str) -> None:
        """Commit what is written, let the base branch go on, and check the merge of both out."""
        self.origin.commit("2026-02-01")
        self.origin.git("checkout", "-q", "main")
        self.origin.write("docs/meanwhile.md", "# Meanwhile\n\n[theirs](theirs.md)\n")
        self.origin.commit("2026-02-02")
        self.origin.git("checkout", "-q", "-b", "merge")
        self.origin.git("merge", "-q", "--no-edit", "topic", day="2026-02-03")
        url = self.origin.folder.as_uri()
        subprocess.run(["git", "clone", "-q", "-b", "merge", *clone, url, self.folder], check=True)

    def run(
        self, event: str = "pull_request", fork: bool = False, before: str = "", ref_name: str = "", **inputs: str
    ) -> Job:
        head = "stranger/runbooks" if fork else REPOSITORY
        github: dict[str, Any] = {
            "event_name": event,
            "repository": REPOSITORY,
            "token": TOKEN,
            "api_url": self._hub.url,
            "ref_name": ref_name,
            "base_ref": "main" if event == "pull_request" else "",
            "event": {"pull_request": {"number": 7, "head": {"repo": {"full_name": head}}, "base": {"sha": "0" * 40}}},
        }
        if event != "pull_request":
            base = self.origin.git("rev-parse", "main")
            made = {"merge_group": {"base_sha": base}} if event == "merge_group" else {"before": before or base}
            github["event"] = {**made, "repository": {"default_branch": "main"}}
        for old in (*self._runner.glob("*.md"), *self._runner.glob("*-due")):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        return run_action(self.folder, self._runner, github, skip=("Install",), **inputs)


@pytest.fixture
def hub() -> Iterator[GitHub]:
    with serving() as found:
        yield found


@pytest.fixture
def checkout(tmp_path: Path, runner: Path, hub: GitHub) -> Checkout:
    return Checkout(tmp_path, runner, hub)


def break_two_links_and_repair_one(origin: Repository) -> None:
    origin.git("rm", "-q", "docs/b.md")
    text = INDEX.replace("c-old.md", "c.md") + "\nMore: [planted](planted.md)\n"
    origin.write("docs/index.md", text)


def test_a_pull_request(checkout: Checkout, hub: GitHub) -> None:
    break_two_links_and_repair_one(checkout.origin)
    checkout.merge()
    job = checkout.run()
    assert job.failed == ("Check",)
    assert "::error file=docs/index.md,line=8,endLine=8,col=17,endColumn=27,title=L101 dead-link::" in job.output
    # `b.md` is gone: its link stands on a line that nobody touched. Old debt and others' commits are nobody's.
    assert job.output.count("::error") == 1
    assert "1 finding on lines that this change does not touch" in job.output
    assert "never.md" not in job.output
    assert "theirs.md" not in job.output
    (comment,) = hub.comments
    assert "**Runbooks: 2 new findings, 1 fixed**" in comment["body"]
    assert "| `docs/index.md` | 80 B | 70 C |" in comment["body"]
    assert job.summary.strip() == comment["body"]
    # The second run finds its comment, and leaves it.
    checkout.run()
    assert sum(request.startswith(("POST", "PATCH")) for request in hub.requests) == 1


def test_a_pull_request_that_changes_no_finding(checkout: Checkout, hub: GitHub) -> None:
    checkout.origin.write("docs/a.md", "# A\n\nMore text.\n")
    checkout.merge()
    job = checkout.run()
    assert (job.failed, job.summary, hub.comments) == ((), "", [])


def test_a_fork_has_no_say_and_no_token(checkout: Checkout, hub: GitHub) -> None:
    break_two_links_and_repair_one(checkout.origin)
    rule = "from pathlib import Path\nPath('ran').touch()\n"
    checkout.origin.write("rules/own.py", rule)
    checkout.origin.write("runbook-linter.yml", "rules: {dead-link: off}\nrule_files: [rules/own.py]\n")
    checkout.merge()
    job = checkout.run(fork=True)
    assert job.failed == ("Check",)
    assert "2 new findings, 1 fixed" in job.summary
    assert not (checkout.folder / "ran").exists()
    assert hub.requests == []


def test_the_base_is_not_there(checkout: Checkout) -> None:
    checkout.origin.write("docs/a.md", "# A\n\nMore text.\n")
    checkout.merge("--depth", "1")
    job = checkout.run()
    assert job.failed == ("Check",)
    assert "fetch-depth: 0" in job.output


@pytest.mark.parametrize("event", ["push", "merge_group"])
def test_a_push_and_a_merge_queue(checkout: Checkout, hub: GitHub, event: str) -> None:
    break_two_links_and_repair_one(checkout.origin)
    checkout.merge()
    job = checkout.run(event=event)
    assert job.failed == ("Check",)
    assert "planted.md" in job.output
    assert "theirs.md" not in job.output + job.summary
    assert hub.requests == []


@pytest.mark.parametrize("branch", ["merge", "main"])
def test_a_push_of_a_new_branch(checkout: Checkout, branch: str) -> None:
    break_two_links_and_repair_one(checkout.origin)
    checkout.merge()
    job = checkout.run(event="push", before="0" * 40, ref_name=branch)
    assert "planted.md" in job.output
    # On the default branch itself there is nothing to compare with: all is reported.
    assert ("never.md" in job.output) == (branch == "main")


def test_everything_on_demand(checkout: Checkout) -> None:
    checkout.merge()
    everything = checkout.run(event="push", since="none", arguments="--select\nL101")
    assert "never.md" in everything.output


def test_a_schedule_opens_an_issue_for_each_owner(checkout: Checkout, hub: GitHub) -> None:
    page = "---\nowner: {}\nreview_every: 30\nlast_verified: 2020-01-01\n---\n# {}\n\nText.\n"
    for number, owner in enumerate(("storage", "network", "storage")):
        checkout.origin.write(f"docs/due-{number}.md", page.format(owner, f"Due {number}"))
    checkout.merge()
    checkout.run(event="schedule", issues="true", fail_on="off")
    assert [issue["title"] for issue in hub.issues] == ["Runbooks due: network", "Runbooks due: storage"]
    assert hub.issues[1]["body"].count("verification-overdue") == 2


def test_sarif(checkout: Checkout) -> None:
    break_two_links_and_repair_one(checkout.origin)
    checkout.merge()
    checkout.run(sarif="lint.sarif")
    assert "`planted.md` is not there" in (checkout.folder / "lint.sarif").read_text("utf-8")
