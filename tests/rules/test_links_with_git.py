"""Dead links that Git's history repairs: renamed files and folders, moved pages, headings with another title."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.fixing import apply_fixes
from linter.model.finding import Finding
from tests.conftest import lint_folder
from tests.project.test_history import TEXT, Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "base")


def findings(repository: Repository, *rules: str) -> list[Finding]:
    return [finding for finding in lint_folder(repository.folder, *rules).findings if finding.state == "new"]


def fixed(repository: Repository, path: str, found: list[Finding]) -> str:
    text = (repository.folder / path).read_text(encoding="utf-8")
    return apply_fixes(text, [finding for finding in found if finding.path == path]).text


def test_a_renamed_file_is_a_safe_fix(repository: Repository) -> None:
    repository.write("docs/a.md", "# A\n\nSee [b](./b.md#start) and ![c](img/c.svg).\n")
    repository.write("docs/b.md", TEXT)
    repository.write("docs/img/c.svg", "<svg/>\n")
    repository.commit("2026-01-01")
    repository.git("mv", "docs/b.md", "docs/new b.md")
    repository.git("mv", "docs/img/c.svg", "docs/img/d.svg")
    commit = repository.commit("2026-02-01")

    found = findings(repository, "L101", "L103")

    assert [f.message for f in found] == [
        f"dead link: `./b.md` is not there; it was renamed on 2026-02-01 ({commit}): `./new%20b.md#start`",
        f"dead image: `img/c.svg` is not there; it was renamed on 2026-02-01 ({commit}): `img/d.svg`",
    ]
    assert all(f.fix and f.fix.safe for f in found)
    assert "See [b](./new%20b.md#start) and ![c](img/d.svg)." in fixed(repository, "docs/a.md", found)


def test_a_moved_page_takes_its_links_along(repository: Repository) -> None:
    repository.write("docs/deep/a.md", TEXT + "\nSee [b](../b.md).\n")
    repository.write("docs/b.md", "# B\n")
    repository.commit("2026-01-01")
    repository.git("mv", "docs/deep/a.md", "docs/a.md")
    commit = repository.commit("2026-02-01")

    (found,) = findings(repository, "L101")

    assert f"this page was moved on 2026-02-01 ({commit}); now it is `b.md`" in found.message
    assert "See [b](b.md)." in fixed(repository, "docs/a.md", [found])


def test_a_renamed_folder_is_suggested_for_a_new_file(repository: Repository) -> None:
    repository.write("docs/old/b.md", TEXT)
    repository.commit("2026-01-01")
    repository.git("mv", "docs/old", "docs/new")
    repository.commit("2026-02-01")
    repository.write("docs/new/c.md", "# C\n")
    repository.write("docs/a.md", "# A\n\nSee [c](old/c.md).\n")
    repository.commit("2026-03-01")

    (found,) = findings(repository, "L101")

    assert found.suggestions[0] == "new/c.md"
    assert found.fix is None


def test_what_the_deleting_commit_did_elsewhere_is_suggested(repository: Repository) -> None:
    repository.write("docs/gone.md", TEXT)
    repository.write("docs/entirely-else.md", "# Else\n\nOther words than those.\n")
    repository.write("docs/a.md", "# A\n\nSee [it](gone.md).\n")
    repository.write("docs/b.md", "# B\n\nSee [it](gone.md).\n")
    repository.commit("2026-01-01")
    repository.git("rm", "-q", "docs/gone.md")
    repository.write("docs/a.md", "# A\n\nSee [it](entirely-else.md).\n")
    repository.commit("2026-02-01")

    (found,) = findings(repository, "L101")

    assert (found.path, found.suggestions[0]) == ("docs/b.md", "entirely-else.md")


def test_a_deleted_page_is_named_with_its_commit(repository: Repository) -> None:
    repository.write("docs/zzz.md", TEXT)
    repository.write("docs/a.md", "# A\n\nSee [it](zzz.md).\n")
    repository.commit("2026-01-01")
    repository.git("rm", "-q", "docs/zzz.md")
    commit = repository.commit("2026-02-01")
    (found,) = findings(repository, "L101")
    assert found.message.endswith(f"; it was deleted on 2026-02-01 ({commit})")
    assert found.suggestions == ()


def test_a_heading_with_a_new_title_is_a_safe_fix(repository: Repository) -> None:
    links = "[it](b.md#clean-up) and [that](b.md#restart), [who](b.md#engineering)"
    repository.write("docs/a.md", f"# A\n\nSee {links}.\n")
    before = "# B\n\n## Clean up\n\nText.\n\n## Restart\n\nOld text.\n\n### Engineering\n\nAsk Ana.\n"
    repository.write("docs/b.md", before)
    repository.commit("2026-01-01")
    after = "# B\n\n## Free some space\n\nText.\n\n## Restart by hand\nNew text.\n\n### Marketing\n\nAsk Bo.\n"
    repository.write("docs/b.md", after)
    repository.commit("2026-02-01")

    found = findings(repository, "L102")

    assert [f.message.partition("; ")[2] for f in found] == [
        "the heading is `#free-some-space` now",
        "the heading is `#restart-by-hand` now",
        "",
    ]
    # The second one's text changed along with its title: Git cannot know that it is the same section. And the third
    # is another section at the same place.
    assert [bool(f.fix) for f in found] == [True, False, False]
    assert "[it](b.md#free-some-space) and [that](b.md#restart)" in fixed(repository, "docs/a.md", found)


def test_a_heading_is_followed_through_names_of_its_page(repository: Repository) -> None:
    repository.write("docs/old [b].md", f"# B\n\n## Clean up\n\n{TEXT}")
    repository.write("docs/c.md", f"# C\n\n## Restart\n\n{TEXT}")
    repository.commit("2026-01-01")
    repository.write("docs/old [b].md", f"# B\n\n## Free space\n\n{TEXT}")
    repository.write("docs/c.md", f"# C\n\n## Start again\n\n{TEXT}")
    repository.commit("2026-02-01")
    repository.git("mv", "docs/old [b].md", "docs/new b.md")
    repository.commit("2026-03-01")
    repository.write("docs/new b.md", f"# B\n\n## Free some space\n\n{TEXT}")
    repository.write(
        "docs/a.md", "# A\n\nSee [it](new%20b.md#clean-up), [more](new%20b.md#free-space), [c](c.md#restart).\n"
    )
    repository.commit("2026-04-01")

    found = findings(repository, "L102")

    assert [f.suggestions[0] for f in found] == [
        "new%20b.md#free-some-space",
        "new%20b.md#free-some-space",
        "c.md#start-again",
    ]
    assert all(f.fix for f in found)


def test_a_section_on_another_page_is_found(repository: Repository) -> None:
    repository.write("docs/a.md", "# A\n\nSee [it](b.md#drain-a-node).\n")
    repository.write("docs/b.md", "# B\n")
    repository.write("docs/more/c.md", "# C\n\n## Drain a node\n")
    repository.commit("2026-01-01")
    (found,) = findings(repository, "L102")
    assert found.suggestions == ("more/c.md#drain-a-node",)


def test_a_shallow_clone_invents_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.write("docs/a.md", "# A\n\nSee [b](b.md).\n")
    repository.write("docs/b.md", TEXT)
    repository.commit("2026-01-01")
    repository.git("mv", "docs/b.md", "docs/quite-another.md")
    repository.commit("2026-02-01")
    shallow = Repository(tmp_path / "shallow")
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(tmp_path / "clone"))
    shallow.folder = tmp_path / "clone"
    run = lint_folder(shallow.folder, "L101")
    assert [(finding.suggestions, finding.fix) for finding in run.findings] == [((), None)]
    assert len(run.notes) == 1
    assert "shallow clone" in run.notes[0]


def test_the_forge_makes_the_anchors_of_pages_that_the_site_leaves_out(repository: Repository) -> None:
    text = "# A\n\n[as GitHub](#a--b), [as the site](#a-b), https://example.com/\n\n## A & B\n"
    repository.write("mkdocs.yml", "docs_dir: docs\n")
    repository.write("docs/a.md", text)
    repository.write("design/a.md", text)
    repository.commit("2026-01-01")

    def dead() -> set[tuple[str, str]]:
        return {(found.path, found.subject) for found in findings(repository, "L102")}

    assert dead() == {("design/a.md", "#a-b"), ("docs/a.md", "#a--b")}
    assert [found.path for found in findings(repository, "L107")] == ["docs/a.md"]
    repository.write(".gitlab-ci.yml", "runbooks: {script: [make]}\n")
    assert dead() == {("design/a.md", "#a--b"), ("docs/a.md", "#a--b")}
    # A repository with the CI of both is one on GitHub that GitLab mirrors, or the other way round.
    repository.write(".github/workflows/runbooks.yml", "jobs: {}\n")
    assert dead() == {("design/a.md", "#a-b"), ("docs/a.md", "#a--b")}


def test_a_page_that_is_only_called_alike_is_not_meant(repository: Repository) -> None:
    repository.write("docs/manage-workloads.md", "# Workloads\n\n## Reload\n")
    repository.write(
        "docs/page.md",
        "# A\n\n[no such heading](manage-workers.md#reload-puma), [one](manage-worker.md#reload), [up](doc/)\n",
    )
    repository.commit("2026-01-01")

    found = {finding.subject: finding.suggestions for finding in findings(repository, "L101")}

    assert found == {
        "manage-workers.md#reload-puma": (),
        "manage-worker.md#reload": ("manage-workloads.md#reload",),
        "doc/": (),
    }
