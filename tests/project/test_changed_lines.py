"""Which lines a change wrote, asked of real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.project.changed_lines import changed_lines
from linter.project.changes import changes_since
from tests.project.test_history import Repository


def test_lines_of_each_place(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    text = "".join(f"line {number}\n" for number in range(1, 11))
    for name in ("a.md", "with blank.md", 'with "quotes" é.md', "b.md", "looks.md", "gone.md"):
        repository.write(name, text)
    repository.commit("2026-01-01")
    repository.write("a.md", text.replace("line 2\n", "line 2\nadded\nadded\n").replace("line 9", "changed"))
    repository.write("with blank.md", text.replace("line 5\n", ""))
    repository.write('with "quotes" é.md', text.replace("line 5", "changed"))
    repository.write("b.md", text.rstrip("\n") + " and no line break")
    # What stands in a page may look like a diff.
    diff = "++ b/b.md\n@@ -1,2 +70,8 @@\n-- a/b.md\n"
    repository.write("looks.md", text.replace("line 3\n", diff).replace("line 8", "changed"))
    repository.write("new.md", text)
    (repository.folder / "gone.md").unlink()
    changes = changes_since(repository.folder, "HEAD")
    assert changes is not None
    found = {path: list(places) for path, places in changed_lines(repository.folder, "HEAD", changes).items()}
    assert found == {
        "a.md": [(3, 4), (11, 11)],
        # Lines 4 and 5 now stand around the place where one was.
        "with blank.md": [(4, 5)],
        'with "quotes" é.md': [(5, 5)],
        "b.md": [(10, 10)],
        "looks.md": [(3, 5), (10, 10)],
        "new.md": [(1, 10**9)],
    }


@pytest.mark.parametrize("setting", ["noprefix=true", "mnemonicPrefix=true", "interHunkContext=9"])
def test_the_readers_settings_do_not_count(setting: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    repository.git("config", *f"diff.{setting}".split("="))
    text = "".join(f"line {number}\n" for number in range(1, 11))
    repository.write("a.md", text)
    repository.commit("2026-01-01")
    repository.write("a.md", text.replace("line 3", "changed").replace("line 6", "changed"))
    changes = changes_since(repository.folder, "HEAD")
    assert changes is not None
    assert changed_lines(repository.folder, "HEAD", changes) == {"a.md": [(3, 3), (6, 6)]}
