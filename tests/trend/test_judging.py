"""The scores of the past are those of checking each commit out and linting it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from linter.config import Config
from linter.config_reader import read_config
from linter.engine import lint
from linter.project.discovery import discover
from linter.run import Request
from linter.scoring import score_pages
from linter.trend.commits import Question
from linter.trend.judging import read_trend
from linter.trend.trend import Sample, Trend, page_trends
from tests.conftest import TODAY
from tests.project.test_history import TEXT, Repository

RUNBOOK = """---
last_verified: 2026-01-10
review_every: 60
---
# Disk full

## Overview

The disk of [the database](../db/database.md#failover) is full.

## Diagnosis

```bash
scripts/free-space.sh --all
df -h
```

## Mitigation

<!-- runbook-linter: ignore[dead-link] until=2026-03-01 reason="it comes" -->
Call [the owner](owner.md), then see [what to do](#mitigation).
"""
DATABASE = "# Database\n\n## Failover\n\nText.\n\n```bash\nkubectl delete pod $POD\n```\n"
POST_MORTEM = (
    "---\nkind: post-mortem\nincident: INC-1\nseverity: P3\n---\n# Down\n\n## Summary\n\nIt was down.\n\n## Timeline\n"
)
RECORD = "id: INC-1\nseverity: P1\nsummary: Down\nstatus: resolved\n"
ALERTS = (
    "groups:\n- name: a\n  rules:\n  - alert: DiskFull\n    expr: disk_free < 1\n    labels: {severity: page}\n"
    "    annotations: {runbook_url: https://x.example/docs/runbooks/DiskFull}\n"
    "  - alert: Other\n    expr: other < 1\n"
)
SETTINGS = "alerts: {rules: [alerts/*.yml], runbook_urls: {https://x.example/: ''}}\nreview_every: 30\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def write_history(repository: Repository) -> None:
    """Two months in which everything happens that a score may depend on."""
    days = (str(date(2026, 1, 1) + timedelta(4 * number)) for number in range(40))

    def commit() -> None:
        repository.commit(next(days))

    repository.write("docs/runbooks/DiskFull.md", RUNBOOK)
    repository.write("docs/db/database.md", DATABASE)
    repository.write("scripts/free-space.sh", "#!/bin/sh\ndf\n")
    repository.write("mkdocs.yml", "site_name: Us\n")
    repository.write("runbook-linter.yml", "rules: {dead-link: off}\n")
    commit()
    repository.write("docs/runbooks/owner.md", f"# Owner\n\n{TEXT}")
    repository.write("docs/runbooks/Other.md", RUNBOOK.replace("Disk full", "DiskFull"))
    repository.write("docs/anchors.md", "# Anchors\n\nSee [both](#a--b).\n\n## A & B\n\nText.\n")
    repository.write("alerts/disk.yml", ALERTS)
    commit()
    repository.git("mv", "docs/db/database.md", "docs/db/postgres.md")
    commit()
    repository.git("rm", "-q", "scripts/free-space.sh")
    commit()
    repository.write("docs/db/postgres.md", DATABASE.replace("## Failover", "## Switch over"))
    repository.write("docs/runbooks/DiskFull.md", RUNBOOK.replace("../db/database.md", "../db/postgres.md"))
    commit()
    repository.write("docs/incidents/INC-1.yml", RECORD)
    repository.write("docs/post-mortems/down.md", POST_MORTEM)
    commit()
    repository.write("docs/incidents/INC-1.yml", "id: [broken\n")
    repository.write("alerts/disk.yml", "groups: [broken\n")
    commit()
    repository.write("mkdocs.yml", "site_name: Us\ndocs_dir: docs/runbooks\nmarkdown_extensions: [toc]\n")
    (repository.folder / "docs" / "latin.md").write_bytes("# Büro\n".encode("latin-1"))
    commit()
    repository.git("rm", "-q", "docs/runbooks/owner.md", "mkdocs.yml", "alerts/disk.yml", "docs/incidents/INC-1.yml")
    repository.write("docs/latin.md", "# Büro\n\nSee [x](/docs/db/postgres.md).\n")
    commit()
    repository.write("other/runbook-linter.yml", "{}\n")
    repository.write("other/a.md", "# A\n\nSee [nothing](nothing.md).\n")
    commit()
    for link, target in (("docs/linked.md", "db/postgres.md"), ("docs/folder", "db"), ("docs/lost.md", "gone.md")):
        os.symlink(target, repository.folder / link)
    os.symlink("/etc/hostname", repository.folder / "docs" / "outside.md")
    repository.write("docs/links.md", "# L\n\n[a](folder/postgres.md) [b](folder/x.md) [c](lost.md) [d](outside.md)\n")
    commit()
    repository.git("checkout", "-q", "-b", "side")
    repository.write("docs/side.md", "# Side\n\nTODO\n")
    commit()
    repository.git("checkout", "-q", "main")
    repository.git("mv", "docs/db", "docs/store")
    commit()
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side", day=next(days))
    repository.write("runbook-linter.yml", SETTINGS)
    commit()


def checked_out(repository: Repository, config: Config, trend: Trend, today: date | None) -> Iterator[Sample]:
    """The same commits, each in a work tree of its own, and linted there as a command does."""
    for sample in trend.samples:
        folder = repository.folder.parent / "checked-out" / sample.commit
        repository.git("worktree", "add", "-q", "--detach", str(folder), sample.commit)
        pages = discover(folder, [folder], config.exclude).pages
        run = lint(Request(folder, config, pages, True, today or sample.day))
        scores = score_pages((page.path for page in run.pages), run.findings, config.score)
        values = {path: score.value for path, score in scores.items()}
        yield sample._replace(scores=values, troubles=run.troubles)


@pytest.mark.parametrize("today", [None, date(2026, 12, 1)])
def test_the_scores_are_those_of_a_check_out(repository: Repository, today: date | None) -> None:
    write_history(repository)
    config = read_config(repository.folder / "runbook-linter.yml")
    request = Request(repository.folder, config, (), True, TODAY)
    trend = read_trend(request, Question("commit"), today=today, use_cache=False)
    assert len(trend.samples) == 14
    expected = list(checked_out(repository, config, trend, today))
    for found, wanted in zip(trend.samples, expected, strict=True):
        assert found.scores == wanted.scores
        assert [line.partition(": cannot be read")[0] for line in found.troubles] == [
            line.partition(": cannot be read")[0] for line in wanted.troubles
        ]
    assert len({sample.site.mean for sample in trend.samples}) > 8
    assert trend == read_trend(request, Question("commit"), today=today)
    assert trend == read_trend(request, Question("commit"), today=today)


def test_only_what_changed_is_parsed_again(repository: Repository) -> None:
    write_history(repository)
    request = Request(repository.folder, Config(), (), True, TODAY)
    first = read_trend(request, Question("commit", limit=5))
    repository.write("docs/new.md", "# New\n\nSee [none](none.md).\n")
    repository.commit("2026-06-01")
    second = read_trend(request, Question("commit", limit=6))
    assert second.samples[:5] == first.samples
    assert second == read_trend(request, Question("commit", limit=6), use_cache=False)
    assert second.samples[5].scores["docs/new.md"] < 100


def test_other_settings_give_other_scores(repository: Repository) -> None:
    repository.write("a.md", "# A\n\nSee [none](none.md).\n")
    repository.commit("2026-01-01")
    request = Request(repository.folder, Config(), (), True, TODAY)
    assert read_trend(request, Question()).samples[0].scores == {"a.md": 90.0}
    repository.write("runbook-linter.yml", "rules: {dead-link: off}\n")
    quiet = request._replace(config=read_config(repository.folder / "runbook-linter.yml"))
    assert read_trend(quiet, Question()).samples[0].scores == {"a.md": 100.0}


def test_folders_and_files_are_what_was_asked_for(repository: Repository) -> None:
    repository.write("kb/docs/a.md", "# A\n")
    repository.write("kb/other/b.md", "# B\n")
    repository.write("c.md", "# C\n")
    repository.commit("2026-01-01")
    request = Request(repository.folder / "kb", Config(), (), True, TODAY)
    assert set(read_trend(request, Question()).samples[0].scores) == {"docs/a.md", "other/b.md"}
    assert set(read_trend(request, Question(), ["docs"]).samples[0].scores) == {"docs/a.md"}
    assert set(read_trend(request, Question(), ["other/b.md"]).samples[0].scores) == {"other/b.md"}


def test_a_renamed_page_keeps_its_past(repository: Repository) -> None:
    repository.write("old.md", TEXT)
    repository.commit("2026-01-01")
    repository.git("mv", "old.md", "new.md")
    repository.commit("2026-02-01")
    request = Request(repository.folder, Config(), ("new.md",), True, TODAY)
    run = lint(request)
    trend = read_trend(request, Question())
    pages = page_trends(trend, run.project.history.renames)
    assert [day for day, _ in pages["new.md"]] == [date(2026, 1, 1), date(2026, 2, 1)]


def test_a_merged_change_is_as_old_as_it_is(repository: Repository) -> None:
    repository.write("runbooks/a.md", f"# A\n\n{TEXT}")
    repository.write("runbook-linter.yml", "review_every: 30\n")
    repository.commit("2026-01-01")
    repository.git("checkout", "-q", "-b", "side")
    repository.write("runbooks/a.md", f"# A, once\n\n{TEXT}")
    repository.commit("2026-01-05")
    repository.git("checkout", "-q", "main")
    repository.write("runbooks/a.md", f"# A\n\n{TEXT}\nA last line.\n")
    repository.commit("2026-01-20")
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side", day="2026-02-10")
    config = read_config(repository.folder / "runbook-linter.yml")
    trend = read_trend(Request(repository.folder, config, (), True, TODAY), Question("commit"))
    assert list(checked_out(repository, config, trend, None)) == list(trend.samples)


def test_commits_without_pages_are_no_samples(repository: Repository) -> None:
    repository.write("program.c", "")
    repository.commit("2026-01-01")
    repository.write("a.md", "# A\n\nSee [none](none.md).\n")
    repository.commit("2026-02-01")
    trend = read_trend(Request(repository.folder, Config(), (), True, TODAY), Question())
    assert [sample.site.mean for sample in trend.samples] == [90.0]
