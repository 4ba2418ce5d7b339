"""The same questions to a folder on disk and to a list of its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.project.tree import DiskTree, ListedTree

FILES = ("a.md", "docs/b.md", "docs/deep/er/c.yml", "docs/.hidden/d.yml", "node_modules/e.yml", ".github/f.yml")


@pytest.mark.parametrize(("folder", "depth"), [("", None), ("docs", None), ("docs", 0), ("docs", 1), ("nowhere", None)])
def test_walking_leaves_out_what_is_hidden(tmp_path: Path, folder: str, depth: int | None) -> None:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    on_disk, listed = DiskTree(tmp_path), ListedTree(FILES)
    assert sorted(on_disk.below(folder, depth)) == sorted(listed.below(folder, depth))
    assert set(listed.below("")) == {"a.md", "docs/b.md", "docs/deep/er/c.yml"}
    assert list(listed.below(".github")) == list(on_disk.below(".github")) == [".github/f.yml"]


def test_folders_and_links_of_a_list() -> None:
    tree = ListedTree(["a.md"], folders=["module"], linked=["link/b.md"])
    assert tree.is_dir("module")
    assert tree.names("") == {"a.md", "module", "link"}
    assert tree.is_file("link/b.md")
    assert list(tree.below("")) == ["a.md"]
