"""Links between addresses: generators and wikis serve a page without the end of its file's name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import lint_folder
from tests.project.test_history import Repository

# A page, what it is found by beside it, and one that is not there.
DOCUSAURUS = {
    "docusaurus.config.js": "",
    "docs/a.md": "# A\n\n[b](./b) [c](c#see) [d](gone)\n",
    "docs/b.md": "# B\n",
    "docs/c.mdx": "# C\n",
}
GITHUB_WIKI = {"Home.md": "# Home\n\n[b](Disk-full#clean-up) [d](gone)\n", "Disk-full.md": "# B\n\n## Clean up\n"}
AZURE_WIKI = {
    ".order": "Help\n",
    "Help.md": "# Help\n\n[b](/Help/PPP%2DPD-\\(RS\\)#what's-next%3F) [c](/Help) [d](/gone) [e](Help/An%20old-page)\n",
    "Help/PPP%2DPD-(RS).md": "# PPP-PD\n\n## What's next?\n\n![](/.attachments/a.png)\n",
    "Help/An-old-page.md": "# Old\n\n[here](#no-such-place)\n",
    ".attachments/a.png": "",
}
BOOK = {
    "docs/book/book.toml": "",
    "docs/book/src/a.md": "# A\n\n[b](b) [c](c.html#see) [d](gone.html)\n",
    "docs/book/src/b.md": "# B\n",
    "docs/book/src/c.md": "# C\n\n## See\n",
    "docs/other.md": "# Other\n\n[a](book/src/a.html)\n",
}
FORGE = {"README.md": "# A\n\n[b](b) [c](b.md)\n", "b.md": "# B\n"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (DOCUSAURUS, [("dead-link", "gone")]),
        (GITHUB_WIKI, [("dead-link", "gone")]),
        (AZURE_WIKI, [("dead-link", "/gone"), ("dead-anchor", "#no-such-place")]),
        (BOOK, [("dead-link", "gone.html"), ("dead-link", "book/src/a.html")]),
        (FORGE, [("dead-link", "b")]),
    ],
    ids=["docusaurus", "github wiki", "azure wiki", "book", "forge"],
)
def test_links_without_the_end_of_a_name(
    files: Mapping[str, str], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    repository = Repository(tmp_path / "base")
    for path, text in files.items():
        repository.write(path, text)
    repository.commit("2026-01-01")

    found = [(finding.name, finding.subject) for finding in lint_folder(repository.folder, "L").findings]

    assert sorted(found) == sorted(expected)
