"""Links to a heading follow its new name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from linter.moving.plan import PlanError
from tests.moves import links_found, rename, text_of

Write = Callable[[Mapping[str, str]], Path]


def test_a_heading_takes_its_links_along(knowledge_base: Write) -> None:
    page = "# A\n\n## Check\n\n[x](#check) [y](b.md#check)\n\n## `kubectl` *now*\n"
    other = "# B\n\n[x](a.md#check) [y][r] [z](a.md#kubectl-now)\n\n## Check\n\n[r]: ./a.md?q#check 'T'\n"
    folder = knowledge_base({"a.md": page, "b.md": other})
    rename(folder, "a.md", "Check", "Prüfen & sehen")
    assert "## Prüfen & sehen\n\n[x](#pr%C3%BCfen--sehen) [y](b.md#check)" in text_of(folder, "a.md")
    rename(folder, "a.md", "kubectl now", "`kubectl`")
    text = text_of(folder, "b.md")
    assert "[x](a.md#pr%C3%BCfen--sehen)" in text
    assert "[z](a.md#kubectl)" in text
    assert "./a.md?q#pr%C3%BCfen--sehen 'T'" in text
    assert links_found(folder) == []


def test_headings_of_the_same_name_are_counted_anew(knowledge_base: Write) -> None:
    text = "# A\n\n[x](#check) [y](#check_1)\n\n## Check\n\n# B\n\n## *Check*\n\n## Verify\n"
    folder = knowledge_base({"docs/a.md": text, "mkdocs.yml": "site_name: a\n"})
    with pytest.raises(PlanError, match="2 headings are called `Check`, in lines 5, 9"):
        rename(folder, "docs/a.md", "Check", "Look")
    rename(folder, "docs/a.md", "Verify", "Check")
    assert text_of(folder, "docs/a.md") == text.replace("Verify", "Check")
    more = "# A\n\n[x](#see) [y](#see_1)\n\n## See!\n\n## See\n"
    (folder / "docs/b.md").write_text(more, encoding="utf-8")
    rename(folder, "docs/b.md", "See!", "Look")
    assert text_of(folder, "docs/b.md") == "# A\n\n[x](#look) [y](#see)\n\n## Look\n\n## See\n"


def test_a_heading_with_an_id_keeps_its_links(knowledge_base: Write) -> None:
    text = "# A\n\n[x](#own)\n\n## Check {#own}\n"
    folder = knowledge_base({"docs/a.md": text, "mkdocs.yml": "site_name: a\nmarkdown_extensions: [attr_list]\n"})
    rename(folder, "docs/a.md", "Check", "Look")
    assert text_of(folder, "docs/a.md") == text.replace("Check", "Look")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Chekc", "x", "no heading is called `Chekc`; there are: `Check`"),
        ("Check", "", "would not be read back"),
        ("Check", "a\n# b", "would not be read back"),
    ],
)
def test_headings_that_cannot_be_renamed(knowledge_base: Write, old: str, new: str, why: str) -> None:
    folder = knowledge_base({"a.md": "# A\n\n## Check\n\n## Look\n"})
    with pytest.raises(PlanError, match=why):
        rename(folder, "a.md", old, new)
