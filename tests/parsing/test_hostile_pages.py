"""Pages made to hang a parser are read to their end; a quadratic reader would take minutes on each."""

from __future__ import annotations

import pytest

from linter.parsing import parse

PAGES = {
    "opening brackets": "[" * 100_000,
    "opening images": "![" * 100_000,
    "empty brackets": "[]" * 100_000,
    "targets never closed": "[a](" * 100_000,
    "brackets within brackets": "[" * 100_000 + "]" * 100_000,
    "links in one paragraph": "word [a](b.md) " * 20_000,
    "undefined references": "[a][b] " * 60_000,
    "a URL and brackets": "https://example.com/" + ")" * 100_000,
    "attribute lists": "{: #a }" * 60_000,
    "tags never closed": "<a " * 100_000,
    "comments never closed": "<!-- " * 100_000,
    "backticks of every length": " ".join("`" * count for count in range(900)),
    "quotes within quotes": ">" * 50_000,
    "lists within lists": "- " * 50_000,
    "table of one row": "|" * 200_000 + "\n" + "|-" * 100_000,
}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_read_to_its_end(name: str) -> None:
    document = parse(f"# Title\n\n{PAGES[name]}\n\n## Last\n\nEnd.\n")
    assert document.headings[0].text == "Title"
    assert document.text.endswith("End.\n")
