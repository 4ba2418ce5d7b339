"""A knowledge base linted again: only what changed is read, and nothing is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from linter.config import Config
from linter.config_reader import read_config
from linter.engine import lint
from linter.model.page import Page
from linter.project.discovery import discover
from linter.relinting import Relinter
from linter.run import Request, Run
from tests.conftest import TODAY

Write = Callable[[Mapping[str, str]], Path]

PAGES = {
    "a.md": "---\nlast_verified: 2026-11-01\nreview_every: 30\n---\n# A\n\nSee [B](b.md#last).\n",
    "b.md": "# B\n\nText.\n\n## Last\n\nText.\n",
}


def request(folder: Path, days: int = 0) -> Request:
    config = read_config(folder / "runbook-linter.yml") if (folder / "runbook-linter.yml").exists() else Config()
    return Request(folder, config, discover(folder, [folder], ()).pages, True, TODAY + timedelta(days))


def same(one: Run, other: Run) -> bool:
    return one.findings == other.findings and [page.path for page in one.pages] == [page.path for page in other.pages]


def test_each_run_is_that_of_a_fresh_engine(knowledge_base: Write) -> None:
    folder = knowledge_base(PAGES)
    read: list[str] = []

    def collect(page: Page) -> str:
        read.append(page.path)
        return str(len(page.text))

    relinter = Relinter(collect)
    assert same(relinter.lint(request(folder)), lint(request(folder)))
    assert read == ["a.md", "b.md"]

    (folder / "b.md").write_text("# B\n\nText.\n", encoding="utf-8")
    run = relinter.lint(request(folder))
    assert same(run, lint(request(folder)))
    assert [finding.name for finding in run.findings] == ["dead-anchor"]
    assert read == ["a.md", "b.md", "b.md"]
    assert relinter.collected("b.md") == str(len("# B\n\nText.\n"))

    later = relinter.lint(request(folder, 60))
    assert "verification-overdue" in [finding.name for finding in later.findings]
    assert len(read) == 3

    (folder / "b.md").unlink()
    run = relinter.lint(request(folder))
    assert same(run, lint(request(folder)))
    assert "dead-link" in [finding.name for finding in run.findings]
    assert relinter.collected("b.md") is None


def test_new_settings_judge_all_pages_anew(knowledge_base: Write) -> None:
    folder = knowledge_base({"a.md": "# A\n\nTODO\n"})
    relinter = Relinter(lambda page: page.path)
    assert [finding.name for finding in relinter.lint(request(folder)).findings] == ["placeholder"]
    (folder / "runbook-linter.yml").write_text("rules: {placeholder: off}\n", encoding="utf-8")
    assert relinter.lint(request(folder)).findings == ()


def test_what_was_collected_is_kept_with_the_page_for_the_next_process(knowledge_base: Write) -> None:
    folder = knowledge_base(PAGES)
    read: list[str] = []

    def collect(page: Page) -> str:
        read.append(page.path)
        return f"{len(page.text)} characters"

    first, second = Relinter(collect), Relinter(collect)
    run = first.lint(request(folder)._replace(use_cache=True))
    assert read == ["a.md", "b.md"]
    assert same(run, second.lint(request(folder)._replace(use_cache=True)))
    assert read == ["a.md", "b.md"]
    assert second.collected("b.md") == first.collected("b.md") == f"{len(PAGES['b.md'])} characters"

    # What the command line keeps of a page holds nothing that was collected.
    (folder / "b.md").write_text("# B\n\nOther text.\n", encoding="utf-8")
    lint(request(folder)._replace(use_cache=True))
    second.lint(request(folder)._replace(use_cache=True))
    assert read == ["a.md", "b.md", "b.md"]
